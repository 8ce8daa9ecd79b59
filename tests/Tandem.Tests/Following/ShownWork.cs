using Microsoft.Extensions.DependencyInjection;
using Tandem.Accounts;
using Tandem.Collaborations.Workspaces;
using Tandem.Commitments;
using Tandem.Contracts;
using Tandem.Following;
using Tandem.Kernel;
using Tandem.Kernel.Search;
using Tandem.Pipeline;
using Tandem.Tests.Collaborations.Workspaces;
using Tandem.Tests.Market;
using Tandem.Tests.Support;

namespace Tandem.Tests.Following;

/// <summary>Pipeline items: kept by an organisation of a partnership and by one outside it, each for its owner, its organisation, its partners or everybody.</summary>
internal sealed class ShownPipelineItems : IShownKind
{
    public string Kind => nameof(PipelineItem);

    public async Task<IReadOnlyList<ShownRecord>> MakeAsync(TestApp app, string cpv, string word)
    {
        var made = new List<(PipelineItem Item, IReadOnlySet<string> Seers)>();
        await app.InScopeAsync(async scope =>
        {
            var db = scope.GetRequiredService<Db>();
            var now = db.Now();
            foreach (
                var (keeper, owner) in new[]
                {
                    (app.Cast.Preston, app.Cast.Mei),
                    (app.Cast.Leeds, app.Cast.Lee),
                }
            )
            {
                foreach (var visibility in Enum.GetValues<ItemVisibility>())
                {
                    var item = PipelineItem.Draft(
                        keeper.Id,
                        new()
                        {
                            Title = $"{word} {visibility}by{keeper.AuthorityCode}",
                            CpvCodes = cpv,
                            CpvOrigin = CodeOrigin.Buyer,
                            Phase = "Discovery",
                            PlannedPublish = new DateOnly(2027, 9, 1),
                        },
                        owner.Id,
                        "ocds-test",
                        now
                    );
                    item.Publish(visibility, needsApprover: false, owner.Id, now);
                    db.RecordOn(
                        Actor.System,
                        PipelineActs.Published,
                        item,
                        new { visibility = visibility.ToString() }
                    );
                    made.Add((item, Seers(visibility, keeper.AuthorityCode!)));
                }
            }
            db.AddRange(made.Select(m => m.Item));
            await db.SavePipelineAsync([.. made.Select(m => m.Item)], default);
            await scope.GetRequiredService<IndexFollower>().CatchUpAsync();
        });
        return
        [
            .. made.Select(m => new ShownRecord(
                m.Item.Id.ToString(),
                m.Item.Reference,
                m.Item.Title,
                m.Seers,
                m.Item.Ocid
            )),
        ];
    }

    public IReadOnlyList<string> Pages =>
        ["/pipeline/{0}", "/pipeline/{0}.json", "/api/pipeline/{0}"];

    public IReadOnlyList<string> Lists =>
        [
            "/pipeline?q={0}",
            "/pipeline/board?q={0}",
            "/pipeline/timeline?q={0}",
            "/pipeline.csv?q={0}",
            "/pipeline.json?q={0}",
            "/api/pipeline?q={0}",
            "/search?q={0}",
        ];

    public bool HasDays => true;

    public bool IsReleased => true;

    private static HashSet<string> Seers(ItemVisibility visibility, string keeper) =>
        (visibility, keeper) switch
        {
            (ItemVisibility.Public, _) => VisibilityTests.Everybody,
            (ItemVisibility.Partnership, "PRE") => ["mei@example.org", "wyn@example.org"],
            (_, "PRE") => ["mei@example.org"],
            _ => ["lee@example.org"],
        };
}

/// <summary>Promises about a contract that everybody may see: of two organisations, each for its members or for everybody.</summary>
internal sealed class ShownCommitments : IShownKind
{
    public string Kind => nameof(Commitment);

    public FollowKind Followed => FollowKind.All;

