using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Tandem.Kernel;
using Tandem.Web;

namespace Tandem.Evaluations.Pages;

/// <summary>What will each of them read, and do they go out?</summary>
public sealed class LettersModel(
    Db db,
    Actor actor,
    FindStage find,
    FindDecision decisions,
    TellDecision tell
) : StagePage(actor, find), IRedisplay
{
    public CallDecision Decision { get; private set; } = null!;
    public IReadOnlyList<(JudgedEntry Entry, LetterText Text)> Letters { get; private set; } = [];
    public IReadOnlyList<string> WithoutReaders =>
        [
            .. Letters
                .Where(l => l.Entry.IsOnBehalf || l.Entry.Members.Count == 0)
                .Select(l => l.Entry.Short),
        ];

    public Task OnGetAsync() => RedisplayAsync();

    public async Task<IActionResult> OnPostAsync()
    {
        await RedisplayAsync();
        await tell.RunAsync(Reference, StageCode, Stopped);
        TempData[PageKeys.Done] = Decision.StandstillDays is null
            ? "Everybody has been told."
            : "Everybody has been told. Publish the award notice next: the standstill begins with it.";
        return LocalRedirect($"{Judged.Path}/decision");
    }

    public async Task RedisplayAsync()
    {
        await LoadAsync();
        JudgingPermissions.MayTell(Reader, Call).Permit();
        Decision = await decisions.NowAsync(Judged, Stopped) is { ApprovedAt: not null } approved
            ? approved
            : throw new Refusal(
                "There are no letters before the decision is approved.",
                kind: RefusalKind.NotFound
            );
        if (!Decision.IsTold)
        {
            Letters = await tell.PreviewAsync(Judged, Decision, Stopped);
            return;
        }
        var sent = await db.Set<DecisionLetter>()
            .AsNoTracking()
            .Where(l => l.DecisionId == Decision.Id)
            .ToListAsync(Stopped);
        Letters =
        [
            .. sent.Select(l => (Judged.Entries.First(e => e.Id == l.EntryId), l.Read()))
                .OrderBy(l => l.Item1.Number),
        ];
    }
}
