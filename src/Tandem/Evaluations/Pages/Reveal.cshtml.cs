using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Tandem.Kernel;
using Tandem.Web;

namespace Tandem.Evaluations.Pages;

/// <summary>Do we go on without those who are missing?</summary>
public sealed class RevealModel(Actor actor, FindStage find, RevealScores reveal)
    : EntryPage(actor, find),
        IRedisplay
{
    [BindProperty, Display(Name = "Why")]
    public string? Reason { get; set; }

    public IReadOnlyList<string> Missing { get; private set; } = [];

    public Task OnGetAsync() => RedisplayAsync();

    public async Task<IActionResult> OnPostAsync()
    {
        await RedisplayAsync();
        await reveal.RunAsync(Reference, StageCode, Number, Reason, Stopped);
        TempData[PageKeys.Done] = "The scores are revealed.";
        return LocalRedirect($"{Judged.Path}/{Number}/scores");
    }

    public async Task RedisplayAsync()
    {
        await LoadEntryAsync();
        JudgingPermissions.MayLead(Reader, Call).Permit();
        if (Judging is null || Judging.IsRevealed)
        {
            throw new Refusal("There is nothing to reveal.", kind: RefusalKind.NotFound);
        }
        Missing =
        [
            .. Judging.Panel.Where(a => a.SubmittedAt is null).Select(a => a.PersonName),
            .. Judging.Panel.Count() < Judged.Terms.Assessors
                ? new[]
                {
                    Words.Count(
                        Judged.Terms.Assessors - Judging.Panel.Count(),
                        "assessor nobody has named",
                        "assessors nobody has named"
                    ),
                }
                : [],
        ];
    }
}
