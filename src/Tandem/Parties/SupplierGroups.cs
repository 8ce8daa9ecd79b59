using Microsoft.EntityFrameworkCore;
using Tandem.Kernel;

namespace Tandem.Parties;

/// <summary>
/// Tells who follows suppliers which of them now stand for others, or no longer do; called within the act's own transaction, after it is saved.
/// Rooms that come later add one to the services.
/// </summary>
public delegate Task SuppliersRegrouped(
    Db db,
    IReadOnlyList<Id<Supplier>> suppliers,
    CancellationToken cancellation
);

/// <summary>
/// The suppliers that some decision is about, with all that are joined to them, and the decisions among them. Joined suppliers form a group; each
/// but one points straight to that one (<see cref="Supplier.MergedIntoId"/>), so that no chain and no circle can come about.
/// </summary>
internal sealed class SupplierGroups
{
    // Whoever takes a number holds all decisions on suppliers until their transaction ends.
    private const string Turn = "supplier-decision";
    private readonly Db db;
    private readonly Dictionary<Id<Supplier>, Supplier> members;
    private readonly Dictionary<(Id<Supplier>, Id<Supplier>), SupplierDecision> decisions;

    private SupplierGroups(Db db, List<Supplier> members, List<SupplierDecision> decisions)
    {
        this.db = db;
        this.members = members.ToDictionary(m => m.Id);
        this.decisions = decisions.ToDictionary(d => (d.FirstId, d.SecondId));
    }

    /// <summary>Takes the turn, so that two people never decide at once. Needs an open transaction.</summary>
    public static Task TakeTurnAsync(Db db, CancellationToken cancellation) =>
        Sequence.TakeAsync(db, Turn, 1, cancellation);

    /// <summary>Reads what stands, once it is this act's turn. Needs an open transaction.</summary>
    /// <exception cref="Refusal">One of the suppliers is not there.</exception>
    public static async Task<SupplierGroups> HoldAsync(
        Db db,
        IReadOnlyCollection<Id<Supplier>> asked,
        CancellationToken cancellation
    )
    {
        await TakeTurnAsync(db, cancellation);
        db.ChangeTracker.Clear();
        var ids = asked.Distinct().ToList();
        var found = await db.Set<Supplier>()
            .AsNoTracking()
            .Where(s => EF.Parameter(ids).Contains(s.Id))
            .ToListAsync(cancellation);
        if (found.Count != ids.Count)
        {
            throw new Refusal("There is no such supplier", kind: RefusalKind.NotFound);
        }
        var heads = found.Select(s => s.MergedIntoId ?? s.Id).Distinct().ToList();
        var nullable = heads.ConvertAll(h => (Id<Supplier>?)h);
        var members = await db.Set<Supplier>()
            .Where(s => heads.Contains(s.Id) || nullable.Contains(s.MergedIntoId))
            .ToListAsync(cancellation);
        var all = members.ConvertAll(m => m.Id);
        var decisions = await db.Set<SupplierDecision>()
            .Where(d =>
                EF.Parameter(all).Contains(d.FirstId) && EF.Parameter(all).Contains(d.SecondId)
            )
            .ToListAsync(cancellation);
        return new(db, members, decisions);
    }

    public Supplier this[Id<Supplier> id] => members[id];

    public IEnumerable<SupplierDecision> Decisions => decisions.Values;

    /// <summary>The supplier that stands for the group of this one.</summary>
    public Id<Supplier> Head(Id<Supplier> supplier) => members[supplier].MergedIntoId ?? supplier;

    public IEnumerable<Supplier> GroupOf(Id<Supplier> supplier) =>
        members.Values.Where(m => Head(m.Id) == Head(supplier));

    public SupplierDecision? Between(Id<Supplier> one, Id<Supplier> other) =>
        decisions.GetValueOrDefault(SupplierDecision.Pair(one, other));

    /// <summary>The decision that keeps any of one group from any of the other, or null.</summary>
    public SupplierDecision? KeptApart(Id<Supplier> one, Id<Supplier> other) =>
        decisions.Values.FirstOrDefault(d =>
            d.Decision == PairDecision.Apart
            && (
                (Head(d.FirstId) == Head(one) && Head(d.SecondId) == Head(other))
                || (Head(d.FirstId) == Head(other) && Head(d.SecondId) == Head(one))
            )
        );

