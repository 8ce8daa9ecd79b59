using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tandem.Calls;
using Tandem.Entries;
using Tandem.Entries.Sealing;
using Tandem.Evaluations.FollowingThrough;
using Tandem.Kernel;

namespace Tandem.Evaluations;

/// <summary>Something that does not agree with the record.</summary>
/// <param name="What">timeline, terms, receipt, opening, score, screening, comparison, ranking, decision, letter or standstill.</param>
public sealed record AuditProblem(string What, string Message);

/// <summary>What an audit looked at, and found.</summary>
/// <param name="Checked">How many of each were looked at.</param>
public sealed record AuditReport(
    string Call,
    bool Holds,
    IReadOnlyDictionary<string, int> Checked,
    IReadOnlyList<AuditProblem> Problems
);

/// <summary>
/// Works out again, from the stored facts, what was ranked and decided, and holds every row that never changes against the hash that the timeline has kept of
/// it since it was made. A changed row, a dropped score or an early opening is named.
/// </summary>
public sealed class AuditCall(Db db, FindStage find, EntryPackages packages)
{
    private readonly Dictionary<string, int> looked = [];
    private readonly List<AuditProblem> problems = [];

    /// <exception cref="Refusal">There is no such call.</exception>
    public async Task<AuditReport> RunAsync(
        string reference,
        CancellationToken cancellation = default
    )
    {
        looked.Clear();
        problems.Clear();
        var call =
            Call.Parse(reference) is var (year, number)
            && await find.Calls()
                .SingleOrDefaultAsync(c => c.Year == year && c.Number == number, cancellation)
                is { } found
                ? found
                : throw new Refusal("There is no such call.", kind: RefusalKind.NotFound);
        if (await Timeline.VerifyAsync(db, cancellation) is { } broken)
        {
            Say("timeline", broken);
        }
        Terms(call);
        await ReceiptsAsync(call, cancellation);
        // By terms that are not those that were published nothing can be worked out again.
        foreach (var stage in call.InOrder.Where(s => s.InForce?.Holds == true))
        {
            var judged = await find.OfAsync(call, stage, cancellation);
            await ScoresAsync(judged, cancellation);
            await DecisionsAsync(judged, cancellation);
        }
        await SignedAsync(call, cancellation);
        return new(
            call.Reference,
            problems.Count == 0,
            new SortedDictionary<string, int>(looked, StringComparer.Ordinal),
            [.. problems]
        );
    }

    private void Terms(Call call)
    {
        foreach (var stage in call.InOrder)
        {
            foreach (var terms in stage.Terms)
            {
                Look("terms");
                if (!terms.Holds)
                {
                    Say(
                        "terms",
                        $"Terms {terms.Number} of {stage.Title} are not those that were published."
                    );
                }
                if (stage.ClosesAt is { } closes && terms.MadeAt > closes)
                {
                    Say(
                        "terms",
                        $"Terms {terms.Number} of {stage.Title} were made after its deadline."
                    );
                }
            }
        }
    }

