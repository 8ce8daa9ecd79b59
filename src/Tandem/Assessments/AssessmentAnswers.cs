using System.Linq.Expressions;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Questionnaires;
using Tandem.Questionnaires.Formulas;

namespace Tandem.Assessments;

/// <summary>The answers behind an assessment, where its kind has a question set: begun with it, handed in, given back, read.</summary>
public sealed class AssessmentAnswers(
    Db db,
    Actor actor,
    QuestionSets sets,
    FindResponse find,
    SubmitResponse submit,
    CarryAnswers carry,
    TimeProvider clock
)
{
    private readonly Dictionary<Id<Assessment>, OpenResponse> opened = [];

    /// <summary>Begins the answers with the version of the question set that is in force, from those of the former assessment, with their files, where there is one.</summary>
    /// <exception cref="Refusal">No version of the question set is in force.</exception>
    internal async Task BeginAsync(
        Assessment assessment,
        AssessmentKind kind,
        Assessment? former,
        CancellationToken cancellation
    )
    {
        if (kind.Questions is not { } name)
        {
            return;
        }
        var set =
            await sets.InForceAsync(name, clock.Today(), cancellation)
            ?? throw new Refusal(
                $"No version of the question set ‘{name}’ is in force today.",
                kind: RefusalKind.NotFound
            );
        var response = Response.Start(
            set,
            kind.AnsweredBy == Side.Assessors ? assessment.BodyId : assessment.OrganisationId,
            new(nameof(Assessment), assessment.Id.ToString()),
            $"{kind.Title}: {assessment.Subject}",
            actor,
            db.Now()
        );
        db.Add(response);
        assessment.AnswerWith(response);
        if (former?.ResponseId is { } id)
        {
            var before = await db.Set<Response>().SingleAsync(r => r.Id == id, cancellation);
            carry.Carry(await find.OpenAsync(before, cancellation), response, set);
        }
    }

    /// <summary>The answers; null where the kind has no question set.</summary>
    public async Task<OpenResponse?> OpenAsync(
        Assessment assessment,
        CancellationToken cancellation
    )
    {
        if (assessment.ResponseId is not { } id)
        {
            return null;
        }
        if (!opened.TryGetValue(assessment.Id, out var open))
        {
            var response = await db.Set<Response>().SingleAsync(r => r.Id == id, cancellation);
            opened[assessment.Id] = open = await find.OpenAsync(response, cancellation);
        }
        return open;
    }

    /// <summary>What stands between the answers and being handed in, as one sentence; null where nothing does.</summary>
    internal async Task<string?> MissingAsync(
        Assessment assessment,
        AssessmentKind kind,
        CancellationToken cancellation
    )
    {
        var open = await OpenAsync(assessment, cancellation);
        var gaps = open?.Sheet.Gaps.Count() ?? 0;
        if (gaps > 0)
        {
            return gaps == 1
                ? "One answer is still missing or wrong."
                : $"{gaps} answers are still missing or wrong.";
        }
        if (kind.Declaration is null)
        {
            return null;
        }
        var signed = await db.Set<AssessmentDeclaration>()
            .Where(d => d.AssessmentId == assessment.Id && d.Round == assessment.Round)
            .OrderByDescending(d => d.At)
            .Select(d => d.AnswersHash)
            .FirstOrDefaultAsync(cancellation);
        signed ??= db.Set<AssessmentDeclaration>()
            .Local.Where(d => d.AssessmentId == assessment.Id && d.Round == assessment.Round)
            .Select(d => d.AnswersHash)
            .FirstOrDefault();
        return signed is null ? "The declaration is not signed yet."
            : signed != HashOf(open)
                ? "Answers have changed since the declaration was signed: sign it again."
            : null;
    }

    /// <summary>Hex SHA-256 of every answer as it is kept: what a declaration is signed over.</summary>
    public static string HashOf(OpenResponse? open) =>
        HashOf(open?.Answers.Values ?? [], open?.Evidence ?? []);

    /// <summary>Hex SHA-256 of what a unit's rating is given to: the answer, or those of the section, with their files; null where no answer is rated.</summary>
    internal static string? HashOf(OpenResponse? open, AssessmentKind kind, string unit)
    {
        if (open is null || kind.Rates == Rated.Points)
        {
            return null;
        }
        bool Of(string question) =>
            kind.Rates == Rated.Questions
                ? question == unit
                : open.Set.SectionOf(question)?.Code == unit;
        return HashOf(
            open.Answers.Values.Where(a => Of(a.Question)),
            open.Evidence.Where(e => Of(e.Question))
        );
    }

    /// <summary>Units whose answers are others than those their rating was given to: such a rating no longer counts.</summary>
    public async Task<IReadOnlySet<string>> ChangedSinceRatedAsync(
        Assessment assessment,
        AssessmentKind kind,
        CancellationToken cancellation = default
    )
    {
        var open = await OpenAsync(assessment, cancellation);
        return assessment
            .Counting(kind)
            .Values.Where(f => f.AnswerHash is { } rated && rated != HashOf(open, kind, f.Unit))
            .Select(f => f.Unit)
            .ToHashSet();
    }

    internal static string HashOf(IEnumerable<Answer> answers, IEnumerable<Evidence> evidence)
    {
        var text = new StringBuilder();
        foreach (var answer in answers.OrderBy(a => a.Question, StringComparer.Ordinal))
        {
            text.Append(answer.Question).Append('\n').Append(answer.Json).Append('\n');
        }
        foreach (var file in evidence.OrderBy(e => e.Id.Value))
        {
            text.Append(file.Question).Append('\n').Append(file.FileHash).Append('\n');
        }
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    internal async Task HandInAsync(Assessment assessment, CancellationToken cancellation)
    {
        if (await OpenAsync(assessment, cancellation) is { Response.IsDraft: true } open)
        {
            submit.Submit(open);
        }
    }

    /// <summary>Opens the answers again: those found wanting, and those that follow from them. What was found good stays as it was rated.</summary>
    internal async Task GiveBackAsync(
        Assessment assessment,
        IReadOnlyList<string> wanting,
        CancellationToken cancellation
    )
    {
        if (await OpenAsync(assessment, cancellation) is not { Response.IsDraft: false } open)
        {
            return;
        }
        open.Response.Reopen(db.Now());
        assessment.AskFor(
            open.Set.WithFollowing(
                open.Set.Sections.SelectMany(s =>
                        s.Questions.Where(q => wanting.Contains(s.Code) || wanting.Contains(q.Code))
                    )
                    .Select(q => q.Code)
            )
        );
    }

    /// <summary>Rules of the question set that fail an assessment by themselves and are raised by the answers.</summary>
    public async Task<IReadOnlyList<RuleResult>> AutoFailsAsync(
        Assessment assessment,
        CancellationToken cancellation
    ) =>
        [
            .. ((await OpenAsync(assessment, cancellation))?.Sheet.Results ?? []).Where(r =>
                r.IsRaised && r.Rule.Kind == RuleKind.AutoFail
            ),
        ];

    /// <summary>What a certificate says, from the answers its kind names.</summary>
    internal async Task<CertificateFacts> CertificateFactsAsync(
        Assessment assessment,
        AssessmentKind kind,
        CertificateRule rule,
        string body,
        CancellationToken cancellation
    )
    {
        var open = await OpenAsync(assessment, cancellation);
        string? Said(string? code) =>
            code is not null && open?.Sheet.Given(code) is Value.Text { Words.Length: > 0 } text
                ? text.Words.Trim()
                : null;
        var organisation = await db.Set<Organisation>()
            .IgnoreQueryFilters()
            .Where(o => o.Id == assessment.OrganisationId)
            .Select(o => o.Name)
            .SingleAsync(cancellation);
        var number = Parties.CompanyNumber.Parse(Said(rule.CompanyNumberFrom)) is { } registered
            ? $"{registered.Scheme}:{registered.Value}"
            : null;
        number ??= await db.Set<Certificate>()
            .Where(c => c.OrganisationId == assessment.OrganisationId && c.CompanyNumber != null)
            .OrderByDescending(c => c.IssuedAt)
            .Select(c => c.CompanyNumber)
            .FirstOrDefaultAsync(cancellation);
        return new(
            open?.Set.Version ?? kind.Version,
            Said(rule.HolderFrom) ?? organisation,
            number,
            Said(rule.ScopeFrom) ?? assessment.Subject,
            body
        );
    }
}

/// <summary>Answers behind assessments: read by both sides, changed by the side that answers, at the steps that let it.</summary>
internal sealed class AssessmentResponses(Db db, AssessmentKinds kinds) : IResponseUse
{
    public string SubjectKind => nameof(Assessment);

    public Expression<Func<Response, bool>> VisibleTo(Db database, Actor actor)
    {
        // As AssessmentPermissions.MayReadAnswers. Not the published: their reports are for everybody, their answers are not.
        var asking = kinds.AskingInterest;
        var roles = kinds.RolesAskingInterest;
        var own = actor.OrganisationsAndFirms.Select(id => new Id<Organisation>(id)).ToList();
        var person = new Id<Person>(actor.PersonId ?? Guid.Empty);
        var seen = database
            .Set<Assessment>()
            .Where(a =>
                own.Contains(a.OrganisationId)
                || (a.HandedOverAt != null && own.Contains(a.BodyId) && !asking.Contains(a.Kind))
                || (
                    a.Members.Any(m => m.PersonId == person && m.RemovedAt == null)
                    && !a.Members.Any(m =>
                        m.PersonId == person
                        && m.RemovedAt == null
                        && m.DeclaredAt == null
                        && roles.Contains(a.Kind + "/" + m.Role)
                    )
                )
            );
        return r => seen.Any(a => a.ResponseId == r.Id);
    }

    public async Task<ResponseRights> RightsAsync(
        Response response,
        Actor actor,
        CancellationToken cancellation
    )
    {
        var assessment =
            db.Set<Assessment>().Local.FirstOrDefault(a => a.ResponseId == response.Id)
            ?? await db.Set<Assessment>()
                .Include(a => a.Members)
                .SingleAsync(a => a.ResponseId == response.Id, cancellation);
        var kind = kinds.Find(assessment.Kind, assessment.KindVersion);
        var step = kind.Step(assessment.State);
        var answer = !step.Answering
            ? Verdict.No($"Answers cannot be changed now: {step.Title.ToLowerInvariant()}.")
            : AssessmentPermissions.MayAs(
                actor,
                kind,
                assessment,
                kind.Roles.Where(r => r.Side == kind.AnsweredBy && !r.Observes).Select(r => r.Code)
            );
        return new(
            answer,
            Verdict.No("They are submitted with the assessment."),
            assessment.Reference,
            assessment.Path,
            assessment.Asked.Length > 0 ? assessment.Asked.Split(' ').ToHashSet() : null,
            IsPinned: assessment.Round > 1,
            SentBack: assessment.Asked.Length > 0 && step is { Answering: true, Shows: true }
                ? await SentBackAsync(assessment, kind, step, cancellation)
                : null
        );
    }

    private async Task<SentBackAnswers> SentBackAsync(
        Assessment assessment,
        AssessmentKind kind,
        StepRule step,
        CancellationToken cancellation
    )
    {
        var found = await db.Set<Finding>()
            .AsNoTracking()
            .Where(f => f.AssessmentId == assessment.Id && f.SupersededAt == null)
            .ToListAsync(cancellation);
        var scale = kind.Scale(assessment.Scale);
        return new(
            $"{step.Words}{(assessment.Due is { } due ? $" By {Web.Words.Day(due)}." : "")}",
            found
                .Where(f => scale.Rating(f.Rating)?.NeedsFix == true)
                .GroupBy(f => f.Unit)
                .ToDictionary(
                    g => g.Key,
                    g =>
                    {
                        var last = g.MaxBy(f => f.At)!;
                        return (last.Reason, last.Fix);
                    }
                )
        );
    }
}
