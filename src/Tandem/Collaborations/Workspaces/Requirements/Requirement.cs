using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Collaborations.Workspaces;

/// <summary>How much an authority needs a thing.</summary>
public enum RequirementLevel
{
    Must,
    Should,
    NotNeeded,
}

/// <summary>One line of the joint requirement set, as it stands now. What was agreed is frozen in a <see cref="RequirementVersion"/>.</summary>
public sealed class Requirement
{
    public const int LongestText = 4000;

    /// <summary>Most lines of one set.</summary>
    public const int Most = 20_000;

    // Between the lines of an import there is room for lines that are put into their section later.
    private const long Step = 1000;

    public Id<Requirement> Id { get; init; }
    public Id<Collaboration> CollaborationId { get; init; }

    /// <summary>Counted from 1 within the collaboration; never given twice.</summary>
    public int Number { get; init; }

    /// <summary>Its place in the order of the set.</summary>
    public long Position { get; private set; }
    public string Section { get; private set; } = "";
    public string Text { get; private set; } = "";

    /// <summary>Its reference in the document it came from.</summary>
    public string Reference { get; private set; } = "";

    /// <summary>Why it is there.</summary>
    public string Why { get; private set; } = "";

    /// <summary>What the lead proposes where authorities differ.</summary>
    public RequirementLevel? Proposed { get; private set; }

    /// <summary>Counts changes of its words: a mark says which it was made on.</summary>
    public int Revision { get; private set; } = 1;
    public DateTime ChangedAt { get; private set; }
    public string ChangedByName { get; private set; } = "";
    public DateTime? RemovedAt { get; private set; }

    /// <exception cref="Refusal">There is no text, or something is too long.</exception>
    public static Requirement Add(
        Id<Collaboration> collaboration,
        int number,
        RequirementWords words,
        long? lastOfSection,
        Actor actor,
        DateTime now
    )
    {
        var line = new Requirement
        {
            Id = Id<Requirement>.New(now),
            CollaborationId = collaboration,
            Number = number,
            Position = lastOfSection + 1 ?? number * Step,
        };
        line.Write(words, actor, now);
        return line;
    }

    /// <summary>Changes its words. Marks made before stay, and show that they were made on other words.</summary>
    /// <param name="read">The revision that whoever changes it has read.</param>
    /// <exception cref="Refusal">Somebody has changed it since, or the new words will not do.</exception>
    public void Change(RequirementWords words, int read, Actor actor, DateTime now)
    {
        MustStand();
        if (read != Revision)
        {
            throw new Refusal(
                $"{ChangedByName} has changed this line since you opened it. It now says: “{Text}” Your words are still in the form: save again to put them in its place.",
                nameof(Text)
            );
        }
        if (Write(words, actor, now))
        {
            Revision++;
        }
    }

    /// <summary>Says what the lead proposes; null for nothing.</summary>
    public void Propose(RequirementLevel? level)
    {
        MustStand();
        Proposed = level;
    }

    /// <exception cref="Refusal">It was removed already.</exception>
    public void Remove(DateTime now)
    {
        MustStand();
        RemovedAt = now;
    }

    /// <summary>Takes over words that were checked; true where something changed.</summary>
    internal bool Write(RequirementWords words, Actor actor, DateTime now)
    {
        var given = words.Checked();
        if (given == new RequirementWords(Section, Text, Reference, Why))
        {
            return false;
        }
        (Section, Text, Reference, Why) = (
            given.Section ?? "",
            given.Text!,
            given.Reference ?? "",
            given.Why ?? ""
        );
        (ChangedAt, ChangedByName) = (now, actor.Name);
        return true;
    }

    private void MustStand()
    {
        if (RemovedAt is not null)
        {
            throw new Refusal("This line was removed.");
        }
    }

    private sealed class Mapping : IEntityTypeConfiguration<Requirement>
    {
        public void Configure(EntityTypeBuilder<Requirement> entity)
        {
            entity.HasIndex(r => new { r.CollaborationId, r.Number }).IsUnique();
            entity.HasIndex(r => new { r.CollaborationId, r.Position });
            entity.Property(r => r.Revision).IsConcurrencyToken();
            entity.HasOne<Collaboration>().WithMany().HasForeignKey(r => r.CollaborationId);
        }
    }
}

/// <summary>The words of a line as somebody gives them.</summary>
public sealed record RequirementWords(string? Section, string? Text, string? Reference, string? Why)
{
    /// <exception cref="Refusal">There is no text, or something is too long.</exception>
    internal RequirementWords Checked() =>
        new(
            Written.Optional(Section, 200, nameof(Section)) ?? "",
            Written.Required(Text, Requirement.LongestText, nameof(Text), "Enter what is required"),
            Written.Optional(Reference, 100, nameof(Reference)) ?? "",
            Written.Optional(Why, Requirement.LongestText, nameof(Why)) ?? ""
        );
}

/// <summary>What one authority says of one line. Marked again, it is replaced; the timeline keeps both.</summary>
public sealed class RequirementMark
{
    public const int LongestComment = 1000;

    public Id<Requirement> RequirementId { get; init; }
    public Id<Organisation> OrganisationId { get; init; }
    public Id<Collaboration> CollaborationId { get; init; }
    public RequirementLevel Level { get; init; }
    public string Comment { get; init; } = "";
    public string ByName { get; init; } = "";
    public DateTime At { get; init; }

    /// <summary>The revision of the words it was made on.</summary>
    public int Revision { get; init; }

    private sealed class Mapping : IEntityTypeConfiguration<RequirementMark>
    {
        public void Configure(EntityTypeBuilder<RequirementMark> entity)
        {
            entity.HasKey(m => new { m.RequirementId, m.OrganisationId });
            entity.HasIndex(m => new { m.CollaborationId, m.OrganisationId });
            entity.HasOne<Requirement>().WithMany().HasForeignKey(m => m.RequirementId);
            entity.HasOne<Organisation>().WithMany().HasForeignKey(m => m.OrganisationId);
            entity.HasOne<Collaboration>().WithMany().HasForeignKey(m => m.CollaborationId);
        }
    }
}