    private async Task ReceiptsAsync(Call call, CancellationToken cancellation)
    {
        var entries = await db.Set<Entry>()
            .AsNoTracking()
            .Include(e => e.Versions)
            .Where(e => e.CallId == call.Id)
            .ToListAsync(cancellation);
        var ids = entries.ConvertAll(e => e.Id.ToString());
        var receipts = (await EventsAsync(nameof(Entry), ids, cancellation))
            .Where(e => e.Verb is "entry-received" or "entry-received-late")
            .Select(e => (e.SubjectId, Hash: Text(e, "sha256")))
            .ToLookup(r => r.SubjectId, r => r.Hash);
        foreach (var entry in entries)
        {
            var told = receipts[entry.Id.ToString()].ToHashSet();
            foreach (var version in entry.Versions)
            {
                Look("receipts");
                var name = $"Version {version.Number} of {entry.Reference}";
                if (
                    KeptPackage.HashOf((await packages.OfAsync(version, cancellation)).Bytes)
                    != version.Sha256
                )
                {
                    Say("receipt", $"{name} is not what its receipt was given for.");
                }
                if (!told.Contains(version.Sha256))
                {
                    Say("receipt", $"{name}: the timeline knows no receipt with its hash.");
                }
                if (
                    version.OpenedAt is { } opened
                    && opened <= call.Stages.First(s => s.Id == version.StageId).ClosesAt
                )
                {
                    Say(
                        "opening",
                        $"{name} was opened at {Web.Words.Instant(opened)}, before the deadline."
                    );
                }
            }
            var kept = entry.Versions.Select(v => v.Sha256).ToHashSet();
            foreach (var hash in told.Where(h => !kept.Contains(h ?? "")))
            {
                Say("receipt", $"{entry.Reference}: a version with a receipt is missing ({hash}).");
            }
        }
        var openings = (await EventsAsync(nameof(Call), [call.Id.ToString()], cancellation)).Where(
            e => e.Verb == "entries-opened"
        );
        foreach (var opening in openings)
        {
            Look("openings");
            if (
                call.Stage(Text(opening, "stage") ?? "") is { } stage
                && opening.At <= stage.ClosesAt
            )
            {
                Say(
                    "opening",
                    $"{stage.Title} was opened at {Web.Words.Instant(opening.At)}, before its deadline."
                );
            }
        }
    }

    private async Task ScoresAsync(JudgedStage stage, CancellationToken cancellation)
    {
        var judgings = stage.Judgings.ToDictionary(j => j.Id.ToString());
        var acts = await EventsAsync(nameof(EntryJudging), [.. judgings.Keys], cancellation);
        foreach (var (id, judging) in judgings)
        {
            var name =
                stage.Entries.FirstOrDefault(e => e.Id == judging.EntryId)?.Reference
                ?? judging.EntryId.ToString();
            var own = acts.Where(a => a.SubjectId == id).ToList();
            Compare(
                "score",
                name,
                own.Where(a => a.Verb is JudgingVerbs.Submitted or JudgingVerbs.Corrected)
                    .SelectMany(a => Texts(a, "digests")),
                judging.Assignments.SelectMany(a =>
                    a.Scores.Select(s => (s.Digest(), $"{a.PersonName}’s score for {s.Code}"))
                )
            );
            Compare(
                "score",
                name,
                own.Where(a => a.Verb == JudgingVerbs.Agreed)
                    .Select(a => Text(a, "digest"))
                    .OfType<string>(),
                judging.Agreed.Select(a => (a.Digest(), $"the agreed score for {a.Criterion}"))
            );
            Compare(
                "screening",
                name,
                own.Where(a => a.Verb == JudgingVerbs.Screened)
                    .Select(a => Text(a, "digest"))
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
                Say(
                    "score",
                    $"{name}: {early.PersonName} scored before declaring whether there is an interest."
                );
            }
            if (judging.IsRevealed && own.All(a => a.Verb != JudgingVerbs.Revealed))
            {
                Say(
                    "score",
                    $"{name}: its scores were revealed, and the timeline knows nothing of it."
                );
            }
        }
        var pairs = (await EventsAsync(nameof(Call), [stage.Call.Id.ToString()], cancellation))
            .Where(a => a.Verb == JudgingVerbs.Compared && Text(a, "stage") == stage.Stage.Code)
            .Select(a => Text(a, "digest"))
            .OfType<string>();
        Compare(
            "comparison",
            stage.Stage.Title,
            pairs,
            stage.Comparisons.Select(c => (c.Digest(), "a comparison"))
        );
    }

