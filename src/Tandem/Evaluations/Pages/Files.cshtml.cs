using Tandem.Evaluations.Files;
using Tandem.Kernel;
using Tandem.Web;

namespace Tandem.Evaluations.Pages;

/// <summary>Which files may assessors open, and which have still to be looked at?</summary>
public sealed class FilesModel(Actor actor, FindStage find, EntryFiles files)
    : StagePage(actor, find)
{
    /// <summary>Files on one page.</summary>
    public const int PageSize = 50;

    public IReadOnlyList<JudgedFile> All { get; private set; } = [];

    /// <summary>Those that wait first.</summary>
    public IEnumerable<JudgedFile> Shown =>
        All.OrderBy(f => f.Check is not null).Skip((At - 1) * PageSize).Take(PageSize);

    public string? Next =>
        All.FirstOrDefault(f => f.Check is null) is { } file ? PathOf(file) : null;

    public string Standing
    {
        get
        {
            var waiting = All.Count(f => f.Check is null);
            return waiting == 0
                ? $"All {Words.Count(All.Count, "file")} have been looked at."
                : $"{waiting} of {Words.Count(All.Count, "file")} {(waiting == 1 ? "waits" : "wait")} to be looked at.";
        }
    }

    public async Task OnGetAsync()
    {
        await LoadAsync();
        JudgingPermissions.MayCheckFiles(Reader, Call).Permit();
        All = Judged.IsAnonymised
            ? await files.OfAsync(Judged, Stopped)
            : throw new Refusal(
                "This stage is judged with names: its files need no look.",
                kind: RefusalKind.NotFound
            );
    }

    public string PathOf(JudgedFile file) =>
        $"{Judged.Path}/{file.Entry.Number}/files/{file.Id}/check";
}
