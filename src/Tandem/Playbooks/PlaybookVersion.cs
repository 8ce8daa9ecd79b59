using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Kernel.Yaml;

namespace Tandem.Playbooks;

/// <summary>Where a version of a playbook is in its life.</summary>
public enum VersionState
{
    /// <summary>Being written.</summary>
    Draft,

    /// <summary>The one to read and to start runs of. A playbook has at most one.</summary>
    Published,

    /// <summary>A later one has taken its place. Runs that are pinned to it go on with it.</summary>
    Superseded,

    /// <summary>No longer to be used, with a reason; nothing has taken its place.</summary>
    Withdrawn,
}

/// <summary>
/// One version of a playbook, with the texts of its files (<see cref="PlaybookFile"/>). Once it has been published its files never change: runs are pinned to it. What stands here of its
/// contents is what playbook.yaml says, to be listed without reading the files.
/// </summary>
public sealed class PlaybookVersion
{
    public Id<PlaybookVersion> Id { get; private set; }
    public Id<KeptPlaybook> PlaybookId { get; private set; }

    /// <summary>Numbers with dots; unique within the playbook.</summary>
    public string Version { get; private set; } = "";
    public string Title { get; private set; } = "";
    public string Summary { get; private set; } = "";
    public string Language { get; private set; } = "";

    /// <summary>Name of the playbook that this is another language of.</summary>
    public string? TranslationOf { get; private set; }

    /// <summary>Who answers for it, in words.</summary>
    public string Owner { get; private set; } = "";
    public DateOnly Reviewed { get; private set; }
    public VersionState State { get; private set; }

    /// <summary>The version of the playbook it adapts that its texts were last compared with.</summary>
    public Id<PlaybookVersion>? UpstreamVersionId { get; private set; }

    /// <summary>What has changed since the version before, in the words of whoever published it.</summary>
    public string? Note { get; private set; }
    public DateTime CreatedAt { get; private set; }
    public DateTime ChangedAt { get; private set; }
    public DateTime? PublishedAt { get; private set; }

    /// <summary>Who published it; null where it came with the program.</summary>
    public Id<Person>? PublishedById { get; private set; }
    public DateTime? EndedAt { get; private set; }
    public string? EndedReason { get; private set; }

    /// <summary>Whether its files can no longer change.</summary>
    public bool IsFixed => State != VersionState.Draft;

    /// <summary>Begins a draft.</summary>
    /// <param name="upstream">The version of another playbook whose texts it begins with.</param>
    public static PlaybookVersion Draft(
        KeptPlaybook playbook,
        Playbook content,
        Id<PlaybookVersion>? upstream,
        DateTime now
    )
    {
        var version = new PlaybookVersion
        {
            Id = Id<PlaybookVersion>.New(now),
            PlaybookId = playbook.Id,
            State = VersionState.Draft,
            UpstreamVersionId = upstream,
            CreatedAt = now,
        };
        version.Say(content, now);
        return version;
    }

    /// <summary>Takes over what the files of the draft say now.</summary>
    /// <exception cref="Refusal">It has been published.</exception>
    public void Say(Playbook content, DateTime now)
    {
        RequireDraft();
        (Version, Title, Summary) = (content.Version, content.Title, content.Summary);
        (Language, TranslationOf) = (content.Language, content.TranslationOf);
        (Owner, Reviewed, ChangedAt) = (content.Owner, content.Reviewed, now);
    }

    /// <summary>The draft has been compared with a newer version of what it adapts.</summary>
    public void FollowUpstream(Id<PlaybookVersion> upstream, DateTime now)
    {
        RequireDraft();
        (UpstreamVersionId, ChangedAt) = (upstream, now);
    }

    /// <summary>From now on this is the one to read; the one before gives way to it.</summary>
    /// <param name="problems">Those of its files.</param>
    /// <param name="before">The published version, where there is one.</param>
    /// <exception cref="Refusal">It has problems, or no later number than the version before.</exception>
    public void Publish(
        IReadOnlyList<ContentProblem> problems,
        PlaybookVersion? before,
        string? note,
        Id<Person>? by,
        DateTime now
    )
    {
        RequireDraft();
        if (problems is [var first, ..])
        {
            throw new Refusal(
                $"Mend the problems first: in {first.File}, line {first.Line}, {first.Message}"
            );
        }
        if (before is not null && Compare(Version, before.Version) <= 0)
        {
            throw new Refusal(
                $"Give this a later version than {before.Version}: it says {Version}. The number stands in playbook.yaml."
            );
        }
        before?.GiveWay(now);
        State = VersionState.Published;
        (PublishedAt, PublishedById, ChangedAt) = (now, by, now);
        Note = string.IsNullOrWhiteSpace(note) ? null : note.Trim();
    }