    private async Task DecisionsAsync(JudgedStage stage, CancellationToken cancellation)
    {
        var decisions = await db.Set<CallDecision>()
            .AsNoTracking()
            .Include(d => d.Lines)
            .Where(d => d.CallId == stage.Call.Id && d.StageCode == stage.Stage.Code)
            .OrderBy(d => d.Round)
            .ToListAsync(cancellation);
        var acts = (await EventsAsync(nameof(Call), [stage.Call.Id.ToString()], cancellation))
            .Where(a => Text(a, "stage") == stage.Stage.Code)
            .ToList();
        Compare(
            "decision",
            stage.Stage.Title,
            acts.Where(a => a.Verb == JudgingVerbs.Recommended)
                .Select(a => Text(a, "digest"))
                .OfType<string>(),
            decisions.Select(d => (d.Digest(), $"recommendation {d.Round}"))
        );
        if (decisions is not [.., { ReturnedAt: null } decision])
        {
            return;
        }
        if (stage.Stage.Terms.All(t => t.Sha256 != decision.TermsSha256))
        {
            Say("decision", $"{stage.Stage.Title} was decided by terms that were never published.");
        }
        foreach (var line in decision.Lines)
        {
            Look("ranking");
            var ranked = stage.Ranking.FirstOrDefault(r => r.Fact.Id == line.EntryId.Value);
            if (ranked is null)
            {
                Say("ranking", $"{line.Reference} was decided on, and is not there any more.");
            }
            else if (
                ranked.Place != line.Place
                || ranked.Total != line.Total
                || ranked.Standing != line.Standing
            )
            {
                Say(
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
            Say("decision", $"{stage.Stage.Title} was told before it was approved.");
        }
        var letters = await db.Set<DecisionLetter>()
            .AsNoTracking()
            .Where(l => l.DecisionId == decision.Id)
            .ToListAsync(cancellation);
        Compare(
            "letter",
            stage.Stage.Title,
            acts.Where(a => a.Verb == JudgingVerbs.Told).SelectMany(a => Texts(a, "letters")),
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
            Say("letter", $"{stage.Stage.Title}: not everybody has a letter.");
        }
    }

    private async Task SignedAsync(Call call, CancellationToken cancellation)
    {
        var follows = await db.Set<FollowThrough>()
            .AsNoTracking()
            .Where(f => f.CallId == call.Id && f.SignedOn != null)
            .ToListAsync(cancellation);
        foreach (var follow in follows)
        {
            Look("signatures");
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
                Say(
                    "standstill",
                    $"{follow.Reference} was signed on {Web.Words.Day(follow.SignedOn!.Value)}, before it could be."
                );
            }
        }
    }

    // What the timeline keeps of rows, against the rows as they are: each once, none changed, none missing, none more.
    private void Compare(
        string what,
        string name,
        IEnumerable<string> kept,
        IEnumerable<(string Digest, string Row)> rows
    )
    {
        var left = kept.ToHashSet();
        foreach (var (digest, row) in rows)
        {
            Look(what + "s");
            if (!left.Remove(digest))
            {
                Say(what, $"{name}: {row} was changed, or added past the rules.");
            }
        }
        for (var missing = 0; missing < left.Count; missing++)
        {
            Say(what, $"{name}: a {what} that was given is missing, or was changed.");
        }
    }

    private async Task<List<Event>> EventsAsync(
        string kind,
        List<string> ids,
        CancellationToken cancellation
    ) =>
        await db.Set<Event>()
            .AsNoTracking()
            .Where(e => e.SubjectKind == kind && EF.Parameter(ids).Contains(e.SubjectId))
            .OrderBy(e => e.Seq)
            .ToListAsync(cancellation);

    private static string? Text(Event act, string property) =>
        Texts(act, property) is [var text, ..] ? text : null;

    // An act whose facts cannot be read says nothing; that it was changed, the chain says.
    private static List<string> Texts(Event act, string property)
    {
        try
        {
            using var data = JsonDocument.Parse(act.Data);
            return !data.RootElement.TryGetProperty(property, out var value) ? []
                : value.ValueKind == JsonValueKind.String ? [value.GetString()!]
                : value.ValueKind == JsonValueKind.Array
                    ? [.. value.EnumerateArray().Select(v => v.GetString()).OfType<string>()]
                : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private static string Place(int? place) =>
        place is { } p ? RankWords.Place(p) : "without a place";

    private void Look(string what) => looked[what] = looked.GetValueOrDefault(what) + 1;

    private void Say(string what, string message) => problems.Add(new(what, message));
}
