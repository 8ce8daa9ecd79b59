using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Assessments;
using Tandem.Kernel;
using Tandem.Questionnaires;

namespace Tandem.Demo;

/// <summary>Firms of the demo network that apply for Cyber Essentials, each at another step, and those who assess them: told to the records themselves, for no page lets anybody act yesterday.</summary>
public sealed class DemoAssessments(
    Db db,
    AssessmentKinds kinds,
    QuestionSets sets,
    WorkingDays workingDays,
    CertificateKey key
)
{
    private const string BodyName = "Doggershire Assurance";
    private readonly Dictionary<string, string> answers = [];
    private Organisation body = null!;
    private Actor assessor = null!;
    private Person assessorPerson = null!;

    /// <param name="firms">The firms, by name.</param>
    internal async Task RunAsync(
        string folder,
        IReadOnlyDictionary<string, DemoFirm> firms,
        CancellationToken cancellation
    )
    {
        foreach (var row in DemoTables.Rows(folder, "cyber-essentials.tsv"))
        {
            answers[row[0]] = row[1];
        }
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        (body, assessorPerson) = Join(BodyName, "Joris Vane (assessor)", "joris@assurance.example");
        var second = Person.Create(
            "edda@assurance.example",
            "Edda Roth (second assessor)",
            SeedDemo.Password,
            db.Now(),
            isDemo: true
        );
        db.Add(second);
        db.Add(Membership.Of(second, body, Role.Officer));
        db.AddRange(
            new[] { "cyber-essentials", "cyber-essentials-plus" }.Select(k =>
                AssessingBody.Of(body.Id, k, db.Now())
            )
        );
        assessor = new(
            assessorPerson.Id.Value,
            assessorPerson.Name,
            new Dictionary<Guid, Role> { [body.Id.Value] = Role.Officer },
            new HashSet<Guid>()
        );
        foreach (var row in DemoTables.Rows(folder, "assessments.tsv"))
        {
            await AddAsync(
                firms[row[0]],
                row[1],
                int.Parse(row[2], CultureInfo.InvariantCulture),
                cancellation
            );
        }
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
    }

    private (Organisation, Person) Join(string organisation, string name, string email)
    {
        var joined = Organisation.Create(organisation, null, db.Now());
        var person = Person.Create(email, name, SeedDemo.Password, db.Now(), isDemo: true);
        db.Add(joined);
        db.Add(person);
        db.Add(Membership.Of(person, joined, Role.Administrator));
        return (joined, person);
    }

    private async Task AddAsync(
        DemoFirm applies,
        string state,
        int days,
        CancellationToken cancellation
    )
    {
        var (firm, person, applicant) = (applies.Firm, applies.Person, applies.Actor);
        var kind = kinds.Find("cyber-essentials");
        var calendar = workingDays[WorkingDays.Usual];
        var at = db.Now().AddDays(-days);
        var assessment = Assessment.Start(
            kind,
            await Sequence.TakeAsync(db, $"assessment-{at.Year}", 1, cancellation),
            new(firm.Name, null, firm.Id, body.Id, null, null, null, null, WorkingDays.Usual, null),
            applicant,
            at,
            calendar
        );
        var set = (await sets.InForceAsync(kind.Questions!, LocalDay.Of(at), cancellation))!;
        var response = Response.Start(
            set,
            firm.Id,
            new(nameof(Assessment), assessment.Id.ToString()),
            $"{kind.Title}: {firm.Name}",
            applicant,
            at
        );
        assessment.AnswerWith(response);
        db.Add(response);
        db.Add(assessment);
        // A draft still lacks its last section, and has one thing that would fail by itself.
        var isDraft = state is "draft" or "lapsed";
        var given = Given(set, applies, isDraft);
        var said = new Dictionary<string, Answer>();
        foreach (var (code, json) in given)
        {
            var answer = Answer.To(response.Id, code);
            answer.Say(json, applicant, at);
            db.Add(answer);
            said[code] = answer;
        }
        var sheet = new AnswerSheet(
            set,
            given.ToDictionary(g => g.Key, g => AnswerJson.Read(g.Value, set.Find(g.Key)!)!),
            LocalDay.Of(at)
        );
        response.Reckon(sheet, at);
        assessment.Name(kind, kind.Role("declarant")!, person, true, null, applicant, at);
        if (!isDraft)
        {
            GoOn(assessment, kind, response, sheet, said, applies, state, at, calendar);
        }
        else if (state == "lapsed")
        {
            assessment.Act(
                kind,
                kind.Acts.Single(a => a.Code == kind.Steps[0].Clock!.Then),
                null,
                null,
                Actor.System,
                assessment.Due!.Value.AddDays(1).ToDateTime(new(1, 0), DateTimeKind.Utc),
                calendar
            );
        }
        db.Record(
            applicant,
            "assessment-started",
            nameof(Assessment),
            assessment.Id,
            new { assessment.Reference, assessment.Kind }
        );
    }

    private Dictionary<string, string> Given(QuestionSet set, DemoFirm firm, bool isDraft) =>
        answers
            .Where(a => set.Find(a.Key) is not null)
            .Where(a => !isDraft || set.SectionOf(a.Key)!.Code != "malware")
            .ToDictionary(
                a => a.Key,
                a =>
                    isDraft && a.Key is ("ua-mfa-cloud-users" or "up-automatic")
                        ? "false"
                        : firm.Fill(a.Value)
            );

    private void GoOn(
        Assessment assessment,
        AssessmentKind kind,
        Response response,
        AnswerSheet sheet,
        Dictionary<string, Answer> said,
        DemoFirm applies,
        string state,
        DateTime at,
        HolidayCalendar calendar
    )
    {
        var applicant = applies.Actor;
        void Act(string code, Actor actor, DateTime when, string? to = null) =>
            assessment.Act(
                kind,
                kind.Acts.Single(a => a.Code == code),
                to is null ? null : kind.Step(to),
                null,
                actor,
                when,
                calendar
            );
        db.Add(
            AssessmentDeclaration.Sign(
                assessment,
                kind.Declaration!,
                kind.Declaration!.Positions[0],
                true,
                AssessmentAnswers.HashOf(null),
                applicant,
                at
            )
        );
        response.Submit(sheet, applicant, at);
        Act("submit", applicant, at);
        if (state == "submitted")
        {
            return;
        }
        var member = assessment.Name(
            kind,
            kind.Role("assessor")!,
            assessorPerson,
            false,
            null,
            assessor,
            at.AddHours(3)
        );
        member.Declare(null, at.AddHours(4));
        Act("take", assessor, at.AddHours(4));
        var isAsked = state == "asked";
        string[] wantingCodes = ["fw-rules-how", "ua-leavers-how"];
        foreach (var question in sheet.Set.Questions.Where(sheet.IsAsked))
        {
            var wanting = isAsked && wantingCodes.Contains(question.Code);
            var draft = wanting
                ? new FindingDraft(
                    question.Code,
                    "minor",
                    "It is not said how soon.",
                    null,
                    "Say within how many days, and who sees to it."
                )
                : new FindingDraft(question.Code, "compliant", null, null, null);
            assessment.Rate(
                kind,
                draft with
                {
                    AnswerHash = AssessmentAnswers.HashOf(
                        said.TryGetValue(question.Code, out var answer) ? [answer] : [],
                        []
                    ),
                },
                false,
                assessor,
                at.AddDays(1)
            );
        }
        if (isAsked)
        {
            // Yesterday, so that the clock has just begun.
            response.Reopen(db.Now().AddHours(-20));
            Act("ask", assessor, db.Now().AddHours(-20));
            assessment.AskFor(sheet.Set.WithFollowing(wantingCodes));
            return;
        }
        var decided = at.AddDays(2);
        Act("decide", assessor, decided, "passed");
        assessment.Decide(kind.Outcome("pass")!, "pass", decided);
        var certificate = Certificate.Issue(
            assessment,
            kind.Certificate!,
            new(
                sheet.Set.Version,
                applies.Firm.Name,
                applies.Firm.RegisteredNumber,
                applies.Fill(answers["scope-text"].Trim('"')),
                body.Name
            ),
            decided,
            key
        );
        if (state == "withdrawn")
        {
            certificate.Withdraw(
                "The firm was split up; what was certified is no more.",
                assessor,
                decided.AddDays(60)
            );
        }
        db.Add(certificate);
    }
}
