using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Tandem.Kernel;

namespace Tandem.Questionnaires;

/// <summary>How often an answer was given.</summary>
public sealed record AnswerCount(string Code, string Answer, int Count);

/// <summary>What was answered to one question.</summary>
/// <param name="Answered">Responses with an answer.</param>
/// <param name="Answers">How often each of the answers to choose from was given; none for questions of other kinds.</param>
public sealed record QuestionCount(
    string Section,
    string Code,
    string Question,
    int Answered,
    IReadOnlyList<AnswerCount> Answers
);

/// <summary>How often an auto-fail or warning is raised.</summary>
public sealed record RuleCount(string Code, string Kind, string Message, int Raised);

/// <summary>What the responses to one version come to, of those the reader may see.</summary>
/// <param name="MeanScore">Of the first score; null where there is none.</param>
public sealed record ReportFigures(
    int Drafts,
    int Submitted,
    decimal? MeanScore,
    IReadOnlyList<AnswerCount> Bands,
    IReadOnlyList<RuleCount> Rules,
    IReadOnlyList<QuestionCount> Questions
);

/// <summary>The figures of reports as they were last counted for each reader, good for as long as nothing has changed.</summary>
public sealed class CountedReports
{
    private const int Most = 100;

    private readonly ConcurrentDictionary<
        (string Set, string Version, Guid? Reader),
        (string DataVersion, ReportFigures Figures)
    > kept = new();

    internal ReportFigures? Find(QuestionSet set, Actor actor, string dataVersion) =>
        kept.TryGetValue((set.Name, set.Version, actor.PersonId), out var found)
        && found.DataVersion == dataVersion
            ? found.Figures
            : null;

    internal void Keep(QuestionSet set, Actor actor, string dataVersion, ReportFigures figures)
    {
        if (kept.Count >= Most)
        {
            kept.Clear();
        }
        kept[(set.Name, set.Version, actor.PersonId)] = (dataVersion, figures);
    }
}

/// <summary>Counts the responses to one version of a set.</summary>
public sealed class ResponseReport(
    Db db,
    Actor actor,
    ResponseUses uses,
    DataVersion version,
    CountedReports counted
)
{
    /// <summary>Over submitted responses; drafts are only counted.</summary>
    public async Task<ReportFigures> RunAsync(
        QuestionSet set,
        CancellationToken cancellation = default
    )
    {
        // Read before anything is counted: at the worst the figures are newer than their version, and are counted once more.
        var now = await version.ReadAsync(cancellation);
        var figures = counted.Find(set, actor, now) ?? await CountAsync(set, cancellation);
        counted.Keep(set, actor, now, figures);
        return figures;
    }

    private async Task<ReportFigures> CountAsync(QuestionSet set, CancellationToken cancellation)
    {
        var all = await uses.VisibleTo(db.Set<Response>().IgnoreQueryFilters().AsNoTracking())
            .Where(r => r.SetName == set.Name && r.SetVersion == set.Version)
            .Select(r => new
            {
                r.State,
                r.ScoreHundredths,
                r.Band,
                r.Digest,
            })
            .ToListAsync(cancellation);
        var submitted = all.Where(r => r.State == ResponseState.Submitted).ToList();
        var questions = set.Questions.ToList();
        var counts = questions.Select(q => new int[Choices(q).Count + 1]).ToArray();
        var raised = new int[set.Rules.Count];
        foreach (var response in submitted)
        {
            ResponseDigest.Count(set, questions, response.Digest, counts, raised);
        }
        var scores = submitted.Select(r => r.ScoreHundredths).OfType<long>().ToList();
        return new(
            all.Count - submitted.Count,
            submitted.Count,
            scores.Count == 0 ? null : Math.Round((decimal)scores.Average() / 100, 2),
            [
                .. submitted
                    .Where(r => r.Band is not null)
                    .GroupBy(r => r.Band!)
                    .OrderByDescending(g => g.Count())
                    .Select(g => new AnswerCount(g.Key, g.Key, g.Count())),
            ],
            [
                .. set
                    .Rules.Select((r, i) => (Rule: r, Raised: raised[i]))
                    .Where(r => r.Rule.Kind is RuleKind.AutoFail or RuleKind.Warning)
                    .OrderByDescending(r => r.Raised)
                    .Select(r => new RuleCount(
                        r.Rule.Code,
                        r.Rule.Kind == RuleKind.AutoFail ? "Auto-fail" : "Warning",
                        r.Rule.Message!,
                        r.Raised
                    )),
            ],
            [
                .. questions.Select(
                    (q, i) =>
                        new QuestionCount(
                            set.SectionOf(q.Code)!.Title,
                            q.Code,
                            q.Text,
                            counts[i][^1],
                            [
                                .. Choices(q)
                                    .Select(
                                        (c, at) => new AnswerCount(c.Code, c.Text, counts[i][at])
                                    ),
                            ]
                        )
                ),
            ]
        );
    }

    private static IReadOnlyList<(string Code, string Text)> Choices(Question question) =>
        question.Kind switch
        {
            QuestionKind.YesNo => [("yes", "Yes"), ("no", "No")],
            QuestionKind.Choice or QuestionKind.Choices =>
            [
                .. question.Options.Select(o => (o.Code, o.Text)),
            ],
            _ => [],
        };
}
