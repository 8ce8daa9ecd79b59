using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Assessments;
using Tandem.Kernel;

namespace Tandem.Demo;

/// <summary>
/// Services of the demo network that panels have looked at, each at another step: told to the records themselves, for no page lets anybody act
/// yesterday. The days between the steps are those of an ordinary assessment, counted from the day itself.
/// </summary>
public sealed class DemoServices(
    Db db,
    AssessmentKinds kinds,
    DemoPanels panels,
    WorkingDays workingDays
)
{
    private const int Booked = -40;

    private readonly Dictionary<string, (Person Person, Actor Actor)> people = [];
    private readonly Dictionary<string, Assessment> held = [];

    internal async Task RunAsync(string folder, CancellationToken cancellation)
    {
        panels.Read(folder);
        var kind = kinds.Find("service-standard");
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        foreach (var row in DemoTables.Rows(folder, "services.tsv"))
        {
            await AddAsync(
                kind,
                new(
                    row[0],
                    row[1],
                    row[2],
                    row[3],
                    row[4],
                    row[5],
                    int.Parse(row[6], CultureInfo.InvariantCulture),
                    row[7],
                    row[13]
                ),
                row[8..13],
                cancellation
            );
            await db.SaveChangesAsync(cancellation);
        }
        Offer(kind);
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
    }

    // Those who sit on panels here, as the list of assessors has them: trained two years ago.
    private void Offer(AssessmentKind kind)
    {
        var professions = kind.Role("lead")!.Professions;
        var now = db.Now();
        foreach (var ((person, _), i) in people.Values.Select((p, i) => (p, i)))
        {
            var assessor = Assessor.Of(person.Id, kind.Name, now);
            assessor.Offer(
                [professions[i % professions.Count], professions[(i + 3) % professions.Count]],
                true,
                now
            );
            assessor.Train(LocalDay.Of(now).AddYears(-2), Actor.System, now);
            db.Add(assessor);
        }
    }

    private async Task<(Person Person, Actor Actor)> WhoAsync(
        string email,
        CancellationToken cancellation
    )
    {
        if (!people.TryGetValue(email, out var who))
        {
            var person = await db.Set<Person>().SingleAsync(p => p.Email == email, cancellation);
            people[email] = who = (person, (await Actors.OfAsync(db, person, cancellation)).Actor);
        }
        return who;
    }

    /// <param name="named">E-mail addresses of owner, lead, assessor, checker and coordinator; the last three may be empty.</param>
    private async Task AddAsync(
        AssessmentKind kind,
        DemoService service,
        string[] named,
        CancellationToken cancellation
    )
    {
        var council = await db.Set<Organisation>()
            .SingleAsync(o => o.AuthorityCode == service.Council, cancellation);
        var owner = (await WhoAsync(named[0], cancellation)).Actor;
        var held = db.Now().AddDays(-service.Days);
        var begun = service.State == "booked" ? db.Now().AddDays(-6) : held.AddDays(Booked);
        var calendar = workingDays[WorkingDays.Usual];
        var former = service.Form == "reassessment" ? this.held[service.Name] : null;
        var assessment = Assessment.Start(
            kind,
            await Sequence.TakeAsync(db, $"assessment-{begun.Year}", 1, cancellation),
            new(
                service.Name,
                null,
                council.Id,
                council.Id,
                service.Form,
                service.Phase,
                "service-standard",
                service.Scale,
                WorkingDays.Usual,
                former?.Id,
                former is null ? null : Red(kind, former),
                LocalDay.Of(held),
                new Dictionary<string, string>
                {
                    ["team"] = "Six of us, two of the supplier",
                    ["residents"] = service.Users,
                }
            ),
            owner,
            begun,
            calendar
        );
        this.held[service.Name] = assessment;
        db.Add(assessment);
        db.Record(
            owner,
            "assessment-started",
            nameof(Assessment),
            assessment.Id,
            new { assessment.Reference, assessment.Kind }
        );
        foreach (
            var (role, email) in new[] { "lead", "assessor", "checker", "coordinator" }.Zip(
                named[1..]
            )
        )
        {
            if (email.Length > 0)
            {
                var (person, _) = await WhoAsync(email, cancellation);
                var rule = kind.Role(role)!;
                assessment
                    .Name(
                        kind,
                        rule,
                        person,
                        false,
                        rule.Professions.Count > 0 ? rule.Professions[people.Count % 3] : null,
                        owner,
                        begun.AddDays(1)
                    )
                    .Declare(null, begun.AddDays(2));
            }
        }
        if (service.State != "booked")
        {
            await panels.HoldAsync(
                assessment,
                kind,
                service,
                owner,
                [.. named[1..].Select(e => people[e].Actor)],
                held,
                cancellation
            );
        }
    }

    private static List<string> Red(AssessmentKind kind, Assessment former)
    {
        var scale = kind.Scale(former.Scale);
        return
        [
            .. former
                .Counting(kind)
                .Values.Where(f => scale.Rating(f.Rating)?.NeedsAgain == true)
                .Select(f => f.Unit),
        ];
    }
}
