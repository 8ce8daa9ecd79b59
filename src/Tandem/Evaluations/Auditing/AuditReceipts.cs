using Microsoft.EntityFrameworkCore;
using Tandem.Calls;
using Tandem.Entries;
using Tandem.Entries.Sealing;
using Tandem.Kernel;

namespace Tandem.Evaluations.Auditing;

/// <summary>Holds what was received against its receipts, and openings against deadlines.</summary>
internal sealed class AuditReceipts(Db db, EntryPackages packages, AuditNotes notes)
{
    public async Task RunAsync(Call call, CancellationToken cancellation)
    {
        var entries = await db.Set<Entry>()
            .AsNoTracking()
            .Include(e => e.Versions)
            .Where(e => e.CallId == call.Id)
            .ToListAsync(cancellation);
        var ids = entries.ConvertAll(e => e.Id.ToString());
        var receipts = (await notes.EventsAsync(nameof(Entry), ids, cancellation))
            .Where(e => e.Verb is "entry-received" or "entry-received-late")
            .Select(e => (e.SubjectId, Hash: AuditNotes.Text(e, "sha256")))
            .ToLookup(r => r.SubjectId, r => r.Hash);
        foreach (var entry in entries)
        {
            var told = receipts[entry.Id.ToString()].ToHashSet();
            foreach (var version in entry.Versions)
            {
                notes.Look("receipts");
                var name = $"Version {version.Number} of {entry.Reference}";
                if (
                    KeptPackage.HashOf((await packages.OfAsync(version, cancellation)).Bytes)
                    != version.Sha256
                )
                {
                    notes.Say("receipt", $"{name} is not what its receipt was given for.");
                }
                if (!told.Contains(version.Sha256))
                {
                    notes.Say("receipt", $"{name}: the timeline knows no receipt with its hash.");
                }
                if (
                    version.OpenedAt is { } opened
                    && opened <= call.Stages.First(s => s.Id == version.StageId).ClosesAt
                )
                {
                    notes.Say(
                        "opening",
                        $"{name} was opened at {Web.Words.Instant(opened)}, before the deadline."
                    );
                }
            }
            var kept = entry.Versions.Select(v => v.Sha256).ToHashSet();
            foreach (var hash in told.Where(h => !kept.Contains(h ?? "")))
            {
                notes.Say(
                    "receipt",
                    $"{entry.Reference}: a version with a receipt is missing ({hash})."
                );
            }
        }
        var openings = (
            await notes.EventsAsync(nameof(Call), [call.Id.ToString()], cancellation)
        ).Where(e => e.Verb == "entries-opened");
        foreach (var opening in openings)
        {
            notes.Look("openings");
            if (
                call.Stage(AuditNotes.Text(opening, "stage") ?? "") is { } stage
                && opening.At <= stage.ClosesAt
            )
            {
                notes.Say(
                    "opening",
                    $"{stage.Title} was opened at {Web.Words.Instant(opening.At)}, before its deadline."
                );
            }
        }
    }
}
