using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Tandem.Classification;
using Tandem.Contracts;
using Tandem.Kernel;
using Tandem.Market;
using Tandem.Parties;
using Tandem.Pipeline;

namespace Tandem.Collaborations;

/// <summary>A purchase of another buyer that is like the one asked about.</summary>
/// <param name="Km">Kilometres between the two buyers; null where either's place is not known.</param>
/// <param name="Why">What is alike, in words.</param>
public sealed record NearAnswer(KnownPurchase Known, NeedLikeness Likeness, double? Km, string Why);

/// <summary>“Who else buys this?” asked of a contract or notice the actor may see.</summary>
public sealed class WhoElse(
    Db db,
    Actor actor,
    NearIndex index,
    Authorities authorities,
    Content content,
    TimeProvider clock
)
{
    public const int Most = 10;

    /// <summary>Below this likeness (log-odds) a purchase is no answer, however few there are.</summary>
    private const double Least = -1;

    /// <summary>What was asked about and the nearest purchases of others; null where there is none such, or none this actor may see.</summary>
    /// <param name="reference">As quoted: C-12 or N-12.</param>
    public async Task<(KnownPurchase Asked, IReadOnlyList<NearAnswer> Nearest)?> AskAsync(
        string reference,
        CancellationToken cancellation = default
    )
    {
        if (await AskedAsync(reference, cancellation) is not { } asked)
        {
            return null;
        }
        var own = await db.Set<Contract>()
            .VisibleTo(actor)
            .Where(c => c.Visibility != Visibility.Public)
            .Select(c => c.Id)
            .ToListAsync(cancellation);
        var shown = own.Select(id => $"C-{id}").ToHashSet(StringComparer.Ordinal);
        var plans = await db.Set<PipelineItem>()
            .VisibleTo(actor)
            .Where(i => i.Visibility != ItemVisibility.Public)
            .Select(i => i.Id)
            .ToListAsync(cancellation);
        shown.UnionWith(plans.Select(id => PurchaseReader.IdOf(id)));
        var found = await index.NearestAsync(
            asked.Purchase,
            known => shown.Contains(known.Purchase.Id),
            Most,
            cancellation
        );
        return (
            asked,
            [
                .. found
                    .Where(f => f.Likeness.LogOdds >= Least)
                    .Select(f => new NearAnswer(
                        f.Known,
                        f.Likeness,
                        Km(asked.Purchase, f.Known.Purchase),
                        Why(f.Likeness)
                    )),
            ]
        );
    }

    private async Task<KnownPurchase?> AskedAsync(string reference, CancellationToken cancellation)
    {
        if (
            reference is not (['C' or 'N', '-', ..])
            || !long.TryParse(
                reference.AsSpan(2),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var number
            )
        )
        {
            return null;
        }
        var today = clock.Today();
        var book = await PurchaseBook.OpenAsync(
            db,
            authorities,
            UsualTerms.In(content),
            today,
            cancellation
        );
        if (reference[0] == 'C')
        {
            var contract = await db.Set<Contract>()
                .AsNoTracking()
                .VisibleTo(actor)
                .Where(c => c.Number == number)
                .Join(db.Set<Buyer>(), c => c.BuyerId, b => b.Id, (c, b) => new { c, b.Name })
                .SingleOrDefaultAsync(cancellation);
            return contract is null ? null : book.Asked(contract.c, contract.Name);
        }
        var notice = await db.Set<Notice>()
            .AsNoTracking()
            .Where(n => n.Number == number)
            .Join(db.Set<Buyer>(), n => n.BuyerId, b => b.Id, (n, b) => new { n, b.Name })
            .SingleOrDefaultAsync(cancellation);
        return notice is null ? null : book.Asked(notice.n, notice.Name);
    }

    private static double? Km(Purchase a, Purchase b) =>
        a.Latitude is null || b.Latitude is null ? null : Distance.Km(a, b);

    private static string Why(NeedLikeness likeness)
    {
        var alike = likeness
            .Parts.Where(p => p.Contribution > 0.3)
            .Take(3)
            .Select(p => p.Words)
            .ToList();
        return alike.Count == 0
            ? "A little alike in all that was compared"
            : char.ToUpperInvariant(alike[0][0]) + string.Join("; ", alike)[1..];
    }
}