    public void Decide(Id<Supplier> one, Id<Supplier> other, PairDecision decision, Act act) =>
        Stored(one, other, act.At).Decide(decision, act);

    public void DecideAs(Id<Supplier> one, Id<Supplier> other, SupplierDecision like) =>
        Stored(one, other, like.DecidedAt).DecideAs(like);

    /// <summary>Brings the groups in line with the decisions and gives the suppliers that now stand for others or are stood for by another.</summary>
    public List<Id<Supplier>> Regroup()
    {
        var before = members.Values.ToDictionary(m => m.Id, m => m.MergedIntoId);
        var parent = members.Keys.ToDictionary(id => id);
        Id<Supplier> Root(Id<Supplier> id)
        {
            while (parent[id] != id)
            {
                id = parent[id] = parent[parent[id]];
            }
            return id;
        }
        foreach (var same in decisions.Values.Where(d => d.Decision == PairDecision.Same))
        {
            parent[Root(same.FirstId)] = Root(same.SecondId);
        }
        foreach (var group in members.Values.GroupBy(m => Root(m.Id)))
        {
            // The one whose identity is surest stands for all: a registered number, then a VAT number, then the oldest.
            var head = group
                .OrderBy(m => m.CompanyNumber is null)
                .ThenBy(m => m.VatNumber is null)
                .ThenBy(m => m.Id.ToString(), StringComparer.Ordinal)
                .First();
            foreach (var member in group)
            {
                member.MergedIntoId = member == head ? null : head.Id;
            }
        }
        return [.. members.Values.Where(m => m.MergedIntoId != before[m.Id]).Select(m => m.Id)];
    }

    /// <summary>Closes the open suggestions that this act has answered: all are joined or kept apart.</summary>
    public async Task CloseSuggestionsAsync(Guid act, CancellationToken cancellation)
    {
        var all = members.Keys.ToList();
        var touched = db.Set<SupplierSuggestionMember>()
            .Where(m => EF.Parameter(all).Contains(m.SupplierId))
            .Select(m => m.SuggestionId);
        var open = await db.Set<SupplierSuggestion>()
            .Where(s => s.DecidedIn == null && touched.Contains(s.Id))
            .ToListAsync(cancellation);
        var ids = open.ConvertAll(s => s.Id);
        var about = (
            await db.Set<SupplierSuggestionMember>()
                .AsNoTracking()
                .Where(m => EF.Parameter(ids).Contains(m.SuggestionId))
                .ToListAsync(cancellation)
        ).ToLookup(m => m.SuggestionId, m => m.SupplierId);
        foreach (var suggestion in open)
        {
            var suppliers = about[suggestion.Id].ToList();
            if (!suppliers.TrueForAll(members.ContainsKey))
            {
                continue;
            }
            var heads = suppliers.Select(Head).Distinct().ToList();
            if (
                heads
                    .Index()
                    .All(one =>
                        heads.Take(one.Index).All(other => KeptApart(one.Item, other) is not null)
                    )
            )
            {
                suggestion.DecidedIn = act;
            }
        }
    }

    /// <summary>Saves the act, tells who follows suppliers, and ends the transaction.</summary>
    public static async Task SaveAsync(
        Db db,
        IEnumerable<SuppliersRegrouped> followers,
        List<Id<Supplier>> changed,
        CancellationToken cancellation
    )
    {
        await db.SaveChangesAsync(cancellation);
        if (changed.Count > 0)
        {
            foreach (var follower in followers)
            {
                await follower(db, changed, cancellation);
            }
        }
        await db.Database.CurrentTransaction!.CommitAsync(cancellation);
    }

    private SupplierDecision Stored(Id<Supplier> one, Id<Supplier> other, DateTime now)
    {
        if (Between(one, other) is { } known)
        {
            return known;
        }
        var made = SupplierDecision.Of(one, other, now);
        decisions[(made.FirstId, made.SecondId)] = made;
        db.Add(made);
        return made;
    }
}