    public async Task<IReadOnlyList<ShownRecord>> MakeAsync(TestApp app, string cpv, string word)
    {
        var made = new List<ShownRecord>();
        foreach (
            var (keeper, officer, member) in new[]
            {
                (app.Cast.Preston, app.Cast.Olu, "mei@example.org"),
                (app.Cast.Leeds, app.Cast.Lee, "lee@example.org"),
            }
        )
        {
            var register = new Records(app, 6000 + made.Count);
            var contract = register.Contract(
                $"Works of {keeper.AuthorityCode}",
                owner: keeper,
                buyer: $"Works department of {keeper.Name}",
                authority: null
            );
            await register.SaveAsync();
            foreach (var audience in Enum.GetValues<CommitmentAudience>())
            {
                var promise = await app.InScopeAsync(async scope =>
                {
                    var db = scope.GetRequiredService<Db>();
                    var (actor, _) = await Actors.OfAsync(db, officer);
                    var promised = await ActivatorUtilities
                        .CreateInstance<MakeCommitment>(scope, actor)
                        .RunAsync(
                            keeper.Id,
                            new(
                                $"{word} {audience}of{keeper.AuthorityCode}",
                                "Residents",
                                "Council meeting",
                                null,
                                null,
                                DateOnly.FromDateTime(db.Now()).AddDays(20),
                                audience,
                                new(nameof(Contract), contract.Id.ToString())
                            )
                        );
                    promised.TellProgress("Half of it is done.", Actor.System, db.Now());
                    db.Record(
                        Actor.System,
                        "commitment-progress-told",
                        nameof(Commitment),
                        promised.Id
                    );
                    await db.SaveChangesAsync();
                    return promised;
                });
                made.Add(
                    new(
                        promise.Id.ToString(),
                        promise.Reference,
                        promise.Text,
                        audience == CommitmentAudience.Public
                            ? VisibilityTests.Everybody
                            : new HashSet<string> { member },
                        $"{Settings.UsualOcidPrefix}-{contract.Id.Value:N}"
                    )
                );
            }
        }
        return made;
    }

    public IReadOnlyList<string> Pages =>
        ["/commitments/{0}", "/commitments/{0}.json", "/api/commitments/{0}"];

    public IReadOnlyList<string> Lists =>
        [
            "/commitments?q={0}",
            "/commitments.csv?q={0}",
            "/commitments.json?q={0}",
            "/api/commitments?q={0}",
            "/search?q={0}",
        ];

    public bool HasDays => false;

    public bool IsReleased => true;
}

/// <summary>Collaborations that Preston leads: with a partner, with a stranger, and with a stranger who has gone; each for its members, for their partners or for everybody.</summary>
internal sealed class ShownCollaborations : IShownKind
{
    public string Kind => nameof(Collaboration);

    public FollowKind Followed => FollowKind.All;

    public bool StandOnWork => false;

    public async Task<IReadOnlyList<ShownRecord>> MakeAsync(TestApp app, string cpv, string word)
    {
        var olu = await app.ActorAsync(app.Cast.Olu);
        var lee = await app.ActorAsync(app.Cast.Lee);
        var made = new List<ShownRecord>();
        foreach (
            var (name, other, hasGone, seers) in new (string, Organisation, bool, string[])[]
            {
                ("partner", app.Cast.Wyre, false, ["mei@example.org", "wyn@example.org"]),
                ("stranger", app.Cast.Leeds, false, ["mei@example.org", "lee@example.org"]),
                ("gone", app.Cast.Leeds, true, ["mei@example.org"]),
            }
        )
        {
            foreach (var visibility in Enum.GetValues<CollaborationVisibility>())
            {
                var title = $"{word} {visibility}with{name}";
                var one = await app.CollaborationAsync(title, other);
                if (hasGone)
                {
                    await app.RunAsync<StateStanding>(s =>
                        s.RunAsync(
                            lee,
                            one.Reference,
                            app.Cast.Leeds.Id,
                            Standing.Out,
                            Workspace.Mandate,
                            "Not for us",
                            default
                        )
                    );
                }
                await app.RunAsync<PublishCollaboration>(p =>
                    p.RunAsync(olu, one.Reference, visibility, null)
                );
                made.Add(
                    new(
                        one.Id.ToString(),
                        one.Reference,
                        title,
                        visibility switch
                        {
                            CollaborationVisibility.Public => VisibilityTests.Everybody,
                            CollaborationVisibility.Partnership => seers
                                .Append("wyn@example.org")
                                .ToHashSet(),
                            _ => seers.ToHashSet(),
                        }
                    )
                );
            }
        }
        return made;
    }

    public IReadOnlyList<string> Pages =>
        ["/collaborations/{0}", "/collaborations/{0}.json", "/api/collaborations/{0}"];

    public IReadOnlyList<string> Lists =>
        [
            "/collaborations?q={0}",
            "/collaborations.csv?q={0}",
            "/collaborations.json?q={0}",
            "/api/collaborations?q={0}",
            "/search?q=\"{1}\"",
        ];

    public bool HasDays => false;
}
