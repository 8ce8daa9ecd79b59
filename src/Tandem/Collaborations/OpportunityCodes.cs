using Microsoft.EntityFrameworkCore;
using Tandem.Contracts;
using Tandem.Kernel;
using Tandem.Market;
using Tandem.Pipeline;

namespace Tandem.Collaborations;

/// <summary>Under which CPV codes the purchases of an opportunity stand.</summary>
internal static class OpportunityCodes
{
    private const int Most = 10;

    /// <summary>The main code of each purchase, the commonest first, of eight digits; where none is known, the division.</summary>
    public static async Task<IReadOnlyList<string>> OfAsync(
        Db db,
        FoundOpportunity found,
        CancellationToken cancellation
    )
    {
        List<long> Numbers(char kind) =>
            [
                .. found
                    .Purchases.Select(p => p.Reference)
                    .Where(r => r[0] == kind)
                    .Select(r =>
                        long.Parse(
                            r[(r.IndexOf('-', StringComparison.Ordinal) + 1)..],
                            System.Globalization.CultureInfo.InvariantCulture
                        )
                    ),
            ];
        var (contracts, notices, items) = (Numbers('C'), Numbers('N'), Numbers('P'));
        var codes = await db.Set<Contract>()
            .Where(c => contracts.Contains(c.Number))
            .Select(c => c.CpvCodes)
            .ToListAsync(cancellation);
        codes.AddRange(
            await db.Set<Notice>()
                .Where(n => notices.Contains(n.Number))
                .Select(n => n.CpvCodes)
                .ToListAsync(cancellation)
        );
        codes.AddRange(
            await db.Set<PipelineItem>()
                .Where(i => items.Contains(i.Number))
                .Select(i => i.CpvCodes)
                .ToListAsync(cancellation)
        );
        var mains = codes
            .Select(PurchaseReader.CodesOf)
            .Where(c => c.Count > 0)
            .GroupBy(c => c[0].Digits)
            .OrderByDescending(g => g.Count())
            .ThenBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => g.Key)
            .Take(Most)
            .ToList();
        return mains.Count > 0 ? mains
            : found.Division is { } division ? [division + "000000"]
            : [];
    }
}
