using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Accounts;
using Tandem.Discussions;
using Tandem.Kernel;

namespace Tandem.Commitments;

/// <summary>How a promise stands. Always what its <see cref="Commitment.Steps"/> say.</summary>
public enum CommitmentState
{
    /// <summary>Still to be kept, as first promised.</summary>
    Open,

    /// <summary>Still to be kept, with other words or another day than first promised.</summary>
    Changed,
    Kept,
    NotKept,
}

/// <summary>Who may read a promise.</summary>
public enum CommitmentAudience
{
    /// <summary>Members of the organisation that made it.</summary>
    Organisation,

    /// <summary>Everybody. Never taken back to fewer.</summary>
    Public,
}

/// <summary>"We said, we did": what an organisation has said it will do, to whom, by when, and what became of it.</summary>
public sealed class Commitment
{
    /// <summary>Characters of the promise itself.</summary>
    public const int Longest = 1000;

    private readonly List<CommitmentStep> steps = [];

    public Id<Commitment> Id { get; private set; }
    public long Number { get; private set; }
    public Id<Organisation> OrganisationId { get; private set; }

    /// <summary>The person who sees to it.</summary>
    public Id<Person> OwnerId { get; private set; }
    public string Text { get; private set; } = "";
    public string ToWhom { get; private set; } = "";

    /// <summary>Where it was said, in words: a meeting, a page, an answer.</summary>
    public string SaidWhere { get; private set; } = "";

    /// <summary>Where that can be read: a path of this site, or an http or https address.</summary>
    public string? Link { get; private set; }
    public DateOnly SaidOn { get; private set; }

    /// <summary>The day it is to be kept by, as it stands now.</summary>
    public DateOnly Due { get; private set; }

    /// <summary>The day first promised; never changes.</summary>
    public DateOnly FirstDue { get; private set; }
    public CommitmentState State { get; private set; }

    /// <summary>The day it was kept, or was said not to be.</summary>
    public DateOnly? SettledOn { get; private set; }
    public CommitmentAudience Audience { get; private set; }
    public DateTime? TakenDownAt { get; private set; }
    public string? TakeDownReason { get; private set; }
    public DateTime CreatedAt { get; private set; }
    public DateTime ChangedAt { get; private set; }

    /// <summary>Counts the acts, so that of two at once one is told to look again.</summary>
    public int Revision { get; private set; }

    /// <summary>All that was done, in order.</summary>
    public IReadOnlyList<CommitmentStep> Steps => steps;

    /// <summary>What a person quotes: CM-12.</summary>
    public string Reference => $"CM-{Number}";
    public string Path => $"/commitments/{Reference}";
    public bool IsTakenDown => TakenDownAt is not null;

    /// <summary>Whether it is still to be kept.</summary>
    public bool IsOpen => State is CommitmentState.Open or CommitmentState.Changed;

    public bool IsOverdue(DateOnly today) => IsOpen && !IsTakenDown && Due < today;

    /// <exception cref="Refusal">Something that must be said is not.</exception>
    public static Commitment Make(
        long number,
        Id<Organisation> organisation,
        Id<Person> owner,
        CommitmentDraft draft,
        Actor actor,
        DateTime now
    )
    {
        var today = DateOnly.FromDateTime(now);
        var due = draft.Due ?? throw new Refusal("Enter the day you will keep it by", "Due");
        var said = draft.SaidOn ?? today;
        if (said > today)
        {
            throw new Refusal("The day it was said must be today or in the past", "SaidOn");
        }
        if (due < said)
        {
            throw new Refusal(
                "The day you will keep it by must be after the day it was said",
                "Due"
            );
        }
        var commitment = new Commitment
        {
            Id = Id<Commitment>.New(now),
            Number = number,
            OrganisationId = organisation,
            OwnerId = owner,
            Text = PlainText.Take(draft.Text, Longest, "what you will do", nameof(Text)),
            ToWhom = PlainText.Take(draft.ToWhom, 200, "to whom you promise it", nameof(ToWhom)),
            SaidWhere = PlainText.Take(
                draft.SaidWhere,
                300,
                "where it was said",
                nameof(SaidWhere)
            ),
            Link = CommitmentLink.Take(draft.Link),
            SaidOn = said,
            Due = due,
            FirstDue = due,
            Audience = draft.Audience,
            CreatedAt = now,
        };
        commitment.Step(CommitmentAct.Made, actor, now);
        return commitment;
    }

