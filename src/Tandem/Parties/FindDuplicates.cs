using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Quartz;
using Tandem.Kernel;
using Tandem.Kernel.Search;

namespace Tandem.Parties;

/// <summary>What a search for duplicates has done.</summary>
/// <param name="Suppliers">How many were compared, joined ones as one.</param>
/// <param name="Joined">How many were joined by the rules on numbers.</param>
/// <param name="Suggested">How many suggestions wait for a person.</param>
public sealed record DuplicatesFound(int Suppliers, int Joined, int Suggested);

/// <summary>
/// Looks through all suppliers: joins what <see cref="AutomaticJoin"/> says is one beyond doubt, and suggests to people what is likely one. Run again, it
/// gives the same; nothing that a person decided is asked again.
/// </summary>
public sealed class FindDuplicates(Db db, JoinSuppliers join, SupplierDuplicates duplicates)
{
    // Names that are the very same are worth a look sooner than names that are only alike.
    private const double SameNameThreshold = 0.5;

    private sealed record Found(
        IReadOnlyList<Id<Supplier>> Suppliers,
        double Likeness,
        bool SameName,
        IReadOnlyList<string> Evidence,
        string Words
    );

    /// <summary>Time grows with the number of suppliers: about half a minute of one core for 100,000.</summary>
    public async Task<DuplicatesFound> RunAsync(CancellationToken cancellation = default)
    {
        var identities = await SupplierIdentities.ReadAsync(db, cancellation);
        var joined = await JoinByNumberAsync(identities, cancellation);
        if (joined > 0)
        {
            identities = await SupplierIdentities.ReadAsync(db, cancellation);
        }
        var found = Suggestions(identities);
        var kept = await StoreAsync(found, cancellation);
        return new(identities.All.Count, joined, kept);
    }

    private async Task<int> JoinByNumberAsync(
        SupplierIdentities identities,
        CancellationToken cancellation
    )
    {
        var joined = 0;
        var words = new Lazy<WordWeights>(() => duplicates.WordsOf(identities.All));
        foreach (
            var group in identities
                .All.Where(s => s.VatNumber is not null)
                .GroupBy(s => VatNumber.Parse(s.VatNumber))
                .Where(g => g.Key is not null && g.Count() > 1)
        )
        {
            var members = group.ToList();
            foreach (var (i, one) in members.Index())
            {
                foreach (var other in members.Take(i))
                {
                    var (a, b) = (IdOf(other), IdOf(one));
                    if (
                        !identities.AreDecided(a, b)
                        && AutomaticJoin.Reason(other, one, words.Value) is { } why
                        && await TryJoinAsync(a, b, why, cancellation)
                    )
                    {
                        joined++;
                    }
                }
            }
        }
        return joined;
    }

    private async Task<bool> TryJoinAsync(
        Id<Supplier> one,
        Id<Supplier> other,
        string why,
        CancellationToken cancellation
    )
    {
        try
        {
            return await join.ByRuleAsync([one, other], why, cancellation) is not null;
        }
        catch (Refusal)
        {
            // A person keeps one of them from what the other is joined to; that stands above the rule.
            return false;
        }
    }

    private List<Found> Suggestions(SupplierIdentities identities)
    {
        var groups = identities
            .All.GroupBy(f => SupplierName.Normalise(f.Names[0]))
            .SelectMany(g => Compatible([.. g], identities))
            .ToList();
        var groupOf = groups
            .SelectMany(g => g.Select(f => (f.Key, Group: g)))
            .ToDictionary(g => g.Key, g => g.Group);
        // Two of each name suffice: how alike they are, all of that name are; and one stands for them towards other names.
        var pairs = duplicates.Suggest(groups.SelectMany(g => g.Take(2)), SameNameThreshold);
        var found = new List<Found>();
        var asked = new HashSet<(string, string)>();
        foreach (var pair in pairs)
        {
            var (one, other) = (groupOf[pair.First.Key], groupOf[pair.Second.Key]);
            if (one == other)
            {
                found.Add(FoundOf(one, pair, true));
            }
            else if (
                pair.Likeness >= SupplierDuplicates.Threshold
                && asked.Add((one[0].Key, other[0].Key))
                && asked.Add((other[0].Key, one[0].Key))
                && !identities.AreApart(IdOf(pair.First), IdOf(pair.Second))
            )
            {
                found.Add(FoundOf([pair.First, pair.Second], pair, false));
            }
        }
        return found;
    }

