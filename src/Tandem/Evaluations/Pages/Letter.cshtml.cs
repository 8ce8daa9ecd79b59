using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Tandem.Calls;
using Tandem.Kernel;

namespace Tandem.Evaluations.Pages;

/// <summary>What was decided of my entry, and why?</summary>
public sealed class LetterModel(Db db, Actor actor, FindStage find) : PageModel
{
    public LetterText Text { get; private set; } = null!;

    public async Task OnGetAsync(string reference, string stage, int number)
    {
        var stopped = HttpContext.RequestAborted;
        var judged = await find.RunAsync(reference, stage, stopped);
        var entry = judged.Entries.FirstOrDefault(e => e.Number == number);
        var mayRead =
            entry is not null
            && actor.PersonId is { } me
            && (
                entry.Members.Contains(me)
                || judged.Call.Has(actor, CallRole.Owner, CallRole.Approver, CallRole.LeadAssessor)
            );
        var letter = !mayRead
            ? null
            : await db.Set<DecisionLetter>()
                .AsNoTracking()
                .Where(l => l.EntryId == entry!.Id)
                .Join(
                    db.Set<CallDecision>()
                        .Where(d => d.CallId == judged.Call.Id && d.StageCode == judged.Stage.Code),
                    l => l.DecisionId,
                    d => d.Id,
                    (l, _) => l
                )
                .SingleOrDefaultAsync(stopped);
        Text =
            letter?.Read()
            ?? throw new Refusal("There is no such letter.", kind: RefusalKind.NotFound);
    }
}