    /// <summary>Other words, or another day; what was there before stays to be read.</summary>
    /// <exception cref="Refusal">It is settled, nothing differs, the day is past, or there is no reason.</exception>
    public void Change(string? text, DateOnly? due, string? reason, Actor actor, DateTime now)
    {
        MustBeOpen();
        var words = PlainText.Take(text, Longest, "what you will do", nameof(Text));
        var day = due ?? throw new Refusal("Enter the day you will keep it by", "Due");
        if (words == Text && day == Due)
        {
            throw new Refusal("Change the words or the day, or go back", nameof(Text));
        }
        if (day != Due && day < DateOnly.FromDateTime(now))
        {
            throw new Refusal("The new day must be today or later", "Due");
        }
        var why = PlainText.Take(reason, 1000, "why it changes", "Reason");
        Step(CommitmentAct.Changed, actor, now, why, textBefore: Text, dueBefore: Due);
        (Text, Due) = (words, day);
    }

    /// <param name="on">The day it was kept; today where none is given.</param>
    /// <exception cref="Refusal">It is settled, or the day lies before the promise or in the future.</exception>
    public void Keep(DateOnly? on, string? words, Actor actor, DateTime now)
    {
        MustBeOpen();
        var today = DateOnly.FromDateTime(now);
        var day = on ?? today;
        if (day > today || day < SaidOn)
        {
            throw new Refusal($"Enter a day from {SaidOn:d MMMM yyyy} to today", "On");
        }
        var said = PlainText.Clean(words);
        Step(
            CommitmentAct.Kept,
            actor,
            now,
            said.Length == 0 ? null : PlainText.Take(said, 2000, "what you did", "Words"),
            day: day
        );
        SettledOn = day;
    }

    /// <exception cref="Refusal">It is settled, or there is no reason.</exception>
    public void SayNotKept(string? reason, Actor actor, DateTime now)
    {
        MustBeOpen();
        Step(
            CommitmentAct.NotKept,
            actor,
            now,
            PlainText.Take(reason, 2000, "why it was not kept", "Reason")
        );
        SettledOn = DateOnly.FromDateTime(now);
    }

    /// <summary>It was settled by mistake, or what was done did not last.</summary>
    /// <exception cref="Refusal">It is not settled, or there is no reason.</exception>
    public void OpenAgain(string? reason, Actor actor, DateTime now)
    {
        MustStand();
        if (IsOpen)
        {
            throw new Refusal("This promise is open.");
        }
        Step(
            CommitmentAct.OpenedAgain,
            actor,
            now,
            PlainText.Take(reason, 1000, "why it is open again", "Reason")
        );
        SettledOn = null;
    }

    /// <summary>What has been done so far.</summary>
    /// <exception cref="Refusal">It is settled, or nothing is said.</exception>
    public void TellProgress(string? words, Actor actor, DateTime now)
    {
        MustBeOpen();
        Step(
            CommitmentAct.Progress,
            actor,
            now,
            PlainText.Take(words, 2000, "what has been done so far", "Words")
        );
    }

    /// <summary>Gives it to another person; the name stands in the history.</summary>
    /// <exception cref="Refusal">It is theirs already.</exception>
    public void PassOn(Person to, Actor actor, DateTime now)
    {
        MustStand();
        if (OwnerId == to.Id)
        {
            throw new Refusal($"{to.Name} sees to it already", "Owner");
        }
        Step(CommitmentAct.PassedOn, actor, now, $"To {to.Name}");
        OwnerId = to.Id;
    }

    /// <summary>Shows it to everybody from now on.</summary>
    /// <exception cref="Refusal">It is public already.</exception>
    public void Publish(Actor actor, DateTime now)
    {
        MustStand();
        if (Audience == CommitmentAudience.Public)
        {
            throw new Refusal("Everybody can read this promise already.");
        }
        Step(CommitmentAct.Published, actor, now);
        Audience = CommitmentAudience.Public;
    }

    /// <summary>Leaves a tombstone with the reason where the promise was.</summary>
    /// <exception cref="Refusal">There is no reason.</exception>
    public void TakeDown(string? reason, Actor actor, DateTime now)
    {
        MustStand();
        TakeDownReason = PlainText.Take(reason, 1000, "why it is taken down", "Reason");
        Step(CommitmentAct.TakenDown, actor, now, TakeDownReason);
        TakenDownAt = now;
    }

    /// <summary>Evidence came or went.</summary>
    internal void EvidenceStep(CommitmentAct act, string words, Actor actor, DateTime now)
    {
        MustStand();
        Step(act, actor, now, words);
    }

