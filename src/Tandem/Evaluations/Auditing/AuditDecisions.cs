using Microsoft.EntityFrameworkCore;
using Tandem.Calls;
using Tandem.Evaluations.FollowingThrough;
using Tandem.Kernel;

namespace Tandem.Evaluations.Auditing;

/// <summary>Holds decisions against the timeline and against the ranking worked out again, and signatures against the standstill.</summary>
internal sealed class AuditDecisions(Db db, AuditNotes notes)
{
    public async Task RunAsync(JudgedStage stage, CancellationToken cancellation)
    {
        var decisions = await db.Set<CallDecision>()
            .AsNoTracking()
            .Include(d => d.Lines)
            .Where(d => d.CallId == stage.Call.Id && d.StageCode == stage.Stage.Code)
            .OrderBy(d => d.Round)
            .ToListAsync(cancellation);
        var acts = (await notes.EventsAsync(nameof(Call), [stage.Call.Id.ToString()], cancellation))
            .Where(a => AuditNotes.Text(a, "stage") == stage.Stage.Code)
            .ToList();
        notes.Compare(
            "decision",
            stage.Stage.Title,
            acts.Where(a => a.Verb == JudgingVerbs.Recommended)
                .Select(a => AuditNotes.Text(a, "digest"))
                .OfType<string>(),
            decisions.Select(d => (d.Digest(), $"recommendation {d.Round}"))
        );
        if (decisions is not [.., { ReturnedAt: null } decision])
        {
            return;
        }
        if (stage.Stage.Terms.All(t => t.Sha256 != decision.TermsSha256))
        {
            notes.Say(
                "decision",
                $"{stage.Stage.Title} was decided by terms that were never published."
            );
        }
        foreach (var line in decision.Lines)
        {
            notes.Look("ranking");
            var ranked = stage.Ranking.FirstOrDefault(r => r.Fact.Id == line.EntryId.Value);
            if (ranked is null)
            {
                notes.Say(
                    "ranking",
                    $"{line.Reference} was decided on, and is not there any more."
                );
            }
            else if (
                ranked.Place != line.Place
                || ranked.Total != line.Total
                || ranked.Standing != line.Standing
            )
            {
                notes.Say(
                    "ranking",
                    $"{line.Reference} was decided on as {Place(line.Place)} with {RankWords.Points(line.Total)}; the stored facts make it {Place(ranked.Place)} with {RankWords.Points(ranked.Total)}."
                );
            }
        }
        if (decision.ToldAt is null)
        {
            return;
        }
        if (decision.ApprovedAt is null || decision.ApprovedAt > decision.ToldAt)
        {
            notes.Say("decision", $"{stage.Stage.Title} was told before it was approved.");
        }
        var letters = await db.Set<DecisionLetter>()
            .AsNoTracking()
            .Where(l => l.DecisionId == decision.Id)
            .ToListAsync(cancellation);
        notes.Compare(
            "letter",
            stage.Stage.Title,
            acts.Where(a => a.Verb == JudgingVerbs.Told)
                .SelectMany(a => AuditNotes.Texts(a, "letters")),
            letters.Select(l =>
                (
                    l.Digest(),
                    $"the letter on {decision.Lines.FirstOrDefault(d => d.EntryId == l.EntryId)?.Reference}"
                )
            )
        );
        if (
            stage.Call.Kind.Decision.Letters
            && decision.Lines.Any(l => letters.All(s => s.EntryId != l.EntryId))
        )
        {
            notes.Say("letter", $"{stage.Stage.Title}: not everybody has a letter.");
        }
    }

    public async Task SignedAsync(Call call, CancellationToken cancellation)
    {
        var follows = await db.Set<FollowThrough>()
            .AsNoTracking()
            .Where(f => f.CallId == call.Id && f.SignedOn != null)
            .ToListAsync(cancellation);
        foreach (var follow in follows)
        {
            notes.Look("signatures");
            var decision = await db.Set<CallDecision>()
                .AsNoTracking()
                .Where(d =>
                    d.CallId == call.Id
                    && d.ReturnedAt == null
                    && d.Lines.Any(l => l.EntryId == follow.EntryId)
                )
                .OrderByDescending(d => d.RecommendedAt)
                .FirstOrDefaultAsync(cancellation);
            if (decision?.MaySign(follow.SignedOn!.Value) != true)
            {
                notes.Say(
                    "standstill",
                    $"{follow.Reference} was signed on {Web.Words.Day(follow.SignedOn!.Value)}, before it could be."
                );
            }
        }
    }

    private static string Place(int? place) =>
        place is { } p ? RankWords.Place(p) : "without a place";
}
