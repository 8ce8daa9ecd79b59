using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tandem.Accounts;
using Tandem.Assessments;
using Tandem.Kernel;
using Tandem.Questionnaires;
using Tandem.Tests.Support;

namespace Tandem.Tests.Assessments;

/// <summary>
/// Preston applies, Leeds certifies, and what each does is done by its people through the operations: Olu starts, Mei answers, Ada signs; Wyn marks, Lee leads.
/// </summary>
internal sealed class Firm(TestApp app)
{
    private static readonly IReadOnlyDictionary<string, string> Good = File.ReadLines(
            Path.Combine(Checkout.Root, "demo", "cyber-essentials.tsv")
        )
        .Where(l => !l.StartsWith('#'))
        .Skip(1)
        .Select(l => l.Split('\t'))
        .ToDictionary(
            l => l[0],
            l =>
                l[1]
                    .Replace("{name}", "Preston Works Ltd")
                    .Replace("{number}", "07719382")
                    .Replace("{place}", "Preston")
        );

    /// <summary>Does something as this person, in a scope of its own.</summary>
    public Task<T> AsAsync<T>(Person person, Func<IServiceProvider, Task<T>> act) =>
        app.InScopeAsync(async scope =>
        {
            var (actor, organisations) = await Actors.OfAsync(
                scope.GetRequiredService<Db>(),
                person
            );
            var current = scope.GetRequiredService<CurrentActor>();
            Set(current, nameof(CurrentActor.Value), actor);
            Set(current, nameof(CurrentActor.Organisations), organisations);
            return await act(scope);
        });

    /// <inheritdoc cref="AsAsync{T}"/>
    public Task AsAsync(Person person, Func<IServiceProvider, Task> act) =>
        AsAsync(
            person,
            async scope =>
            {
                await act(scope);
                return true;
            }
        );

    private static void Set(object on, string property, object value) =>
        on.GetType()
            .GetProperty(property, BindingFlags.Public | BindingFlags.Instance)!
            .SetValue(on, value);

    /// <summary>Leeds is named as one that certifies, and Wyn works there too.</summary>
    public Task NameBodyAsync() =>
        AsAsync(
            app.Cast.Sam,
            async s =>
            {
                var db = s.GetRequiredService<Db>();
                if (
                    !await db.Set<Membership>()
                        .AnyAsync(m =>
                            m.PersonId == app.Cast.Wyn.Id && m.OrganisationId == app.Cast.Leeds.Id
                        )
                )
                {
                    db.Add(Membership.Of(app.Cast.Wyn, app.Cast.Leeds, Role.Member));
                    await db.SaveChangesAsync();
                }
                foreach (var kind in new[] { "cyber-essentials", "cyber-essentials-plus" })
                {
                    await s.GetRequiredService<NameBody>().RunAsync(app.Cast.Leeds.Id, kind, true);
                }
            }
        );

    /// <summary>An application of Preston's, with Ada named to sign it.</summary>
    public async Task<string> StartAsync(
        Id<Assessment>? former = null,
        string kind = "cyber-essentials"
    )
    {
        await NameBodyAsync();
        var reference = await AsAsync(
            app.Cast.Olu,
            async s =>
                (
                    await s.GetRequiredService<StartAssessment>()
                        .RunAsync(new(kind, app.Cast.Preston.Id, Former: former))
                ).Reference
        );
        if (kind == "cyber-essentials" && former is null)
        {
            await NameAsync(reference, app.Cast.Olu, "declarant", app.Cast.Ada);
        }
        return reference;
    }

    public Task NameAsync(string reference, Person by, string role, Person whom) =>
        AsAsync(by, s => s.GetRequiredService<NameMember>().RunAsync(reference, role, whom.Email));

    /// <summary>Gives every answer of a firm that has its house in order, but for those given otherwise as JSON.</summary>
    public Task AnswerAsync(string reference, params (string Code, string Json)[] otherwise) =>
        AnswerAsync(app.Cast.Mei, reference, otherwise);

