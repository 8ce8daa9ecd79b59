using Microsoft.Extensions.DependencyInjection;
using Tandem.Calls;
using Tandem.Following;
using Tandem.Kernel;
using Tandem.Kernel.Search;
using Tandem.Tests.Following;
using Tandem.Tests.Support;

namespace Tandem.Tests.Calls;

/// <summary>
/// Calls of Preston as somebody without a part in them finds them: a draft, one for everybody, one for its own people, and one for its partners' people too. What the panel and
/// the team see beside is held by <see cref="CallProjectionTests"/>.
/// </summary>
internal sealed class ShownCalls : IShownKind
{
    public string Kind => nameof(Call);

    public FollowKind Followed => FollowKind.All;

    // Other records that are followed with everything else come between.
    public bool StandOnWork => false;

    public bool HasDays => true;

    public async Task<IReadOnlyList<ShownRecord>> MakeAsync(TestApp app, string cpv, string word)
    {
        var made = new List<ShownRecord>();
        foreach (
            var (state, kind, publish, withPartners, seers) in new (
                string,
                string,
                bool,
                bool,
                IReadOnlySet<string>
            )[]
            {
                ("draft", "challenge-prize", false, false, new HashSet<string>()),
                ("open", "challenge-prize", true, false, VisibilityTests.Everybody),
                (
                    "internal",
                    "internal-ideas",
                    true,
                    false,
                    new HashSet<string> { "mei@example.org" }
                ),
                (
                    "partners",
                    "internal-ideas",
                    true,
                    true,
                    new HashSet<string> { "mei@example.org", "wyn@example.org" }
                ),
            }
        )
        {
            var title = $"{word} call {state}";
            var reference = await app.WithoutPanelAsync(kind, title, withPartners, publish);
            var id = await app.InScopeAsync(async scope =>
                (
                    await scope
                        .GetRequiredService<Db>()
                        .CallAsync(await scope.ActorAsync(app.Cast.Olu), reference)
                ).Id
            );
            made.Add(new(id.ToString(), reference, title, seers));
        }
        await app.InScopeAsync(scope => scope.GetRequiredService<IndexFollower>().CatchUpAsync());
        return made;
    }

    public IReadOnlyList<string> Pages =>
        ["/calls/{0}", "/calls/{0}/questions", "/calls/{0}.json", "/api/calls/{0}"];

    public IReadOnlyList<string> Lists =>
        [
            "/calls?q={0}",
            "/calls.csv?q={0}",
            "/calls.json?q={0}",
            "/api/calls?q={0}",
            "/search?q=\"{1}\"",
        ];
}

/// <summary>Calls that nobody has a part in but those who look after them.</summary>
internal static class CallsWithoutPanel
{
    public static Task<string> WithoutPanelAsync(
        this TestApp app,
        string kind,
        string title,
        bool withPartners,
        bool publish = true
    ) =>
        app.CallAsync(
            kind,
            title,
            publish,
            (call, now) =>
            {
                foreach (var person in call.People.Where(p => p.Role != CallRole.Owner).ToList())
                {
                    call.Release(person.PersonId, person.Role, now);
                }
                call.Describe(
                    new()
                    {
                        Title = title,
                        Summary = "What can be done",
                        WithPartners = withPartners,
                    },
                    now
                );
                call.Name(app.Cast.Ada.Id, CallRole.Approver, Actor.System, now);
            }
        );
}