    /// <summary>Takes it from use, although nothing takes its place.</summary>
    /// <exception cref="Refusal">It is not the published one, or no reason is given.</exception>
    public void Withdraw(string? reason, DateTime now)
    {
        if (State != VersionState.Published)
        {
            throw new Refusal("Only a published version can be withdrawn.");
        }
        if (string.IsNullOrWhiteSpace(reason))
        {
            throw new Refusal("Say why it should no longer be used", "Reason");
        }
        (State, EndedAt, EndedReason, ChangedAt) = (
            VersionState.Withdrawn,
            now,
            reason.Trim(),
            now
        );
    }

    /// <exception cref="Refusal">It is not a draft.</exception>
    public void RequireDraft()
    {
        if (IsFixed)
        {
            throw new Refusal(
                "A published version is never changed. Begin a draft of the next one."
            );
        }
    }

    /// <summary>It came with the program after a later version had been published here.</summary>
    internal void GiveWay(DateTime now) =>
        (State, EndedAt, ChangedAt) = (VersionState.Superseded, now, now);

    /// <summary>Which of two versions is later: positive where the first is.</summary>
    public static int Compare(string a, string b)
    {
        var (left, right) = (Numbers(a), Numbers(b));
        for (var i = 0; i < Math.Max(left.Length, right.Length); i++)
        {
            var order = left.ElementAtOrDefault(i).CompareTo(right.ElementAtOrDefault(i));
            if (order != 0)
            {
                return order;
            }
        }
        return 0;

        static int[] Numbers(string version) =>
            [.. version.Split('.').Select(n => int.TryParse(n, out var number) ? number : 0)];
    }

    private sealed class Mapping : IEntityTypeConfiguration<PlaybookVersion>
    {
        public void Configure(EntityTypeBuilder<PlaybookVersion> entity)
        {
            entity.HasIndex(v => new { v.PlaybookId, v.Version }).IsUnique();
            entity.HasOne<KeptPlaybook>().WithMany().HasForeignKey(v => v.PlaybookId);
            entity.HasOne<PlaybookVersion>().WithMany().HasForeignKey(v => v.UpstreamVersionId);
            entity.HasOne<Person>().WithMany().HasForeignKey(v => v.PublishedById);
            entity.Property(v => v.State).IsConcurrencyToken();
            entity.Ignore(v => v.IsFixed);
        }
    }
}

/// <summary>The text of one file of a version.</summary>
public sealed class PlaybookFile
{
    public Id<PlaybookFile> Id { get; private set; }
    public Id<PlaybookVersion> VersionId { get; private set; }

    /// <summary>Below the playbook’s folder, with forward slashes: guides/exit.md.</summary>
    public string Path { get; private set; } = "";
    public string Text { get; private set; } = "";
    public DateTime ChangedAt { get; private set; }

    /// <summary>Who last changed it in this draft; null where nobody has.</summary>
    public Id<Person>? ChangedById { get; private set; }

    public static PlaybookFile Of(
        PlaybookVersion version,
        string path,
        string text,
        DateTime now
    ) =>
        new()
        {
            Id = Id<PlaybookFile>.New(now),
            VersionId = version.Id,
            Path = path,
            Text = text,
            ChangedAt = now,
        };

    /// <summary>Gives a file of a draft another text.</summary>
    /// <exception cref="Refusal">The version has been published.</exception>
    public void Write(PlaybookVersion version, string text, Id<Person>? by, DateTime now)
    {
        version.RequireDraft();
        (Text, ChangedById, ChangedAt) = (text, by, now);
    }

    private sealed class Mapping : IEntityTypeConfiguration<PlaybookFile>
    {
        public void Configure(EntityTypeBuilder<PlaybookFile> entity)
        {
            entity.HasIndex(f => new { f.VersionId, f.Path }).IsUnique();
            entity.HasOne<PlaybookVersion>().WithMany().HasForeignKey(f => f.VersionId);
            entity.HasOne<Person>().WithMany().HasForeignKey(f => f.ChangedById);
            entity.Property(f => f.ChangedAt).IsConcurrencyToken();
        }
    }
}