    /// <inheritdoc cref="AnswerAsync(string, ValueTuple{string, string}[])"/>
    public Task AnswerAsync(
        Person who,
        string reference,
        params (string Code, string Json)[] otherwise
    ) =>
        AsAsync(
            who,
            async s =>
            {
                var (assessment, open) = await OpenAsync(s, reference);
                var given = new Dictionary<string, string>(Good);
                foreach (var (code, json) in otherwise)
                {
                    given[code] = json;
                }
                await s.GetRequiredService<SaveAnswers>()
                    .RunAsync(
                        assessment.ResponseId!.Value,
                        given
                            .Where(g => open.Set.Find(g.Key) is not null && open.MayChange(g.Key))
                            .ToDictionary(
                                g => g.Key,
                                g => AnswerJson.Read(g.Value, open.Set.Find(g.Key)!)
                            )
                    );
            }
        );

    public Task SignAsync(string reference, Person? who = null) =>
        AsAsync(
            who ?? app.Cast.Ada,
            s => s.GetRequiredService<SignDeclaration>().RunAsync(reference, "Director", true)
        );

    /// <summary>Wyn is named, declares no interest, and takes it on.</summary>
    public async Task TakeOnAsync(string reference)
    {
        await NameAsync(reference, app.Cast.Lee, "assessor", app.Cast.Wyn);
        await AsAsync(
            app.Cast.Wyn,
            async s =>
            {
                await s.GetRequiredService<DeclareInterest>().RunAsync(reference, true, null);
                await s.GetRequiredService<TakeAct>().RunAsync(reference, "take", null);
            }
        );
    }

    /// <summary>Wyn marks every answer compliant, but for those named.</summary>
    public Task MarkAsync(string reference, string rating = "compliant", params string[] units) =>
        AsAsync(
            app.Cast.Wyn,
            async s =>
            {
                var assessment = await s.GetRequiredService<FindAssessment>().RunAsync(reference);
                var kind = s.GetRequiredService<AssessmentKinds>()
                    .Find(assessment.Kind, assessment.KindVersion);
                var all = await s.GetRequiredService<AssessmentUnits>().OfAsync(assessment, kind);
                await s.GetRequiredService<RateUnits>()
                    .RunAsync(
                        reference,
                        [
                            .. all.Select(u =>
                                units.Contains(u.Code)
                                    ? new FindingDraft(
                                        u.Code,
                                        rating,
                                        "Not said how",
                                        null,
                                        "Say how"
                                    )
                                    : new FindingDraft(u.Code, "compliant", null, null, null)
                            ),
                        ]
                    );
            }
        );

    /// <summary>Gives ratings as this person.</summary>
    public Task<IReadOnlyList<string>> RateAsync(
        Person who,
        string reference,
        params FindingDraft[] drafts
    ) => AsAsync(who, s => s.GetRequiredService<RateUnits>().RunAsync(reference, drafts));

    public Task SayNoInterestAsync(Person who, string reference) =>
        AsAsync(who, s => s.GetRequiredService<DeclareInterest>().RunAsync(reference, true, null));

    public Task<Assessment> ActAsync(
        Person who,
        string reference,
        string act,
        string? reason = null
    ) => AsAsync(who, s => s.GetRequiredService<TakeAct>().RunAsync(reference, act, reason));

    /// <summary>From start to certificate without a hitch.</summary>
    public async Task<string> PassAsync(Id<Assessment>? former = null)
    {
        var reference = await StartAsync(former);
        await AnswerAsync(reference);
        await SignAsync(reference);
        await TakeOnAsync(reference);
        await MarkAsync(reference);
        await ActAsync(app.Cast.Wyn, reference, "decide");
        return reference;
    }

    public Task<Assessment> FindAsync(string reference) =>
        AsAsync(app.Cast.Olu, s => s.GetRequiredService<FindAssessment>().RunAsync(reference));

    public Task<Certificate?> CertificateAsync(string reference) =>
        app.InScopeAsync(async s =>
        {
            var (year, number) = FindAssessment.Read(reference)!.Value;
            return await s.GetRequiredService<Db>()
                .Set<Certificate>()
                .AsNoTracking()
                .SingleOrDefaultAsync(c =>
                    s.GetRequiredService<Db>()
                        .Set<Assessment>()
                        .Any(a => a.Id == c.AssessmentId && a.Year == year && a.Number == number)
                );
        });

    private static async Task<(Assessment, OpenResponse)> OpenAsync(
        IServiceProvider services,
        string reference
    )
    {
        var assessment = await services.GetRequiredService<FindAssessment>().RunAsync(reference);
        return (
            assessment,
            await services.GetRequiredService<FindResponse>().RunAsync(assessment.ResponseId!.Value)
        );
    }
}
