using Microsoft.Extensions.DependencyInjection;
using Tandem.Accounts;
using Tandem.Calls.Kinds;
using Tandem.Entries;
using Tandem.Entries.Sealing;
using Tandem.Following;
using Tandem.Kernel;
using Tandem.Tests.Calls;
using Tandem.Tests.Following;
using Tandem.Tests.Support;

namespace Tandem.Tests.Entries;

/// <summary>Ideas of Olu's: not looked at yet, read by everybody, hidden again; and on walls for the organisation's own people and for its partners' too.</summary>
internal sealed class ShownIdeas : IShownKind
{
    public string Kind => nameof(Entry);

    public FollowKind Followed => FollowKind.All;

    // Other records that are followed with everything else come between.
    public bool StandOnWork => false;

    public bool HasDays => false;

    public async Task<IReadOnlyList<ShownRecord>> MakeAsync(TestApp app, string cpv, string word)
    {
        var made = new List<ShownRecord>();
        var open = await app.WithoutPanelAsync("ideas-wall", "A wall for all", false);
        var own = await app.WithoutPanelAsync("internal-ideas", "A wall inside", false);
        var near = await app.WithoutPanelAsync("internal-ideas", "A wall for partners", true);
        foreach (
            var (state, call, acts, seers) in new (
                string,
                string,
                ModeratorAct[],
                IReadOnlySet<string>
            )[]
            {
                ("waiting", open, [], new HashSet<string>()),
                ("open", open, [ModeratorAct.LetThrough], VisibilityTests.Everybody),
                (
                    "hidden",
                    open,
                    [ModeratorAct.LetThrough, ModeratorAct.Hide],
                    new HashSet<string>()
                ),
                ("inside", own, [], new HashSet<string> { "mei@example.org" }),
                ("near", near, [], new HashSet<string> { "mei@example.org", "wyn@example.org" }),
            }
        )
        {
            var title = $"{word} idea {state}";
            var entry = await PostAsync(app, call, title, acts);
            made.Add(new(entry.Id.ToString(), $"{call}/entries/{entry.Number}", title, seers));
        }
        return made;
    }

    private static Task<Entry> PostAsync(
        TestApp app,
        string call,
        string title,
        IReadOnlyList<ModeratorAct> acts
    ) =>
        app.InScopeAsync(async scope =>
        {
            typeof(CurrentActor)
                .GetProperty(nameof(CurrentActor.Value))!
                .SetValue(
                    scope.GetRequiredService<CurrentActor>(),
                    await scope.ActorAsync(app.Cast.Olu)
                );
            var db = scope.GetRequiredService<Db>();
            var entry = await scope
                .GetRequiredService<StartEntry>()
                .RunAsync(call, new(EntrantKind.Person));
            var found = await scope.GetRequiredService<FindEntry>().OwnAsync(call, entry.Number);
            var stage = found.Call.InOrder.First();
            await scope.GetRequiredService<BeginStage>().RunAsync(found, stage);
            await EnteringApp.AnswerAsync(scope, entry, stage, title);
            await scope
                .GetRequiredService<SubmitEntry>()
                .RunAsync(
                    call,
                    entry.Number,
                    stage.Code,
                    ReceiptCode.New(),
                    [.. found.Call.AcceptedTerms.Keys]
                );
            foreach (var act in acts)
            {
                await scope
                    .GetRequiredService<ModerateEntry>()
                    .RunAsync(call, entry.Number, act, "It says who lives there.");
            }
            db.Record(Actor.System, "entry-status-given", nameof(Entry), entry.Id);
            await db.SaveChangesAsync();
            return entry;
        });

    public IReadOnlyList<string> Pages => ["/calls/{0}"];

    public IReadOnlyList<string> Lists =>
        ["/ideas?q={0}", "/ideas.csv?q={0}", "/ideas.json?q={0}", "/api/ideas?q={0}"];
}
