using Microsoft.EntityFrameworkCore;
using Tandem.Kernel;

namespace Tandem.Parties;

/// <summary>
/// A person says that suppliers are one. Every row and every published name stays; one of them stands for all. Who is joined to either is joined
/// to both.
/// </summary>
public sealed class JoinSuppliers(Db db, Actor actor, IEnumerable<SuppliersRegrouped> followers)
{
    /// <summary>Joined already, nothing happens. Gives the act, to undo it by, or null where nothing was to be done.</summary>
    /// <exception cref="Refusal">The actor may not, fewer than two are named, or two of them are kept apart.</exception>
    public async Task<Guid?> RunAsync(
        IReadOnlyCollection<Id<Supplier>> suppliers,
        string? reason = null,
        CancellationToken cancellation = default
    )
    {
        PartyPermissions.DecideSuppliers(actor).Permit();
        var act = Act.Of(db, actor, reason);
        return await RunAsync(suppliers, act, cancellation);
    }

    /// <summary>The same by rule: <paramref name="why"/> says by which number.</summary>
    internal Task<Guid?> ByRuleAsync(
        IReadOnlyCollection<Id<Supplier>> suppliers,
        string why,
        CancellationToken cancellation
    ) => RunAsync(suppliers, Act.Of(db, Actor.System, why, automatic: true), cancellation);

    private async Task<Guid?> RunAsync(
        IReadOnlyCollection<Id<Supplier>> suppliers,
        Act act,
        CancellationToken cancellation
    )
    {
        var asked = suppliers.Distinct().ToList();
        if (asked.Count < 2)
        {
            throw new Refusal("Choose two or more suppliers to join");
        }
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var groups = await SupplierGroups.HoldAsync(db, asked, cancellation);
        var heads = asked.Select(groups.Head).Distinct().ToList();
        if (heads.Count == 1)
        {
            return null;
        }
        for (var i = 0; i < asked.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (groups.KeptApart(asked[i], asked[j]) is { } apart)
                {
                    throw new Refusal(
                        $"{groups[apart.FirstId].Name} and {groups[apart.SecondId].Name} are kept apart, as {apart.DecidedByName} decided. Undo that first."
                    );
                }
            }
        }
        foreach (var other in asked.Skip(1).Where(o => groups.Head(o) != groups.Head(asked[0])))
        {
            // Two of one group need one decision to join the group.
            if (asked.TakeWhile(a => a != other).All(a => groups.Head(a) != groups.Head(other)))
            {
                groups.Decide(asked[0], other, PairDecision.Same, act);
            }
        }
        var changed = groups.Regroup();
        await groups.CloseSuggestionsAsync(act.Id, cancellation);
        db.Record(
            act.Actor,
            "suppliers-joined",
            nameof(Supplier),
            groups.Head(asked[0]),
            new { act = act.Id, suppliers = asked.Select(id => new { id, groups[id].Name }) },
            act.Reason
        );
        await SupplierGroups.SaveAsync(db, followers, changed, cancellation);
        return act.Id;
    }
}

/// <summary>A person takes one supplier out of those it is joined to; the others stay together. It may be offered again, but no rule joins it.</summary>
public sealed class PartSuppliers(Db db, Actor actor, IEnumerable<SuppliersRegrouped> followers)
{
    /// <summary>Not joined to any, nothing happens. True where it was parted.</summary>
    /// <exception cref="Refusal">The actor may not, or there is no such supplier.</exception>
    public async Task<bool> RunAsync(
        Id<Supplier> supplier,
        string? reason = null,
        CancellationToken cancellation = default
    )
    {
        PartyPermissions.DecideSuppliers(actor).Permit();
        var act = Act.Of(db, actor, reason);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var groups = await SupplierGroups.HoldAsync(db, [supplier], cancellation);
        var head = groups.Head(supplier);
        var joins = groups
            .Decisions.Where(d => d.Decision == PairDecision.Same && d.Touches(supplier))
            .OrderBy(d => d.DecidedAt)
            .ToList();
        if (joins.Count == 0)
        {
            return false;
        }
        // Those that were joined through it stay joined to each other, as their deciders meant.
        foreach (var join in joins.Skip(1))
        {
            groups.DecideAs(joins[0].OtherThan(supplier), join.OtherThan(supplier), join);
        }
        joins.ForEach(j => j.Decide(PairDecision.Parted, act));
        var changed = groups.Regroup();
        db.Record(
            actor,
            "suppliers-parted",
            nameof(Supplier),
            supplier,
            new
            {
                act = act.Id,
                from = head,
                groups[supplier].Name,
            },
            act.Reason
        );
        await SupplierGroups.SaveAsync(db, followers, changed, cancellation);
        return true;
    }
}