    /// <summary>Suppliers of one name in groups that may be one: none kept apart by a person, none with registered numbers that differ.</summary>
    private static IEnumerable<List<SupplierFacts>> Compatible(
        List<SupplierFacts> named,
        SupplierIdentities identities
    )
    {
        // Where two registered bodies have the name, nobody can say which of them one without a number is.
        var numbered = named.Where(f => f.CompanyNumber is not null).ToList();
        var groups =
            numbered.Count > 1 ? numbered.ConvertAll(f => new List<SupplierFacts> { f }) : [];
        var open = new List<List<SupplierFacts>>();
        foreach (var facts in numbered.Count > 1 ? named.Except(numbered) : named)
        {
            var group = open.Find(g =>
                g.TrueForAll(f => !identities.AreApart(IdOf(f), IdOf(facts)))
            );
            if (group is null)
            {
                open.Add([facts]);
            }
            else
            {
                group.Add(facts);
            }
        }
        return groups.Concat(open);
    }

    private async Task<int> StoreAsync(List<Found> found, CancellationToken cancellation)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await SupplierGroups.TakeTurnAsync(db, cancellation);
        // What was decided while this was comparing counts.
        var identities = await SupplierIdentities.ReadAsync(db, cancellation);
        var open = found
            .Where(f => f.Suppliers.All(identities.Knows))
            .Where(f =>
                !f.Suppliers.All(s => identities.AreOne(s, f.Suppliers[0]))
                && !f
                    .Suppliers.Index()
                    .Any(s => f.Suppliers.Take(s.Index).Any(o => identities.AreApart(s.Item, o)))
            )
            .ToList();
        var now = db.Now();
        var rows = open.ConvertAll(f => new SupplierSuggestion
        {
            Id = Id<SupplierSuggestion>.New(now),
            Likeness = f.Likeness,
            SameName = f.SameName,
            Size = f.Suppliers.Count,
            Evidence = JsonSerializer.Serialize(f.Evidence, JsonSerializerOptions.Web),
            Words = f.Words,
            CreatedAt = now,
        });
        await db.Set<SupplierSuggestionMember>().ExecuteDeleteAsync(cancellation);
        await db.Set<SupplierSuggestion>().ExecuteDeleteAsync(cancellation);
        await Bulk.UpsertAsync(db, rows, cancellation);
        await Bulk.UpsertAsync(
            db,
            open.Zip(rows)
                .SelectMany(p =>
                    p.First.Suppliers.Select(s => new SupplierSuggestionMember
                    {
                        SuggestionId = p.Second.Id,
                        SupplierId = s,
                    })
                )
                .ToList(),
            cancellation
        );
        await transaction.CommitAsync(cancellation);
        return rows.Count;
    }

    private static Found FoundOf(List<SupplierFacts> suppliers, LikelyPair pair, bool sameName) =>
        new(
            suppliers.ConvertAll(IdOf),
            pair.Likeness,
            sameName,
            pair.Evidence,
            string.Join(' ', suppliers.SelectMany(s => s.Names).Distinct()).ToLowerInvariant()
        );

    private static Id<Supplier> IdOf(SupplierFacts facts) => Id<Supplier>.Parse(facts.Key, null);
}

/// <summary>Searches for duplicate suppliers after an import, one search at a time.</summary>
[DisallowConcurrentExecution]
public sealed class SuggestDuplicates(FindDuplicates find) : IJob
{
    /// <summary>There is one such job for all suppliers.</summary>
    public const string Key = "suppliers";

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellation) =>
        await find.RunAsync(cancellation);
}

/// <summary>As the program starts: searches where suppliers have come, by command, that no search has looked at.</summary>
internal sealed class SuggestOnStart(
    IDbContextFactory<Db> databases,
    Jobs jobs,
    IndexFollower lists,
    FirstPage first
) : AfterFirstPage(first)
{
    protected override async Task RunAsync(CancellationToken stopping)
    {
        while (!lists.IsReady)
        {
            // Readers’ lists are built first.
            await Task.Delay(TimeSpan.FromSeconds(1), stopping);
        }
        await using var db = databases.CreateDbContext();
        var searched = await db.Set<SupplierSuggestion>()
            .MaxAsync(s => (DateTime?)s.CreatedAt, stopping);
        if (
            await db.Set<Supplier>()
                .AnyAsync(s => searched == null || s.CreatedAt > searched, stopping)
        )
        {
            await jobs.RunSoonAsync<SuggestDuplicates>(SuggestDuplicates.Key, stopping);
        }
    }
}
