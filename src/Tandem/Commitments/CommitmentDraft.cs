using Tandem.Accounts;
using Tandem.Discussions;
using Tandem.Kernel;

namespace Tandem.Commitments;

/// <summary>What somebody says who makes a promise.</summary>
/// <param name="SaidOn">Today where none is given.</param>
/// <param name="About">The record it is about, which whoever promises may see.</param>
public sealed record CommitmentDraft(
    string? Text,
    string? ToWhom,
    string? SaidWhere,
    string? Link,
    DateOnly? SaidOn,
    DateOnly? Due,
    CommitmentAudience Audience,
    AboutRecord? About = null
)
{
    /// <summary>What was said, as it is kept.</summary>
    /// <exception cref="Refusal">Something that must be said is not, or will not do; all of it is said.</exception>
    internal (
        string Text,
        string ToWhom,
        string SaidWhere,
        string? Link,
        DateOnly SaidOn,
        DateOnly Due
    ) Check(DateOnly today)
    {
        var said = SaidOn ?? today;
        var refusals = new Refusals();
        var text = refusals.Of(() =>
            PlainText.Take(Text, Commitment.Longest, "what you will do", nameof(Text))
        );
        var toWhom = refusals.Of(() =>
            PlainText.Take(ToWhom, 200, "to whom you promise it", nameof(ToWhom))
        );
        var saidWhere = refusals.Of(() =>
            PlainText.Take(SaidWhere, 300, "where it was said", nameof(SaidWhere))
        );
        var link = refusals.Of(() => CommitmentLink.Take(Link));
        if (said > today)
        {
            refusals.Say("The day it was said must be today or in the past", nameof(SaidOn));
        }
        if (Due is null)
        {
            refusals.Say("Enter the day you will keep it by", nameof(Due));
        }
        else if (Due < said)
        {
            refusals.Say(
                "The day you will keep it by must be after the day it was said",
                nameof(Due)
            );
        }
        refusals.Throw();
        return (text!, toWhom!, saidWhere!, link, said, Due!.Value);
    }
}

/// <summary>The record that a promise is about, as the timeline names it.</summary>
public sealed record AboutRecord(string Kind, string Id)
{
    /// <summary>Reads <c>Contract:0198…</c>; null where it is nothing of the kind.</summary>
    public static AboutRecord? Parse(string? text) =>
        text?.Split(':', 2) is [{ Length: > 0 } kind, { Length: > 0 } id] ? new(kind, id) : null;
}

/// <summary>Where something can be read: a path of this site, or an address of the web.</summary>
internal static class CommitmentLink
{
    /// <exception cref="Refusal">It is neither.</exception>
    public static string? Take(string? link, string field = "Link")
    {
        var text = PlainText.Clean(link);
        if (text.Length == 0)
        {
            return null;
        }
        var isPath =
            text.StartsWith('/')
            && !text.StartsWith("//", StringComparison.Ordinal)
            && !text.Contains('\\');
        var isAddress =
            Uri.TryCreate(text, UriKind.Absolute, out var uri)
            && uri.Scheme is "http" or "https"
            && uri.UserInfo.Length == 0
            && text.Contains("://", StringComparison.Ordinal);
        return text.Length <= 500 && (isPath || isAddress) && !text.Any(char.IsWhiteSpace)
            ? text
            : throw new Refusal(
                "Enter a full address, like https://example.org/page, or a path of this site, like /contracts/C-12",
                field
            );
    }
}

/// <summary>The one rule of who sees which promise, used by every way out: page, list, file, interface, message.</summary>
public static class CommitmentVisibility
{
    /// <summary>Those of the promises that the actor may see.</summary>
    public static IQueryable<Commitment> VisibleTo(
        this IQueryable<Commitment> commitments,
        Actor actor
    )
    {
        var own = actor.OrganisationsAndFirms.Select(id => new Id<Organisation>(id)).ToList();
        return commitments.Where(c =>
            c.Audience == CommitmentAudience.Public || own.Contains(c.OrganisationId)
        );
    }
}