/// <summary>A person says that suppliers are not the same: each pair of them is kept apart and not offered again.</summary>
public sealed class KeepApart(Db db, Actor actor)
{
    private const int Most = 100;

    /// <summary>Kept apart already, nothing happens. Gives the act, to undo it by, or null where nothing was to be done.</summary>
    /// <exception cref="Refusal">The actor may not, fewer than two or more than a hundred are named, or all of them are joined.</exception>
    public async Task<Guid?> RunAsync(
        IReadOnlyCollection<Id<Supplier>> suppliers,
        string? reason = null,
        CancellationToken cancellation = default
    )
    {
        PartyPermissions.DecideSuppliers(actor).Permit();
        var act = Act.Of(db, actor, reason);
        var asked = suppliers.Distinct().ToList();
        if (asked.Count is < 2 or > Most)
        {
            throw new Refusal($"Choose two to {Most} suppliers to keep apart");
        }
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var groups = await SupplierGroups.HoldAsync(db, asked, cancellation);
        if (asked.Select(groups.Head).Distinct().Count() == 1)
        {
            throw new Refusal("These suppliers are joined. Part them first.");
        }
        var decided = 0;
        foreach (var (i, one) in asked.Index())
        {
            foreach (var other in asked.Take(i))
            {
                if (
                    groups.Head(one) != groups.Head(other)
                    && groups.Between(one, other) is not { Decision: PairDecision.Apart }
                )
                {
                    groups.Decide(one, other, PairDecision.Apart, act);
                    decided++;
                }
            }
        }
        if (decided == 0)
        {
            return null;
        }
        await groups.CloseSuggestionsAsync(act.Id, cancellation);
        db.Record(
            actor,
            "suppliers-kept-apart",
            nameof(Supplier),
            asked[0],
            new { act = act.Id, suppliers = asked.Select(id => new { id, groups[id].Name }) },
            act.Reason
        );
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return act.Id;
    }
}

/// <summary>Takes back one act of joining or of keeping apart: what it decided is open again.</summary>
public sealed class UndoDecision(
    Db db,
    Actor actor,
    Jobs jobs,
    IEnumerable<SuppliersRegrouped> followers
)
{
    /// <summary>Undone already, nothing happens. True where something was undone.</summary>
    /// <exception cref="Refusal">The actor may not.</exception>
    public async Task<bool> RunAsync(Guid act, CancellationToken cancellation = default)
    {
        PartyPermissions.DecideSuppliers(actor).Permit();
        var undo = Act.Of(db, actor, null);
        await using (var transaction = await db.Database.BeginTransactionAsync(cancellation))
        {
            await SupplierGroups.TakeTurnAsync(db, cancellation);
            var pairs = await db.Set<SupplierDecision>()
                .AsNoTracking()
                .Where(d => d.ActId == act && d.Decision != PairDecision.Parted)
                .ToListAsync(cancellation);
            if (pairs.Count == 0)
            {
                return false;
            }
            var groups = await SupplierGroups.HoldAsync(
                db,
                [.. pairs.SelectMany(p => new[] { p.FirstId, p.SecondId })],
                cancellation
            );
            pairs.ForEach(p => groups.Decide(p.FirstId, p.SecondId, PairDecision.Parted, undo));
            var changed = groups.Regroup();
            await db.Set<SupplierSuggestion>()
                .Where(s => s.DecidedIn == act)
                .ExecuteUpdateAsync(
                    s => s.SetProperty(x => x.DecidedIn, (Guid?)null),
                    cancellation
                );
            db.Record(
                actor,
                "supplier-decision-undone",
                nameof(Supplier),
                groups.Head(pairs[0].FirstId),
                new { act, decision = pairs[0].Decision.ToString() }
            );
            await SupplierGroups.SaveAsync(db, followers, changed, cancellation);
        }
        // A run in between may have dropped what had been decided.
        await jobs.RunSoonAsync<SuggestDuplicates>(SuggestDuplicates.Key, cancellation);
        return true;
    }
}