    /// <summary>How a promise with this history stands.</summary>
    public static CommitmentState StateAfter(IEnumerable<CommitmentAct> acts)
    {
        var (changed, settled) = (false, (CommitmentState?)null);
        foreach (var act in acts)
        {
            changed |= act == CommitmentAct.Changed;
            settled = act switch
            {
                CommitmentAct.Kept => CommitmentState.Kept,
                CommitmentAct.NotKept => CommitmentState.NotKept,
                CommitmentAct.OpenedAgain => null,
                _ => settled,
            };
        }
        return settled ?? (changed ? CommitmentState.Changed : CommitmentState.Open);
    }

    private void Step(
        CommitmentAct act,
        Actor actor,
        DateTime now,
        string? words = null,
        string? textBefore = null,
        DateOnly? dueBefore = null,
        DateOnly? day = null
    )
    {
        steps.Add(
            new()
            {
                Id = Id<CommitmentStep>.New(now),
                CommitmentId = Id,
                Seq = steps.Count == 0 ? 1 : steps.Max(s => s.Seq) + 1,
                Act = act,
                At = now,
                ByName = actor.Name,
                Words = words,
                TextBefore = textBefore,
                DueBefore = dueBefore,
                Day = day,
            }
        );
        State = StateAfter(steps.OrderBy(s => s.Seq).Select(s => s.Act));
        (ChangedAt, Revision) = (now, Revision + 1);
    }

    private void MustBeOpen()
    {
        MustStand();
        if (!IsOpen)
        {
            throw new Refusal(
                State == CommitmentState.Kept
                    ? "This promise has been kept. Open it again first."
                    : "This promise was not kept. Open it again first."
            );
        }
    }

    private void MustStand()
    {
        if (IsTakenDown)
        {
            throw new Refusal("This promise has been taken down.");
        }
    }

    private sealed class Mapping : IEntityTypeConfiguration<Commitment>
    {
        public void Configure(EntityTypeBuilder<Commitment> entity)
        {
            entity.HasIndex(c => c.Number).IsUnique();
            entity.HasIndex(c => new { c.OrganisationId, c.State });
            entity.HasIndex(c => new { c.State, c.Due });
            entity.HasIndex(c => c.OwnerId);
            entity.Property(c => c.Revision).IsConcurrencyToken();
            entity.HasOne<Organisation>().WithMany().HasForeignKey(c => c.OrganisationId);
            entity.HasOne<Person>().WithMany().HasForeignKey(c => c.OwnerId);
            entity.HasMany(c => c.Steps).WithOne().HasForeignKey(s => s.CommitmentId);
            entity.Navigation(c => c.Steps).HasField("steps");
        }
    }
}

/// <summary>What was done to a promise.</summary>
public enum CommitmentAct
{
    Made,
    Changed,
    Progress,
    Kept,
    NotKept,
    OpenedAgain,
    PassedOn,
    Published,
    EvidenceAdded,
    EvidenceRemoved,
    TakenDown,
}

/// <summary>One act in the history of a promise, as its readers see it.</summary>
public sealed class CommitmentStep
{
    public Id<CommitmentStep> Id { get; init; }
    public Id<Commitment> CommitmentId { get; init; }
    public int Seq { get; init; }
    public CommitmentAct Act { get; init; }
    public DateTime At { get; init; }
    public string ByName { get; init; } = "";

    /// <summary>The reason, or what was said.</summary>
    public string? Words { get; init; }

    /// <summary>The promise before it was changed.</summary>
    public string? TextBefore { get; init; }

    /// <summary>The day before it was changed.</summary>
    public DateOnly? DueBefore { get; init; }

    /// <summary>The day it was kept.</summary>
    public DateOnly? Day { get; init; }

    private sealed class Mapping : IEntityTypeConfiguration<CommitmentStep>
    {
        public void Configure(EntityTypeBuilder<CommitmentStep> entity)
        {
            // Made by the promise itself, with an id of its own: a new one is new, however the promise came here.
            entity.Property(s => s.Id).ValueGeneratedNever();
            entity.HasIndex(s => new { s.CommitmentId, s.Seq }).IsUnique();
        }
    }
}

/// <summary>What somebody says who makes a promise.</summary>
/// <param name="SaidOn">Today where none is given.</param>
public sealed record CommitmentDraft(
    string? Text,
    string? ToWhom,
    string? SaidWhere,
    string? Link,
    DateOnly? SaidOn,
    DateOnly? Due,
    CommitmentAudience Audience
);

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
        var own = actor.Roles.Keys.Select(id => new Id<Organisation>(id)).ToList();
        return commitments.Where(c =>
            c.Audience == CommitmentAudience.Public || own.Contains(c.OrganisationId)
        );
    }
}
