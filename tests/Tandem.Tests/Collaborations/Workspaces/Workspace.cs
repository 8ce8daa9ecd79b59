using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tandem.Accounts;
using Tandem.Collaborations.Workspaces;
using Tandem.Kernel;
using Tandem.Tests.Support;

namespace Tandem.Tests.Collaborations.Workspaces;

/// <summary>Puts collaborations into a test application.</summary>
internal static class Workspace
{
    public static readonly Mandate Mandate = new("Jo Hill", "Director", "Decision 14/2026");

    public static Task<Actor> ActorAsync(this TestApp app, Person person) =>
        app.InScopeAsync(async scope =>
            (await Actors.OfAsync(scope.GetRequiredService<Db>(), person)).Actor
        );

    /// <summary>Preston leads; the others observe.</summary>
    public static async Task<Collaboration> CollaborationAsync(
        this TestApp app,
        string title,
        params Organisation[] invited
    )
    {
        var olu = await app.ActorAsync(app.Cast.Olu);
        return await app.InScopeAsync(scope =>
            scope
                .GetRequiredService<StartCollaboration>()
                .RunAsync(
                    olu,
                    new(
                        title,
                        "One contract for all",
                        app.Cast.Preston.Id,
                        Mandate,
                        [.. invited.Select(o => o.Id)],
                        null
                    )
                )
        );
    }

    public static Task RunAsync<T>(this TestApp app, Func<T, Task> act)
        where T : notnull => app.InScopeAsync(scope => act(scope.GetRequiredService<T>()));

    public static Task<TOut> RunAsync<T, TOut>(this TestApp app, Func<T, Task<TOut>> act)
        where T : notnull => app.InScopeAsync(scope => act(scope.GetRequiredService<T>()));

    public static Task<Collaboration> ReadAsync(this TestApp app, Collaboration collaboration) =>
        app.InScopeAsync(scope =>
            scope
                .GetRequiredService<Db>()
                .Set<Collaboration>()
                .AsNoTracking()
                .Include(c => c.Members)
                .SingleAsync(c => c.Id == collaboration.Id)
        );
}
