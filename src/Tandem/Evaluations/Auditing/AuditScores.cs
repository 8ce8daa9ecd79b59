using Microsoft.EntityFrameworkCore;
using Tandem.Calls;
using Tandem.Evaluations.Files;
using Tandem.Kernel;

namespace Tandem.Evaluations.Auditing;

/// <summary>Holds scores, agreed scores, screenings, comparisons and looks at files against what the timeline keeps of them.</summary>
internal sealed class AuditScores(Db db, AuditNotes notes)
{
    public async Task RunAsync(JudgedStage stage, CancellationToken cancellation)
    {
        var judgings = stage.Judgings.ToDictionary(j => j.Id.ToString());
        var acts = await notes.EventsAsync(nameof(EntryJudging), [.. judgings.Keys], cancellation);
        foreach (var (id, judging) in judgings)
        {
            var name =
                stage.Entries.FirstOrDefault(e => e.Id == judging.EntryId)?.Reference
                ?? judging.EntryId.ToString();
            var own = acts.Where(a => a.SubjectId == id).ToList();
            notes.Compare(
                "score",
                name,
                own.Where(a => a.Verb is JudgingVerbs.Submitted or JudgingVerbs.Corrected)
                    .SelectMany(a => AuditNotes.Texts(a, "digests")),
                judging.Assignments.SelectMany(a =>
                    a.Scores.Select(s => (s.Digest(), $"{a.PersonName}’s score for {s.Code}"))
                )
            );
            notes.Compare(
                "score",
                name,
                own.Where(a => a.Verb == JudgingVerbs.Agreed)
                    .Select(a => AuditNotes.Text(a, "digest"))
                    .OfType<string>(),
                judging.Agreed.Select(a => (a.Digest(), $"the agreed score for {a.Criterion}"))
            );
            notes.Compare(
                "screening",
                name,
                own.Where(a => a.Verb == JudgingVerbs.Screened)
                    .Select(a => AuditNotes.Text(a, "digest"))
                    .OfType<string>(),
                judging.Screenings.Select(s => (s.Digest(), "what screening found"))
            );
            foreach (
                var early in judging.Assignments.Where(a =>
                    a.Scores.Any(s =>
                        a.DeclaredAt is null || (a.Interest == Interest.None && s.At < a.DeclaredAt)
                    )
                )
            )
            {
                notes.Say(
                    "score",
                    $"{name}: {early.PersonName} scored before declaring whether there is an interest."
                );
            }
            if (judging.IsRevealed && own.All(a => a.Verb != JudgingVerbs.Revealed))
            {
                notes.Say(
                    "score",
                    $"{name}: its scores were revealed, and the timeline knows nothing of it."
                );
            }
        }
        var ofStage = (
            await notes.EventsAsync(nameof(Call), [stage.Call.Id.ToString()], cancellation)
        )
            .Where(a => AuditNotes.Text(a, "stage") == stage.Stage.Code)
            .ToList();
        notes.Compare(
            "comparison",
            stage.Stage.Title,
            ofStage
                .Where(a => a.Verb == JudgingVerbs.Compared)
                .Select(a => AuditNotes.Text(a, "digest"))
                .OfType<string>(),
            stage.Comparisons.Select(c => (c.Digest(), "a comparison"))
        );
        var checks = await db.Set<FileCheck>()
            .AsNoTracking()
            .Where(c => c.CallId == stage.Call.Id && c.StageCode == stage.Stage.Code)
            .ToListAsync(cancellation);
        notes.Compare(
            "file",
            stage.Stage.Title,
            ofStage
                .Where(a => a.Verb is JudgingVerbs.FileReleased or JudgingVerbs.FileHeldBack)
                .Select(a => AuditNotes.Text(a, "digest"))
                .OfType<string>(),
            checks.Select(c => (c.Digest(), "what was found in a file"))
        );
    }
}
