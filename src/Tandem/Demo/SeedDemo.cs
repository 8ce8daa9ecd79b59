using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Classification;
using Tandem.Contracts;
using Tandem.Contracts.Registers;
using Tandem.Formats.Tabular;
using Tandem.Imports;
using Tandem.Kernel;

namespace Tandem.Demo;

/// <summary>
/// Fills an empty installation with the fictional network: councils, partnerships, people, and what they buy, brought in by the same imports as
/// real data. The same for everybody who starts on the same day.
/// </summary>
public sealed class SeedDemo(
    Db db,
    Settings settings,
    IServiceScopeFactory scopes,
    RegisterVocabulary vocabulary,
    Migrator migrator,
    SignedHeads heads,
    TimeProvider clock
)
{
    private const string Begun = "demo-network-begun";
    private const string Filled = "demo-network-filled";

    /// <summary>Password of everybody in the demo network; accepted in demo mode only.</summary>
    public const string Password = "tandem-demo-2026";

    /// <summary>Fills the installation if nobody and nothing is in it, or what a filling left that was stopped half-way; otherwise leaves it alone.</summary>
    /// <returns>The people who may sign in.</returns>
    public async Task<IReadOnlyList<Person>> RunAsync(CancellationToken cancellation = default)
    {
        if (await IsHalfFilledAsync(cancellation))
        {
            await migrator.StartAgainAsync(cancellation);
        }
        else if (
            await db.Set<Person>().AnyAsync(cancellation)
            || await db.Set<ImportRun>().AnyAsync(cancellation)
        )
        {
            return await db.Set<Person>()
                .Where(p => p.IsDemo)
                .OrderBy(p => p.Id)
                .ToListAsync(cancellation);
        }
        var folder = Path.Combine(AppContext.BaseDirectory, "demo");
        var tables = DemoTables.Read(folder);
        var today = clock.Today();
        var people = await AddNetworkAsync(
            tables,
            DemoTables.Rows(folder, "residents.tsv"),
            cancellation
        );
        await BringInAsync(DemoPurchases.Make(tables, today), tables, cancellation);
        await DemoItem.AddAsync(
            db,
            settings,
            [.. DemoTables.Rows(folder, "pipeline.tsv").Select(r => DemoItem.Read(r, today))],
            cancellation
        );
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<DemoVoices>().RunAsync(tables, cancellation);
        await scope
            .ServiceProvider.GetRequiredService<DemoPromises>()
            .RunAsync(tables, cancellation);
        await scope
            .ServiceProvider.GetRequiredService<DemoTogether>()
            .RunAsync(DemoTables.Rows(folder, "together.tsv"), today, cancellation);
        await scope
            .ServiceProvider.GetRequiredService<DemoRuns>()
            .RunAsync(DemoTables.Rows(folder, "runs.tsv"), today, cancellation);
        await scope
            .ServiceProvider.GetRequiredService<DemoServices>()
            .RunAsync(folder, cancellation);
        var firms = await scope
            .ServiceProvider.GetRequiredService<DemoFirms>()
            .RunAsync(folder, cancellation);
        await scope
            .ServiceProvider.GetRequiredService<DemoAssessments>()
            .RunAsync(folder, firms, cancellation);
        await scope
            .ServiceProvider.GetRequiredService<DemoCalls>()
            .RunAsync(DemoTables.Rows(folder, "calls.tsv"), today, cancellation);
        await scope
            .ServiceProvider.GetRequiredService<DemoLives>()
            .RunAsync(DemoTables.Rows(folder, "entries.tsv"), today, cancellation);
        db.Record(Actor.System, Filled, nameof(Organisation), "demo");
        await db.SaveChangesAsync(cancellation);
        return people;
    }

    /// <summary>
    /// Whether a filling was stopped before its end and nobody has used the installation since: nobody signed in or brought anything in, nobody but the demo is in it,
    /// and no head of its log was kept. Only in a file, which one program has; with PostgreSQL another node may be at it.
    /// </summary>
    private async Task<bool> IsHalfFilledAsync(CancellationToken cancellation) =>
        settings.Database == DatabaseKind.Sqlite
        && !heads.AnyKept
        && await db.Set<Event>().AnyAsync(e => e.Verb == Begun, cancellation)
        && !await db.Set<Event>().AnyAsync(e => e.Verb == Filled, cancellation)
        && !await db.Set<Session>().AnyAsync(cancellation)
        && !await db.Set<ImportRun>()
            .AnyAsync(r => !EF.Functions.Like(r.SourceName, "demo-%"), cancellation)
        && !await db.Set<Person>().AnyAsync(p => !p.IsDemo, cancellation);

    private async Task<IReadOnlyList<Person>> AddNetworkAsync(
        DemoTables tables,
        IEnumerable<string[]> residents,
        CancellationToken cancellation
    )
    {
        var now = db.Now();
        var organisations = tables.Authorities.ToDictionary(
            a => a.Code,
            a => Organisation.Create(a.Name, a.Code, now)
        );
        db.AddRange(organisations.Values);
        foreach (var (name, members) in tables.Partnerships)
        {
            var partnership = Partnership.Create(name, now);
            db.Add(partnership);
            db.AddRange(
                members.Select(code => PartnershipMember.Of(partnership, organisations[code]))
            );
        }
        var people = new List<Person>();
        foreach (var person in tables.People)
        {
            var added = Person.Create(
                person.Email,
                person.Name,
                Password,
                now,
                isSteward: person.Organisation is null,
                isDemo: true
            );
            people.Add(added);
            if (person.Organisation is { } code)
            {
                db.Add(Membership.Of(added, organisations[code], Enum.Parse<Role>(person.Role!)));
            }
        }
        people.AddRange(
            residents.Select(r => Person.Create(r[0], r[1], Password, now, isDemo: true))
        );
        db.AddRange(people);
        db.Record(
            Actor.System,
            Begun,
            nameof(Organisation),
            "demo",
            new { organisations = organisations.Count, people = people.Count }
        );
        await ReferenceLists.ReplaceAsync(
            db,
            Actor.System,
            KnownAuthorities.Own,
            tables.AuthoritiesText,
            "the demo network",
            cancellation
        );
        return people;
    }

    private async Task BringInAsync(
        IReadOnlyList<DemoPurchase> purchases,
        DemoTables tables,
        CancellationToken cancellation
    )
    {
        var folder = Directory.CreateDirectory(Path.Combine(settings.DataFolder, "demo")).FullName;
        var notices = Path.Combine(folder, "demo-notices.jsonl");
        await using (var file = File.Create(notices))
        {
            DemoFiles.WriteReleases(file, purchases);
        }
        await BringAsync(new(ImportKind.Ocds, "demo-notices.jsonl"), notices, cancellation);
        var mapping = RegisterColumns.Mapping(
            RegisterColumns.Recognise(DemoFiles.RegisterHeadings, vocabulary)
        );
        var choices = new RegisterChoices(
            mapping,
            Visibility.Public,
            DemoFiles.RegisterHeadings
        ).ToJson();
        foreach (var code in DemoFiles.WithRegister)
        {
            var name = $"demo-register-{code.ToLowerInvariant()}.csv";
            var path = Path.Combine(folder, name);
            await using (var file = File.Create(path))
            {
                DemoFiles.WriteRegister(file, purchases, code);
            }
            var organisation = await db.Set<Organisation>()
                .SingleAsync(o => o.AuthorityCode == code, cancellation);
            await BringAsync(
                new(ImportKind.Register, name, Organisation: organisation.Id, Choices: choices),
                path,
                cancellation
            );
        }
    }

    private async Task BringAsync(
        ImportRequest request,
        string path,
        CancellationToken cancellation
    )
    {
        // In a scope of its own, made after the councils: what leads names to councils must know them.
        await using var scope = scopes.CreateAsyncScope();
        var run = await scope
            .ServiceProvider.GetRequiredService<BringNow>()
            .RunAsync(
                Actor.System,
                request,
                [
                    new ImportSource(
                        request.SourceName,
                        new FileInfo(path).Length,
                        () => File.OpenRead(path)
                    ),
                ],
                cancellation: cancellation
            );
        if (run.State != ImportState.Completed || run.Refused > 0)
        {
            throw new InvalidOperationException(
                $"The demo network's own {request.SourceName} did not come in whole: {run.Message}"
            );
        }
    }
}
