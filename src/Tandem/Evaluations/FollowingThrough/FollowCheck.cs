using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Discussions;
using Tandem.Kernel;

namespace Tandem.Evaluations.FollowingThrough;

/// <summary>The question, months later, what has come of it.</summary>
public sealed class FollowCheck
{
    public Id<FollowThrough> FollowThroughId { get; private set; }

    /// <summary>Months after the start.</summary>
    public int Months { get; private set; }
    public DateOnly Due { get; private set; }
    public string? Finding { get; private set; }

    /// <summary>Where evidence can be seen: a path of this site, or an http or https address.</summary>
    public string? Link { get; private set; }
    public DateTime? AnsweredAt { get; private set; }
    public string? AnsweredByName { get; private set; }

    internal static FollowCheck Of(FollowThrough follow, int months, DateTime now) =>
        new()
        {
            FollowThroughId = follow.Id,
            Months = months,
            Due = follow.StartsOn.AddMonths(months),
        };

    internal void Answer(string? finding, string? link, Actor actor, DateTime now)
    {
        if (AnsweredAt is not null)
        {
            throw new Refusal("This check was answered already.", kind: RefusalKind.Changed);
        }
        Finding = PlainText.Take(finding, 4000, "what has come of it", "Finding");
        Link = SafeLink(link);
        (AnsweredAt, AnsweredByName) = (now, actor.Name);
    }

    private static string? SafeLink(string? link) =>
        PlainText.Clean(link) is not { Length: > 0 } text ? null
        : text.Length <= 500
        && (
            (text.StartsWith('/') && !text.StartsWith("//", StringComparison.Ordinal))
            || (
                Uri.TryCreate(text, UriKind.Absolute, out var address)
                && address.Scheme is "http" or "https"
            )
        )
            ? text
        : throw new Refusal("Enter a full address, like https://example.org/report", "Link");

    private sealed class Mapping : IEntityTypeConfiguration<FollowCheck>
    {
        public void Configure(EntityTypeBuilder<FollowCheck> entity)
        {
            entity.HasKey(c => new { c.FollowThroughId, c.Months });
            entity.HasIndex(c => c.Due);
        }
    }
}
