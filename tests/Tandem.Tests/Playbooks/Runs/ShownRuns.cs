using Tandem.Accounts;
using Tandem.Following;
using Tandem.Playbooks.Runs;
using Tandem.Tests.Collaborations.Workspaces;
using Tandem.Tests.Following;
using Tandem.Tests.Support;

namespace Tandem.Tests.Playbooks.Runs;

/// <summary>Runs that Preston leads: alone, with a partner, with a stranger, and with a stranger who has gone; each with and without a public page.</summary>
internal sealed class ShownRuns : IShownKind
{
    private const string Mei = "mei@example.org";

    public string Kind => nameof(Run);

    public FollowKind Followed => FollowKind.All;

    // Other records that are followed with everything else come between.
    public bool StandOnWork => false;

    public bool HasDays => false;

    public async Task<IReadOnlyList<ShownRecord>> MakeAsync(TestApp app, string cpv, string word)
    {
        await app.PublishAsync("shown-runs");
        var (olu, lee) = (await app.ActorAsync(app.Cast.Olu), await app.ActorAsync(app.Cast.Lee));
        var made = new List<ShownRecord>();
        foreach (
            var (name, others, hasGone, seers) in new (string, Organisation[], bool, string[])[]
            {
                ("alone", [], false, [Mei]),
                ("partner", [app.Cast.Wyre], false, [Mei, "wyn@example.org"]),
                ("stranger", [app.Cast.Leeds], false, [Mei, "lee@example.org"]),
                ("gone", [app.Cast.Leeds], true, [Mei]),
            }
        )
        {
            foreach (var published in new[] { false, true })
            {
                var title = $"{word} run {(published ? "published" : "hidden")}with{name}";
                var run = await app.RunAsync("shown-runs", title, others);
                if (hasGone)
                {
                    await app.RunAsync<ChangePlace>(c =>
                        c.RunAsync(
                            lee,
                            run.Reference,
                            app.Cast.Leeds.Id,
                            PlaceChange.Leave,
                            "Not for us"
                        )
                    );
                }
                await app.RunAsync<PublishRun>(p =>
                    p.RunAsync(olu, run.Reference, published, null)
                );
                made.Add(
                    new(
                        run.Id.ToString(),
                        run.Reference,
                        title,
                        published ? VisibilityTests.Everybody : seers.ToHashSet()
                    )
                );
            }
        }
        return made;
    }

    public IReadOnlyList<string> Pages => ["/runs/{0}", "/runs/{0}.json", "/api/runs/{0}"];

    public IReadOnlyList<string> Lists =>
        [
            "/runs?q={0}",
            "/runs/board?q={0}",
            "/runs.csv?q={0}",
            "/runs.json?q={0}",
            "/api/runs?q={0}",
            "/search?q=\"{1}\"",
        ];
}
