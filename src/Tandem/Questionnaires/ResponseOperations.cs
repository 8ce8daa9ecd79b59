using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
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

/// <summary>Begins a response an organisation gives for itself. A room that begins one for a record of its own calls <see cref="Response.Start"/> with it.</summary>
public sealed class StartResponse(Db db, Actor actor, QuestionSets sets)
{
    /// <exception cref="Refusal">The actor may not answer for the organisation, or no version of the set is in force.</exception>
    public async Task<Response> RunAsync(
        string setName,
        Id<Organisation> organisation,
        CancellationToken cancellation = default
    )
    {
        QuestionnairePermissions.AnswerForOrganisation(actor, organisation).Permit();
        var now = db.Now();
        var set =
            await sets.InForceAsync(setName, LocalDay.Of(now), cancellation)
            ?? throw new Refusal(
                "No version of this question set can be begun today.",
                kind: RefusalKind.NotFound
            );
        var response = Response.Start(
            set,
            organisation,
            new(nameof(Organisation), organisation.ToString()),
            set.Title,
            actor,
            now
        );
        db.Add(response);
        db.Record(
            actor,
            "response-started",
            nameof(Response),
            response.Id,
            new { set = set.Name, set.Version }
        );
        await db.SaveChangesAsync(cancellation);
        return response;
    }
}

/// <summary>Keeps answers as they are typed, complete or not. What cannot be understood is kept as text, and stands between the draft and its submission.</summary>
public sealed class SaveAnswers(Db db, Actor actor, FindResponse find, ResponseUses uses)
{
    /// <param name="given">By code of the question; null takes an answer back. Questions not named stay as they are.</param>
    /// <param name="seenAt">When the answers were read that these replace. An answer that somebody else has changed since is not overwritten, and is told.</param>
    /// <returns>The response with its answers of now, and the questions whose answers another person changed meanwhile.</returns>
    /// <exception cref="Refusal">The actor may not, it is no draft, or an answer is too long.</exception>
    public async Task<(OpenResponse Open, IReadOnlyList<Answer> Crossed)> RunAsync(
        Id<Response> id,
        IReadOnlyDictionary<string, Value?> given,
        DateTime? seenAt = null,
        CancellationToken cancellation = default
    )
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        // Takes the row, so that a submission at the same time comes before or after, never between.
        await db.Set<Response>()
            .Where(r => r.Id == id)
            .ExecuteUpdateAsync(s => s.SetProperty(r => r.ChangedAt, db.Now()), cancellation);
        var open = await find.RunAsync(id, cancellation);
        open.Rights.Answer.Permit();
        open.Response.MustBeDraft();
        var crossed = new List<Answer>();
        var changed = new List<string>();
        foreach (var (code, value) in given)
        {
            var question =
                open.Set.Find(code) is { Kind: not QuestionKind.File } known && open.MayChange(code)
                    ? known
                    : throw new Refusal($"The answer to ‘{code}’ cannot be changed here.");
            var json = value is null ? null : AnswerJson.Write(value);
            var before = open.Answers.GetValueOrDefault(code);
            if (json == before?.Plain && before?.CarriedFrom is null)
            {
                continue;
            }
            MustFit(question, json);
            if (
                before is not null
                && seenAt < before.ChangedAt
                && before.ChangedById?.Value != actor.PersonId
            )
            {
                crossed.Add(before);
                continue;
            }
            changed.Add(code);
            Keep(open, code, before, json);
        }
        if (changed.Count > 0)
        {
            await uses.Of(open.Response).ChangedAsync(open.Response, cancellation);
            db.Record(actor, "answers-saved", nameof(Response), id, new { changed });
            await db.SaveChangesAsync(cancellation);
            open = await find.OpenAsync(open.Response, cancellation);
            open.Response.Reckon(open.Sheet, db.Now());
            await db.SaveChangesAsync(cancellation);
        }
        await transaction.CommitAsync(cancellation);
        return (open, crossed);
    }

    private void Keep(OpenResponse open, string code, Answer? before, string? json)
    {
        if (json is null)
        {
            db.Remove(before!);
            return;
        }
        (before ?? db.Add(Answer.To(open.Response.Id, code)).Entity).Say(
            json,
            actor,
            db.Now(),
            open.Seal
        );
    }

    private static void MustFit(Question question, string? json)
    {
        var most = question.Kind == QuestionKind.Rows ? 4_000_000 : 4 * AnswerChecks.LongestText;
        if (json?.Length > most)
        {
            throw new Refusal(
                "This answer is too long to be kept. Shorten it.",
                SectionForm.Field(question.Code)
            );
        }
    }
}

/// <summary>Submits a complete draft.</summary>
public sealed class SubmitResponse(Db db, Actor actor, FindResponse find, ResponseUses uses)
{
    /// <exception cref="Refusal">The actor may not, it is no draft, or something is missing.</exception>
    public async Task<OpenResponse> RunAsync(
        Id<Response> id,
        CancellationToken cancellation = default
    )
    {
        var open = await find.RunAsync(id, cancellation);
        open.Rights.Submit.Permit();
        Submit(open);
        await uses.Of(open.Response).ChangedAsync(open.Response, cancellation);
        await db.SaveChangesAsync(cancellation);
        return open;
    }

    /// <summary>Submits as part of an act of another room, which has asked its own permission and saves.</summary>
    /// <exception cref="Refusal">It is no draft, or something is missing.</exception>
    public void Submit(OpenResponse open)
    {
        open.Response.Submit(open.Sheet, actor, db.Now());
        db.Record(
            actor,
            "response-submitted",
            nameof(Response),
            open.Response.Id,
            new
            {
                set = open.Set.Name,
                open.Set.Version,
                open.Response.AutoFailCount,
            }
        );
    }
}
