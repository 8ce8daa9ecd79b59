using Tandem.Kernel;

namespace Tandem.Following;

/// <summary>One thing that waits for somebody, as it stands on <c>/work</c>.</summary>
/// <param name="Heading">The group it stands in: "Answers you owe", "Stale on your pipeline".</param>
/// <param name="Title">The record's name.</param>
/// <param name="Path">Where it is done, from the root.</param>
/// <param name="Ask">What is asked, in a few words.</param>
/// <param name="Due">The day it is due on.</param>
/// <param name="For">For whom it waits; decides where its group stands.</param>
/// <param name="All">Where all of its group stand, if they are more than these.</param>
public sealed record WaitingItem(
    string Heading,
    string Title,
    string Path,
    string Ask,
    DateOnly? Due,
    WaitsFor For = WaitsFor.You,
    WaitingMore? All = null
);

/// <summary>For whom something waits, in the order in which it is shown: what is overdue for the person comes before all.</summary>
public enum WaitsFor
{
    /// <summary>Somebody waits for an answer.</summary>
    Answer,

    /// <summary>The person.</summary>
    You,

    /// <summary>The person's organisation, and somebody there has it.</summary>
    Organisation,

    /// <summary>The person's organisation, and nobody there has it yet.</summary>
    Nobody,
}

/// <summary>Where those of a heading stand that are too many for the page.</summary>
/// <param name="Total">How many wait, those on the page among them.</param>
/// <param name="Path">The list that has all.</param>
/// <param name="Text">What that list is.</param>
public sealed record WaitingMore(int Total, string Path, string Text);

/// <summary>What waits for a person in one room. Each room in which something can be owed brings one.</summary>
public interface IWaiting
{
    /// <summary>What waits for the actor, the most pressing first, at most a hundred.</summary>
    Task<IReadOnlyList<WaitingItem>> ForAsync(Actor actor, CancellationToken cancellation);
}
