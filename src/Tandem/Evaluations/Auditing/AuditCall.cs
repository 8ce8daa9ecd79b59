using Microsoft.EntityFrameworkCore;
using Tandem.Calls;
using Tandem.Entries;
using Tandem.Kernel;

namespace Tandem.Evaluations.Auditing;

/// <summary>
/// Works out again, from the stored facts, what was ranked and decided, and holds every row that never changes against the hash that the timeline has kept of
/// it since it was made. A changed row, a dropped score or an early opening is named.
/// </summary>
public sealed class AuditCall(Db db, FindStage find, EntryPackages packages)
{
    /// <exception cref="Refusal">There is no such call.</exception>
    public async Task<AuditReport> RunAsync(
        string reference,
        CancellationToken cancellation = default
    )
    {
        var notes = new AuditNotes(db);
        var call =
            Call.Parse(reference) is var (year, number)
            && await find.Calls()
                .SingleOrDefaultAsync(c => c.Year == year && c.Number == number, cancellation)
                is { } found
                ? found
                : throw new Refusal("There is no such call.", kind: RefusalKind.NotFound);
        if (await Timeline.VerifyAsync(db, cancellation) is { } broken)
        {
            notes.Say("timeline", broken);
        }
        Terms(call, notes);
        await new AuditReceipts(db, packages, notes).RunAsync(call, cancellation);
        var decisions = new AuditDecisions(db, notes);
        // By terms that are not those that were published nothing can be worked out again.
        foreach (var stage in call.InOrder.Where(s => s.InForce?.Holds == true))
        {
            var judged = await find.StoredAsync(call, stage, cancellation);
            await new AuditScores(db, notes).RunAsync(judged, cancellation);
            await decisions.RunAsync(judged, cancellation);
        }
        await decisions.SignedAsync(call, cancellation);
        return notes.Report(call.Reference);
    }

    private static void Terms(Call call, AuditNotes notes)
    {
        foreach (var stage in call.InOrder)
        {
            foreach (var terms in stage.Terms)
            {
                notes.Look("terms");
                if (!terms.Holds)
                {
                    notes.Say(
                        "terms",
                        $"Terms {terms.Number} of {stage.Title} are not those that were published."
                    );
                }
                if (stage.ClosesAt is { } closes && terms.MadeAt > closes)
                {
                    notes.Say(
                        "terms",
                        $"Terms {terms.Number} of {stage.Title} were made after its deadline."
                    );
                }
            }
        }
    }
}
