using Tandem.Pipeline;
using Tandem.Web;
using Tandem.Web.Components;

namespace Tandem.Collaborations.Workspaces;

/// <summary>What is said of collaborations in plain words.</summary>
public static class WorkspaceWords
{
    /// <summary>“Wyre would …”.</summary>
    public static string Would(Willingness level) =>
        level switch
        {
            Willingness.NotNow => "rather not, at present",
            Willingness.ShareLearning => "share what it learns",
            Willingness.ShareEngagement => "talk to suppliers together",
            Willingness.AlignSpec => "agree one specification, and buy for itself",
            Willingness.JointProcurement => "buy together",
            _ => "buy together, and lead for the others",
        };

    /// <summary>The levels to choose from, the least first.</summary>
    public static readonly IReadOnlyList<Choice> Levels =
    [
        new(nameof(Willingness.NotNow), "Not now"),
        new(
            nameof(Willingness.ShareLearning),
            "Share what we learn",
            "Our documents, prices and lessons; each buys for itself."
        ),
        new(
            nameof(Willingness.ShareEngagement),
            "Talk to suppliers together",
            "One round of market engagement for all."
        ),
        new(
            nameof(Willingness.AlignSpec),
            "Agree one specification",
            "The same requirements; each still buys for itself."
        ),
        new(nameof(Willingness.JointProcurement), "Buy together", "One procurement for all."),
        new(
            nameof(Willingness.LeadForOthers),
            "Lead for the others",
            "One procurement, and we do the work of it."
        ),
    ];

    /// <summary>A level as it stands in a list.</summary>
    public static string Level(Willingness level) =>
        Levels.First(c => c.Value == level.ToString()).Text;

    public static readonly IReadOnlyList<Choice> Replies =
    [
        new(nameof(InterestReply.Yes), "Yes", "You are invited when a collaboration begins."),
        new(nameof(InterestReply.Perhaps), "Perhaps", "Say what you need to know first."),
        new(nameof(InterestReply.No), "No"),
    ];

    public static string Reply(InterestReply reply) =>
        reply switch
        {
            InterestReply.Yes => "yes",
            InterestReply.Perhaps => "perhaps",
            _ => "no",
        };

    /// <summary>A question's state in words, and the colour of its tag.</summary>
    public static (string Text, string Colour) State(AskedOrganisation asked, AskedState state) =>
        state switch
        {
            AskedState.Waiting => ("Waiting for an answer", "yellow"),
            AskedState.DidNotAnswer => ("Did not answer", "red"),
            AskedState.TakenBack => ("Taken back", "grey"),
            _ => (
                Capital(Reply(asked.Reply!.Value))
                    + (state == AskedState.AnsweredLate ? ", answered late" : ""),
                asked.Reply switch
                {
                    InterestReply.Yes => "green",
                    InterestReply.Perhaps => "blue",
                    _ => "grey",
                }
            ),
        };

    public static readonly IReadOnlyList<Choice> Standings =
    [
        new(nameof(Standing.In), "In", "Somebody with authority has decided that we take part."),
        new(
            nameof(Standing.Observing),
            "Observing",
            "We look on and say what we need, and have promised nothing."
        ),
        new(
            nameof(Standing.Out),
            "Out",
            "We do not take part. The lead authority may let you in again."
        ),
    ];

    public static (string Text, string Colour) StandingOf(Standing standing) =>
        standing switch
        {
            Standing.In => ("In", "green"),
            Standing.Observing => ("Observing", "blue"),
            Standing.Asking => ("Asks to join", "yellow"),
            _ => ("Out", "grey"),
        };

    /// <summary>“Wyre …”.</summary>
    public static string Is(Standing standing) =>
        standing switch
        {
            Standing.In => "is in",
            Standing.Observing => "is observing",
            Standing.Asking => "asks to join",
            _ => "is out",
        };

    public static string Outcome(CollaborationOutcome outcome) =>
        outcome switch
        {
            CollaborationOutcome.Agreed => "agreed",
            CollaborationOutcome.BoughtTogether => "bought together",
            _ => "ended",
        };

    public static readonly IReadOnlyList<Choice> Outcomes =
    [
        new(
            nameof(CollaborationOutcome.Agreed),
            "Agreed",
            "Something was agreed; each buys for itself."
        ),
        new(nameof(CollaborationOutcome.BoughtTogether), "Bought together"),
        new(nameof(CollaborationOutcome.Ended), "Ended", "Nothing came of it."),
    ];

    public static (string Text, string Colour) State(Collaboration collaboration) =>
        collaboration.Outcome is { } outcome
            ? (
                $"Closed: {Outcome(outcome)}",
                outcome == CollaborationOutcome.Ended ? "grey" : "green"
            )
            : ("Open", "blue");

    public static readonly IReadOnlyList<Choice> Audiences =
    [
        new(nameof(CollaborationVisibility.Members), "Its members only"),
        new(
            nameof(CollaborationVisibility.Partnership),
            "Our partnerships",
            "People of organisations that share a partnership with a member."
        ),
        new(
            nameof(CollaborationVisibility.Public),
            "Everybody",
            "Suppliers too. They see the facts, never what is inside."
        ),
    ];

    public static string Audience(CollaborationVisibility visibility) =>
        visibility switch
        {
            CollaborationVisibility.Members => "its members only",
            CollaborationVisibility.Partnership => "its members’ partnerships",
            _ => "everybody",
        };

    public static string Capital(string words) =>
        string.Concat(char.ToUpperInvariant(words[0]).ToString(), words.AsSpan(1));

    /// <summary>Working days left, or gone by, as a person would say it.</summary>
    public static string Clock(int workingDaysLeft) =>
        workingDaysLeft switch
        {
            0 => "due today",
            > 0 => $"{Words.Count(workingDaysLeft, "working day")} left",
            _ => $"{Words.Count(-workingDaysLeft, "working day")} over",
        };
}
