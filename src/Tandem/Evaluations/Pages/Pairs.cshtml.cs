using Microsoft.AspNetCore.Mvc;
using Tandem.Kernel;

namespace Tandem.Evaluations.Pages;

/// <summary>Which of these two is better?</summary>
public sealed class PairsModel(Actor actor, FindStage find, ReadPaper read, ComparePair compare)
    : StagePage(actor, find),
        IRedisplay
{
    [BindProperty]
    public int First { get; set; }

    [BindProperty]
    public int Second { get; set; }

    [BindProperty]
    public int? Preferred { get; set; }

    public (JudgedEntry First, JudgedEntry Second)? Pair { get; private set; }
    public IReadOnlyList<EntryPaperPart> FirstPapers { get; private set; } = [];
    public IReadOnlyList<EntryPaperPart> SecondPapers { get; private set; } = [];
    public int Done { get; private set; }

    /// <summary>How many entries wait for this assessor's red lines.</summary>
    public int ToPass { get; private set; }

    /// <summary>Number of the first of them; null where none waits.</summary>
    public int? FirstToPass { get; private set; }

    public async Task<IActionResult> OnGetAsync()
    {
        await RedisplayAsync();
        return Judged.Undeclared(Reader.PersonId).Any()
            ? LocalRedirect($"{Judged.Path}/interests")
            : Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        await LoadAsync();
        await compare.RunAsync(Reference, StageCode, First, Second, Preferred, Stopped);
        return LocalRedirect($"{Judged.Path}/pairs");
    }

    public async Task RedisplayAsync()
    {
        await LoadAsync();
        JudgingPermissions.MayAssess(Reader, Call).Permit();
        if (!Judged.IsPairwise)
        {
            throw new Refusal("Nothing is compared in pairs here.", kind: RefusalKind.NotFound);
        }
        Done = Judged.Comparisons.Count(c => c.PersonId.Value == Reader.PersonId);
        var waiting = Judged.ToScore(Reader.PersonId).ToList();
        (ToPass, FirstToPass) = (waiting.Count, waiting.FirstOrDefault().Entry?.Number);
        Pair = Judged.NextPair(Reader.PersonId!.Value);
        if (Pair is var (first, second))
        {
            FirstPapers = await read.RunAsync(Judged, first, Stopped);
            SecondPapers = await read.RunAsync(Judged, second, Stopped);
        }
    }
}
