using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Market;
using Tandem.Playbooks.Files;
using Tandem.Playbooks.Reading;
using Tandem.Web.Http;

namespace Tandem.Playbooks;

/// <summary>What a playbook is, as data.</summary>
public sealed record PlaybookRecord
{
    /// <summary>Its place in addresses.</summary>
    public required string Key { get; init; }
    public required string Path { get; init; }
    public required string Title { get; init; }
    public required string Summary { get; init; }

    /// <summary>As BCP 47 writes it: en, sv.</summary>
    public required string Language { get; init; }

    /// <summary>Name of the playbook that this is another language of.</summary>
    public string? TranslationOf { get; init; }
    public required string Version { get; init; }

    /// <summary>Published, superseded or withdrawn; a draft only for those who write it.</summary>
    public required VersionState State { get; init; }

    /// <summary>Who answers for it, in words.</summary>
    public required string Owner { get; init; }

    /// <summary>Slug of the organisation whose own it is; none where it belongs to the whole network.</summary>
    public string? Organisation { get; init; }

    /// <summary>Key of the playbook that it adapts.</summary>
    public string? Adapts { get; init; }

    /// <summary>The day on which somebody last read all of it and found it right.</summary>
    public required DateOnly Reviewed { get; init; }
    public DateTime? Published { get; init; }
}

/// <summary>A list of playbooks as data.</summary>
public sealed record PlaybookAnswer(int Total, IReadOnlyList<PlaybookRecord> Results);

/// <summary>Everything one version of a playbook says. Texts are Markdown.</summary>
/// <param name="Playbook">What it is.</param>
/// <param name="Stages">In order; those that stand are checklists of an organisation and no part of a run.</param>
public sealed record PlaybookDetail(
    PlaybookRecord Playbook,
    IReadOnlyList<PlaybookSource> Sources,
    IReadOnlyList<PlaybookRole> Roles,
    IReadOnlyList<Stage> Stages,
    IReadOnlyList<Guide> Guides,
    IReadOnlyList<MethodCard> Methods,
    IReadOnlyList<Template> Templates
);

/// <summary>Playbooks as data: the same as their pages, for the same readers.</summary>
internal static class PlaybookRoutes
{
    public static void Map(WebApplication app)
    {
        var data = app.MapGroup("").AllowAnonymous();
        var lists = data.MapGroup("").WithListVersion();
        lists
            .MapGet(
                "/playbooks/pages.csv",
                RecordRoutes.CsvAsync<PlaybookPageList, PlaybookPageRow>
            )
            .ExcludeFromDescription();
        lists
            .MapGet(
                "/playbooks/pages.json",
                RecordRoutes.JsonAsync<PlaybookPageList, PlaybookPageRow>
            )
            .ExcludeFromDescription();
        data.MapGet("/playbooks/{key}/export.zip", ExportAsync).ExcludeFromDescription();
        var api = app.MapGroup("/api").AllowAnonymous();
        api.MapGet("/playbooks", ListAsync)
            .WithName("listPlaybooks")
            .WithTags("Playbooks")
            .WithSummary("Playbooks that are published, of those you may read")
            .Produces<PlaybookAnswer>();
        api.MapGet("/playbooks/{key}", OneAsync)
            .WithName("getPlaybook")
            .WithTags("Playbooks")
            .WithSummary(
                "One playbook with its stages, steps, gates, guides, method cards and templates"
            )
            .WithDescription(
                "version gives a certain version; without it the published one, or the last there was where that is withdrawn."
            )
            .Produces<PlaybookDetail>()
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> ListAsync(
        HttpContext http,
        PlaybookShelf shelf,
        Db db,
        Actor actor
    )
    {
        var found = await RecordsAsync(
            await shelf.PublishedAsync(http.RequestAborted),
            db,
            actor,
            http.RequestAborted
        );
        return RecordRoutes.Answer(http, new PlaybookAnswer(found.Count, found));
    }

    private static async Task<IResult> OneAsync(
        HttpContext http,
        string key,
        string? version,
        PlaybookShelf shelf,
        Db db,
        Actor actor
    )
    {
        if (await shelf.FindAsync(key, version, http.RequestAborted) is not { } found)
        {
            return Problems.NotFound("playbook");
        }
        var playbook = await shelf.ReadAsync(found.Version.Id, http.RequestAborted);
        return RecordRoutes.Answer(
            http,
            new PlaybookDetail(
                (await RecordsAsync([found], db, actor, http.RequestAborted))[0],
                playbook.Sources,
                playbook.Roles,
                playbook.Stages,
                playbook.Guides,
                playbook.Methods,
                playbook.Templates
            )
        );
    }

    private static async Task<IReadOnlyList<PlaybookRecord>> RecordsAsync(
        IReadOnlyList<ShelvedVersion> found,
        Db db,
        Actor actor,
        CancellationToken cancellation
    )
    {
        var keepers = found.Select(f => f.Kept.OrganisationId).OfType<Id<Organisation>>().ToList();
        var slugs = await db.Set<Organisation>()
            .Where(o => keepers.Contains(o.Id))
            .ToDictionaryAsync(o => o.Id, o => o.Slug, cancellation);
        var upstream = found.Select(f => f.Kept.UpstreamId).OfType<Id<KeptPlaybook>>().ToList();
        // What the reader may not know of is not named.
        var keys = await db.Set<KeptPlaybook>()
            .VisibleTo(actor)
            .Where(k => upstream.Contains(k.Id))
            .ToDictionaryAsync(k => k.Id, k => k.Key, cancellation);
        return
        [
            .. found.Select(f => new PlaybookRecord
            {
                Key = f.Kept.Key,
                Path = f.Kept.Path,
                Title = f.Version.Title,
                Summary = f.Version.Summary,
                Language = f.Version.Language,
                TranslationOf = f.Version.TranslationOf,
                Version = f.Version.Version,
                State = f.Version.State,
                Owner = f.Version.Owner,
                Organisation = f.Kept.OrganisationId is { } keeper ? slugs[keeper] : null,
                Adapts = f.Kept.UpstreamId is { } adapted ? keys.GetValueOrDefault(adapted) : null,
                Reviewed = f.Version.Reviewed,
                Published = f.Version.PublishedAt,
            }),
        ];
    }

    /// <summary>The folder of a version as a zip, to be shared as a file and brought in elsewhere.</summary>
    private static async Task<IResult> ExportAsync(
        HttpContext http,
        string key,
        string? version,
        PlaybookShelf shelf
    )
    {
        if (await shelf.FindAsync(key, version, http.RequestAborted) is not { } found)
        {
            return Results.NotFound();
        }
        var files = await shelf.FilesAsync(found.Version.Id, http.RequestAborted);
        return Results.File(
            PlaybookZip.Write(found.Kept.Name, files, found.Version.ChangedAt),
            "application/zip",
            $"{found.Kept.Name}-{found.Version.Version}.zip"
        );
    }
}
