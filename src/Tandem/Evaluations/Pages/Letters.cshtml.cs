using Microsoft.AspNetCore.Mvc;
using Tandem.Kernel;
using Tandem.Web;

namespace Tandem.Evaluations.Pages;

/// <summary>What will each of them read, and do they go out?</summary>
public sealed class LettersModel(
    Actor actor,
    FindStage find,
    FindLetters letters,
    TellDecision tell
) : StagePage(actor, find), IRedisplay
{
    public CallDecision Decision { get; private set; } = null!;
    public IReadOnlyList<(JudgedEntry Entry, LetterText Text)> Letters { get; private set; } = [];

    /// <summary>Letters that nobody reads here: they go by post.</summary>
    public IReadOnlyList<string> WithoutReaders =>
        [
            .. Letters
                .Where(l => l.Entry.IsOnBehalf || l.Entry.Members.Count == 0)
                .Select(l => l.Entry.Short),
        ];

    /// <summary>Assessment summaries that lack an address that the law asks for (regulation 31 of the Procurement Regulations 2024).</summary>
    public IReadOnlyList<string> WithoutAddress =>
        Call.Kind.Decision.Compares
            ?
            [
                .. Letters
                    .Where(l => l.Text.EntrantAddress is null || l.Text.EntrantEmail is null)
                    .Select(l => l.Entry.Short),
            ]
            : [];

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
        (Decision, Letters) = await letters.AllAsync(Judged, Stopped);
    }
}
