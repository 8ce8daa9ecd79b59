using Microsoft.Extensions.DependencyInjection;
using Tandem.Accounts;
using Tandem.Assessments;
using Tandem.Following;
using Tandem.Kernel;
using Tandem.Tests.Following;
using Tandem.Tests.Support;

namespace Tandem.Tests.Assessments;

/// <summary>Assessments of Preston: before and after they were handed over to Leeds, with somebody of Wyre named, and published.</summary>
internal sealed class ShownAssessments : IShownKind
{
    private const string Mei = "mei@example.org";

    public string Kind => nameof(Assessment);

    public FollowKind Followed => FollowKind.All;

    public Task<IReadOnlyList<ShownRecord>> MakeAsync(TestApp app, string cpv, string word) =>
        app.InScopeAsync<IReadOnlyList<ShownRecord>>(async scope =>
        {
            var db = scope.GetRequiredService<Db>();
            var kinds = scope.GetRequiredService<AssessmentKinds>();
            var made = new List<ShownRecord>();
            foreach (
                var (state, kind, body, named, seers) in new (
                    string,
                    string,
                    Organisation,
                    string?,
                    IReadOnlySet<string>
                )[]
                {
                    ("draft", "cyber-essentials", app.Cast.Leeds, null, Set(Mei)),
                    (
                        "handed",
                        "service-standard",
                        app.Cast.Leeds,
                        null,
                        Set(Mei, "lee@example.org")
                    ),
                    ("own", "service-standard", app.Cast.Preston, null, Set(Mei)),
                    (
                        "named",
                        "service-standard",
                        app.Cast.Preston,
                        "panel-observer",
                        Set(Mei, "wyn@example.org")
                    ),
                    (
                        "published",
                        "service-standard",
                        app.Cast.Preston,
                        null,
                        VisibilityTests.Everybody
                    ),
                }
            )
            {
                var rule = kinds.Find(kind);
                var calendar = scope.GetRequiredService<WorkingDays>()[WorkingDays.Usual];
                var assessment = Assessment.Start(
                    rule,
                    900 + made.Count,
                    new(
                        $"{word} {state}",
                        null,
                        app.Cast.Preston.Id,
                        body.Id,
                        rule.Form("assessment")?.Code,
                        null,
                        rule.Standards.FirstOrDefault(),
                        null,
                        WorkingDays.Usual,
                        null
                    ),
                    Actor.System,
                    db.Now(),
                    calendar
                );
                if (named is not null)
                {
                    assessment.Name(
                        rule,
                        rule.Role(named)!,
                        app.Cast.Wyn,
                        false,
                        null,
                        Actor.System,
                        db.Now()
                    );
                }
                foreach (
                    var act in state == "published"
                        ? new[]
                        {
                            "confirm-panel",
                            "begin",
                            "compare",
                            "decide",
                            "send",
                            "accept",
                            "publish",
                        }
                        : []
                )
                {
                    assessment.Act(
                        rule,
                        rule.Acts.Single(a => a.Code == act),
                        act == "decide" ? rule.Step("checking") : null,
                        null,
                        Actor.System,
                        db.Now(),
                        calendar
                    );
                }
                db.Add(assessment);
                db.Record(Actor.System, "assessment-moved", nameof(Assessment), assessment.Id);
                made.Add(
                    new(assessment.Id.ToString(), assessment.Reference, assessment.Subject, seers)
                );
            }
            await db.SaveChangesAsync();
            return made;
        });

    public IReadOnlyList<string> Pages => ["/assessments/{0}"];

    public IReadOnlyList<string> Lists =>
        ["/assessments?q={0}", "/assessments.csv?q={0}", "/assessments.json?q={0}"];

    // Other records that are followed with everything else come between.
    public bool StandOnWork => false;

    public bool HasDays => false;

    private static HashSet<string> Set(params string[] readers) => [.. readers];
}
