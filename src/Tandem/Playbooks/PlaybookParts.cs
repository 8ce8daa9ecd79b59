using Tandem.Contracts.Lists;
using Tandem.Following;
using Tandem.Kernel.Search;
using Tandem.Market;
using Tandem.Playbooks.Editing;
using Tandem.Playbooks.Files;
using Tandem.Playbooks.Preparing;
using Tandem.Playbooks.Reading;
using Tandem.Web.Http;

namespace Tandem.Playbooks;

/// <summary>Reading, editing and standing checklists, as the room is put together.</summary>
internal static class PlaybookParts
{
    public static void Add(IServiceCollection services) =>
        services
            .AddRowIndex<PlaybookPageIndex>()
            .AddScoped<PlaybookPageList>()
            .AddScoped(provider =>
                SearchSection.Of(
                    PlaybookPageList.Shape,
                    "/Playbooks/Pages/_PageCard.cshtml",
                    provider.GetRequiredService<PlaybookPageList>()
                )
            )
            .AddScoped<ISubjects, PlaybookSubjects>()
            .AddScoped<ISubjects, PlaybookPageSubjects>()
            .AddScoped<IWaiting, PlaybookWaiting>()
            .AddScoped<FlagPage>()
            .AddScoped<AnswerFlag>()
            .AddScoped<BeginDraft>()
            .AddScoped<AdaptPlaybook>()
            .AddScoped<StartPlaybook>()
            .AddScoped<WritePart>()
            .AddScoped<RemovePart>()
            .AddScoped<PublishDraft>()
            .AddScoped<DiscardDraft>()
            .AddScoped<WithdrawPlaybook>()
            .AddScoped<SharePlaybook>()
            .AddScoped<ReadUpstream>()
            .AddScoped<TakeOver>()
            .AddScoped<TakeUpPreparation>()
            .AddScoped<SayPoint>()
            .AddScoped<KeepPreparation>();

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
