using Microsoft.EntityFrameworkCore;
using Tandem.Kernel;
using Tandem.Kernel.Sealing;
using Tandem.Questionnaires.Formulas;

namespace Tandem.Questionnaires;

/// <summary>A response with its set, its answers, its files, and what follows from them.</summary>
/// <param name="Answers">By code of the question, also those whose question this version does not have.</param>
public sealed record OpenResponse(
    Response Response,
    QuestionSet Set,
    AnswerSheet Sheet,
    IReadOnlyDictionary<string, Answer> Answers,
    IReadOnlyList<Evidence> Evidence,
    ResponseRights Rights,
    SealedAnswers? Seal = null
)
{
    public IEnumerable<Evidence> EvidenceOf(string question) =>
        Evidence.Where(e => e.Question == question);

    /// <summary>Whether the actor who opened it may change this question's answer now.</summary>
    public bool MayChange(string question) =>
        Response.IsDraft && Rights.Answer.Allowed && Rights.Only?.Contains(question) != false;

    /// <summary>Where a question is answered.</summary>
    public string PathOf(Question question) =>
        question.Kind == QuestionKind.Rows
            ? $"{Response.Path}/rows/{question.Code}"
            : $"{Response.Path}/sections/{Set.SectionOf(question.Code)!.Code}#q-{question.Code}";

    /// <summary>Answers whose question this version does not have: kept, seen by no rule.</summary>
    public IEnumerable<Answer> Kept => Answers.Values.Where(a => Set.Find(a.Question) is null);
}

/// <summary>Finds a response that the actor may read.</summary>
public sealed class FindResponse(
    Db db,
    Actor actor,
    ResponseUses uses,
    QuestionSets sets,
    SealingKey installation
)
{
    /// <exception cref="Refusal">There is none that the actor may read.</exception>
    public async Task<OpenResponse> RunAsync(
        Id<Response> id,
        CancellationToken cancellation = default
    )
    {
        var response =
            await uses.VisibleTo(db.Set<Response>())
                .SingleOrDefaultAsync(r => r.Id == id, cancellation)
            ?? throw new Refusal("There is no such response.", kind: RefusalKind.NotFound);
        return await OpenAsync(response, cancellation);
    }

    /// <summary>What was answered before one that was found, to be read beside it.</summary>
    public Task<IReadOnlyList<(string Title, OpenResponse Answers)>> EarlierAsync(
        OpenResponse open,
        CancellationToken cancellation = default
    ) => uses.Of(open.Response).EarlierAsync(open.Response, actor, cancellation);

    /// <summary>Opens one that a room has found by rules of its own.</summary>
    public async Task<OpenResponse> OpenAsync(
        Response response,
        CancellationToken cancellation = default
    )
    {
        var set = await SetAsync(response, cancellation);
        var answers = await db.Set<Answer>()
            .Where(a => a.ResponseId == response.Id)
            .ToDictionaryAsync(a => a.Question, cancellation);
        var evidence = await db.Set<Evidence>()
            .Where(e => e.ResponseId == response.Id && e.RemovedAt == null)
            .OrderBy(e => e.Id)
            .ToListAsync(cancellation);
        var seal = SealedAnswers.Of(response, installation);
        foreach (var answer in answers.Values)
        {
            answer.Open(seal);
        }
        foreach (var file in evidence)
        {
            file.Open(seal);
        }
        return new(
            response,
            set,
            Sheet(response, set, answers, evidence),
            answers,
            evidence,
            await uses.Of(response).RightsAsync(response, actor, cancellation),
            seal
        );
    }

    /// <summary>Takes a response out of the database, with its answers and all that says which files are its own: a room that has put them elsewhere, sealed, calls it within its transaction.</summary>
    /// <param name="first">Takes out what the room keeps that points to it.</param>
    public async Task DestroyAsync(
        Id<Response> id,
        Func<Task> first,
        CancellationToken cancellation = default
    )
    {
        foreach (
            var entry in db
                .ChangeTracker.Entries()
                .Where(e =>
                    e.Entity is Response r && r.Id == id
                    || e.Entity is Answer a && a.ResponseId == id
                    || e.Entity is Evidence f && f.ResponseId == id
                )
                .ToList()
        )
        {
            entry.State = EntityState.Detached;
        }
        await first();
        await db.Set<Answer>().Where(a => a.ResponseId == id).ExecuteDeleteAsync(cancellation);
        await db.Set<Evidence>().Where(e => e.ResponseId == id).ExecuteDeleteAsync(cancellation);
        await db.Set<Response>().Where(r => r.Id == id).ExecuteDeleteAsync(cancellation);
    }

    private async Task<QuestionSet> SetAsync(Response response, CancellationToken cancellation) =>
        await sets.FindAsync(response.SetName, response.SetVersion, cancellation)
        ?? throw new Refusal(
            $"The question set {response.SetName} {response.SetVersion} is not installed here.",
            kind: RefusalKind.Unready
        );

    // What was submitted is judged as of that day: a rule that asks for today must not turn by itself.
    internal AnswerSheet Sheet(
        Response response,
        QuestionSet set,
        IReadOnlyDictionary<string, Answer> answers,
        IReadOnlyList<Evidence> evidence
    ) =>
        new(
            set,
            Values(set, answers, evidence),
            LocalDay.Of(response.IsDraft ? db.Now() : response.SubmittedAt ?? response.ChangedAt),
            evidence.Select(e => e.Question).ToHashSet()
        );

    internal static Dictionary<string, Value> Values(
        QuestionSet set,
        IReadOnlyDictionary<string, Answer> answers,
        IReadOnlyList<Evidence> evidence
    )
    {
        var values = new Dictionary<string, Value>();
        foreach (var question in set.Questions)
        {
            if (question.Kind == QuestionKind.File)
            {
                var files = evidence.Where(e => e.Question == question.Code).ToList();
                if (files.Count > 0)
                {
                    values[question.Code] = new Value.Set([.. files.Select(f => f.Name)]);
                }
            }
            else if (
                answers.TryGetValue(question.Code, out var answer)
                && AnswerJson.Read(answer.Plain, question) is { } value
            )
            {
                values[question.Code] = value;
            }
        }
        return values;
    }
}
