using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Calls;

/// <summary>Whom a later room wants told of what happens to a call: those who draft and those who have entered.</summary>
public interface ICallAudience
{
    /// <summary>The people, each once or more; whoever follows the call is told anyway.</summary>
    Task<IReadOnlyList<Id<Person>>> OfAsync(Call call, CancellationToken cancellation);
}

/// <summary>What a later room does as a call is published, in the same transaction.</summary>
public interface ICallPublished
{
    Task RunAsync(Call call, Actor actor, CancellationToken cancellation);
}

/// <summary>How acts of a later room on a call read in its history.</summary>
public interface ICallActWords
{
    /// <summary>The act as a sentence; null where it is none of this room's.</summary>
    string? Say(Event act);
}

/// <summary>One line of the list of what has to be done before a call is published.</summary>
/// <param name="Code">Of the section.</param>
/// <param name="Missing">What is still to do, each in a sentence; empty: complete.</param>
/// <param name="Href">Where it is done.</param>
public sealed record SectionState(
    string Code,
    string Title,
    string Href,
    IReadOnlyList<string> Missing
)
{
    public bool IsComplete => Missing.Count == 0;
}

/// <summary>A section of the task list that a later room looks after, such as the keys of openers.</summary>
public interface ICallSection
{
    /// <summary>How it stands; null where this call does not need it.</summary>
    Task<SectionState?> OfAsync(Call call, CancellationToken cancellation);
}

/// <summary>Something a later room has to show on a call's page.</summary>
/// <param name="Words">How it stands, in a sentence.</param>
/// <param name="Act">What the link says: a verb first.</param>
/// <param name="IsNext">Whether it is the one next thing for this reader.</param>
public sealed record CallPart(string Title, string Words, string Href, string Act, bool IsNext);

/// <summary>What a later room has to show on a call's page, to this reader: enter, judge, results.</summary>
public interface ICallParts
{
    Task<IReadOnlyList<CallPart>> OfAsync(Call call, Actor actor, CancellationToken cancellation);
}
