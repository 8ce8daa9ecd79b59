using Microsoft.Extensions.DependencyInjection;
using Tandem.Accounts;
using Tandem.Following;
using Tandem.Kernel;
using Tandem.Playbooks;
using Tandem.Playbooks.Editing;
using Tandem.Playbooks.Reading;
using Tandem.Tests.Following;
using Tandem.Tests.Support;

namespace Tandem.Tests.Playbooks;

/// <summary>Playbooks of an organisation of a partnership and of one outside it: never published, or published to its organisation, to its partners, to everybody.</summary>
internal sealed class ShownPlaybooks : IShownKind
{
    public string Kind => nameof(KeptPlaybook);

    public FollowKind Followed => FollowKind.All;

    // Other records that are followed with everything else come between.
    public bool StandOnWork => false;

    public bool HasDays => false;

    public async Task<IReadOnlyList<ShownRecord>> MakeAsync(TestApp app, string cpv, string word)
    {
        var made = new List<ShownRecord>();
        // Nobody is told of their own acts, and those who write a draft find it: both are written by others than those who look.
        var other = await OfficerAsync(app, app.Cast.Leeds);
        foreach (
            var (keeper, officer) in new[]
            {
                (app.Cast.Preston, app.Cast.Olu),
                (app.Cast.Leeds, other),
            }
        )
        {
            PlaybookAudience?[] audiences = [.. Enum.GetValues<PlaybookAudience>()];
            foreach (var audience in keeper == app.Cast.Preston ? [null, .. audiences] : audiences)
            {
                var title =
                    $"{word} playbook {audience?.ToString() ?? "Draft"}of{keeper.AuthorityCode}";
                var kept = await app.InScopeAsync(scope =>
                    WriteAsync(scope, keeper, officer, title, audience)
                );
                made.Add(
                    new(kept.Id.ToString(), kept.Key, title, Seers(audience, keeper.AuthorityCode!))
                );
            }
        }
        await app.Services.GetRequiredService<PlaybookPageIndex>().CatchUpAsync();
        return made;
    }

    private static Task<Person> OfficerAsync(TestApp app, Organisation organisation) =>
        app.InScopeAsync(async scope =>
        {
            var db = scope.GetRequiredService<Db>();
            var person = Person.Create("max@example.org", "Max", Cast.Password, db.Now());
            db.AddRange(person, Membership.Of(person, organisation, Role.Officer));
            await db.SaveChangesAsync();
            return person;
        });

    private static async Task<KeptPlaybook> WriteAsync(
        IServiceProvider scope,
        Organisation keeper,
        Person officer,
        string title,
        PlaybookAudience? audience
    )
    {
        var db = scope.GetRequiredService<Db>();
        var (actor, _) = await Actors.OfAsync(db, officer);
        var files = SmallPlaybook.Files();
        files["playbook.yaml"] = files["playbook.yaml"]
            .Replace("name: small", $"name: {Slug.Of(title)}")
            .Replace("title: A small playbook", $"title: {title}");
        files["guides/ask-others.md"] = files["guides/ask-others.md"]
            .Replace("title: Ask the other authorities", $"title: {title}");
        var kept = await new StartPlaybook(db, actor).RunAsync(keeper.Id, files);
        if (audience is { } shared)
        {
            var shelf = new PlaybookShelf(db, actor, scope.GetRequiredService<HeldPlaybooks>());
            await new SharePlaybook(db, actor, shelf).RunAsync(kept.Key, shared);
            await new PublishDraft(db, actor, shelf).RunAsync(kept.Key, "The first.");
        }
        return kept;
    }

    public IReadOnlyList<string> Pages =>
        [
            "/playbooks/{0}",
            "/playbooks/{0}/guides/ask-others",
            "/playbooks/{0}/export.zip",
            "/api/playbooks/{0}",
        ];

    public IReadOnlyList<string> Lists =>
        [
            "/playbooks",
            "/api/playbooks",
            "/playbooks/pages?q={0}",
            "/playbooks/pages.csv?q={0}",
            "/playbooks/pages.json?q={0}",
            "/search?q=\"{1}\"",
        ];

    private static IReadOnlySet<string> Seers(PlaybookAudience? audience, string keeper) =>
        (audience, keeper) switch
        {
            (null, _) => new HashSet<string>(),
            (PlaybookAudience.Public, _) => VisibilityTests.Everybody,
            (PlaybookAudience.Partnership, "PRE") => new HashSet<string>
            {
                "mei@example.org",
                "wyn@example.org",
            },
            (_, "PRE") => new HashSet<string> { "mei@example.org" },
            _ => new HashSet<string> { "lee@example.org" },
        };
}
