using Microsoft.Extensions.DependencyInjection;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Questionnaires;
using Tandem.Questionnaires.Formulas;
using Tandem.Tests.Support;

namespace Tandem.Tests.Questionnaires;

/// <summary>The application with the set of the tests brought in by Preston, in two versions.</summary>
public sealed class QuestionApp : TestApp
{
    public const string Firm = "firm@preston-city-council";

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await InScopeAsync(async scope =>
        {
            var db = scope.GetRequiredService<Db>();
            db.Add(
                BroughtQuestionSet.From(
                    Sets.Read(Sets.Firm),
                    Sets.Firm,
                    Cast.Preston,
                    Actor.System,
                    db.Now()
                )
            );
            await db.SaveChangesAsync();
        });
    }

    /// <summary>Runs an operation as a person.</summary>
    public Task<TOut> AsAsync<TOut>(Person person, Func<IServiceProvider, Task<TOut>> act) =>
        InScopeAsync(async scope =>
        {
            var db = scope.GetRequiredService<Db>();
            var (actor, _) = await Actors.OfAsync(db, person);
            return await act(new Acting(scope, actor));
        });

    public Task<Response> StartAsync(Person person) =>
        AsAsync(
            person,
            scope => scope.GetRequiredService<StartResponse>().RunAsync(Firm, Cast.Preston.Id)
        );

    public Task<(OpenResponse Open, IReadOnlyList<Answer> Crossed)> SaveAsync(
        Person person,
        Response response,
        DateTime? seenAt,
        params (string Code, Value? Value)[] given
    ) =>
        AsAsync(
            person,
            scope =>
                scope
                    .GetRequiredService<SaveAnswers>()
                    .RunAsync(response.Id, given.ToDictionary(g => g.Code, g => g.Value), seenAt)
        );

    public Task<OpenResponse> ReadAsync(Person person, Response response) =>
        AsAsync(person, scope => scope.GetRequiredService<FindResponse>().RunAsync(response.Id));

    /// <summary>Services whose actor is somebody.</summary>
    private sealed class Acting(IServiceProvider inner, Actor actor) : IServiceProvider
    {
        public object? GetService(Type type) =>
            type == typeof(Actor) ? actor
            : type == typeof(ResponseUses)
                ? new ResponseUses(
                    inner.GetServices<IResponseUse>(),
                    inner.GetRequiredService<Db>(),
                    actor
                )
            : type == typeof(CountedReports) ? inner.GetService(type)
            : type.Namespace?.StartsWith("Tandem.Questionnaires", StringComparison.Ordinal) == true
            && !type.IsInterface
            && type.GetConstructors()[0].GetParameters() is { Length: > 0 } needs
            && type != typeof(ReadQuestionSets)
            && type != typeof(ShippedQuestionSets)
                ? Activator.CreateInstance(
                    type,
                    [.. needs.Select(n => GetService(n.ParameterType))]
                )
            : inner.GetService(type);
    }
}
