using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Kernel;

namespace Tandem.Playbooks;

/// <summary>What a page of a playbook is.</summary>
public enum PageKind
{
    Stage,
    Guide,
    Method,
    Template,
}

/// <summary>
/// One page of a playbook, whichever version is published: what is searched, discussed and flagged. It keeps its identity from version to version by its code, and stays as gone where a
/// version leaves it out, with all that was said about it.
/// </summary>
public sealed class PlaybookPage
{
    public Id<PlaybookPage> Id { get; private set; }
    public Id<KeptPlaybook> PlaybookId { get; private set; }
    public long Number { get; private set; }
    public PageKind Kind { get; private set; }
    public string Code { get; private set; } = "";
    public string Title { get; private set; } = "";

    /// <summary>The published version does not have it, or none is published.</summary>
    public bool IsGone { get; private set; }

    /// <summary>Place of the last change in the order of all changes (<see cref="Sequence.Changes"/>).</summary>
    public long ChangeSeq { get; private set; }

    public static PlaybookPage Of(
        KeptPlaybook playbook,
        PageKind kind,
        string code,
        long number,
        DateTime now
    ) =>
        new()
        {
            Id = Id<PlaybookPage>.New(now),
            PlaybookId = playbook.Id,
            Number = number,
            Kind = kind,
            Code = code,
        };

    /// <summary>Folder of a kind in addresses and files; null for stages, which stand right below the playbook.</summary>
    public static string? FolderOf(PageKind kind) =>
        kind switch
        {
            PageKind.Guide => "guides",
            PageKind.Method => "methods",
            PageKind.Template => "templates",
            _ => null,
        };

    /// <summary>Its address below that of the playbook.</summary>
    public static string PathOf(PageKind kind, string code) =>
        FolderOf(kind) is { } folder ? $"/{folder}/{code}" : $"/{code}";

    internal void Stand(string title, bool isGone, long change) =>
        (Title, IsGone, ChangeSeq) = (title, isGone, change);

    private sealed class Mapping : IEntityTypeConfiguration<PlaybookPage>
    {
        public void Configure(EntityTypeBuilder<PlaybookPage> entity)
        {
            entity
                .HasIndex(p => new
                {
                    p.PlaybookId,
                    p.Kind,
                    p.Code,
                })
                .IsUnique();
            entity.HasIndex(p => p.ChangeSeq);
            entity.HasOne<KeptPlaybook>().WithMany().HasForeignKey(p => p.PlaybookId);
        }
    }
}

/// <summary>Keeps the pages of a playbook as its published version has them.</summary>
internal static class PlaybookPages
{
    private const string Numbers = "playbook-page";

    /// <summary>Every page of a version: kind, code and title, in the order in which one reads them.</summary>
    public static IEnumerable<(PageKind Kind, string Code, string Title)> Of(Playbook playbook) =>
        playbook
            .Stages.Select(s => (PageKind.Stage, s.Code, s.Title))
            .Concat(playbook.Guides.Select(g => (PageKind.Guide, g.Code, g.Title)))
            .Concat(playbook.Methods.Select(m => (PageKind.Method, m.Code, m.Title)))
            .Concat(playbook.Templates.Select(t => (PageKind.Template, t.Code, t.Title)));

    /// <summary>Brings the pages up to what is published, or to nothing. Needs an open transaction, and is saved with the act that changed it.</summary>
    public static async Task RefreshPagesAsync(
        this Db db,
        KeptPlaybook kept,
        Playbook? published,
        CancellationToken cancellation
    )
    {
        var known = await db.Set<PlaybookPage>()
            .Where(p => p.PlaybookId == kept.Id)
            .ToDictionaryAsync(p => (p.Kind, p.Code), cancellation);
        var there = published is null
            ? []
            : Of(published).DistinctBy(p => (p.Kind, p.Code)).ToList();
        var added = there.Count(p => !known.ContainsKey((p.Kind, p.Code)));
        var number = added == 0 ? 0 : await Sequence.TakeAsync(db, Numbers, added, cancellation);
        var change = await Sequence.TakeAsync(
            db,
            Sequence.Changes,
            Math.Max(1, known.Count + added),
            cancellation
        );
        foreach (var (kind, code, title) in there)
        {
            if (!known.Remove((kind, code), out var page))
            {
                db.Add(page = PlaybookPage.Of(kept, kind, code, number++, db.Now()));
            }
            page.Stand(title, isGone: false, change++);
        }
        foreach (var page in known.Values)
        {
            page.Stand(page.Title, isGone: true, change++);
        }
    }
}
