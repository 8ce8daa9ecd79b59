using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Classification;
using Tandem.Contracts.Lists;
using Tandem.Kernel;
using Tandem.Kernel.Search;

namespace Tandem.Calls;

/// <summary>Published calls, to be found by words, filtered and counted. What stands by the clock is kept fresh by <see cref="TellStages"/>.</summary>
public sealed class CallIndex(
    IDbContextFactory<Db> databases,
    KnownAuthorities authorities,
    ReferenceLists lists,
    TimeProvider clock
) : RowIndex(Shape, databases)
{
    /// <summary>The value of a call that is open or will be.</summary>
    internal const string Coming = "open-or-soon";

    private static readonly SearchShape Shape = new(
        [5, 3, 1],
        ["organisation", "buyer", "partnership", "cpv", "place", "kind", "state", "money"],
        ["closes", "published", "value", "changed"]
    );

    /// <inheritdoc/>
    protected override async Task<long> LastChangeAsync(Db db, CancellationToken cancellation) =>
        await db.Set<Call>().MaxAsync(c => (long?)c.ChangeSeq, cancellation) ?? 0;

    /// <inheritdoc/>
    protected override IEnumerable<SearchDocument> ChangedAfter(Db db, long change)
    {
        var all = authorities.Current;
        var regions = lists.Current(RegionList.File, RegionList.Read);
        var now = clock.GetUtcNow().UtcDateTime;
        var organisations = db.Set<Organisation>().AsNoTracking().ToDictionary(o => o.Id);
        var partnerships = RecordFacets.Partnerships(db);
        foreach (
            var call in db.Set<Call>()
                .AsNoTracking()
                .Include(c => c.Stages)
                .Where(c => c.ChangeSeq > change && c.PublishedAt != null)
                .AsEnumerable()
        )
        {
            var organisation = organisations[call.OrganisationId];
            var authority = organisation.AuthorityCode is { } code ? all.ByCode(code) : null;
            var (kind, standing) = (call.Kind, call.StandingAt(now));
            yield return new(
                call.Id.Value,
                call.Year * 1_000_000L + call.Number,
                CallVisibility.AudienceOf(call),
                [
                    call.Title,
                    $"{organisation.Name} {authority?.Name} {call.Reference} {kind.Title} {kind.Words.Call}",
                    $"{call.Summary} {string.Join(' ', call.BriefParts.Values)} {Categories(call)}",
                ],
                [
                    [new(organisation.Slug, organisation.Name)],
                    [new(authority?.Code ?? $"o-{organisation.Id}", organisation.Name)],
                    [.. partnerships[call.OrganisationId]],
                    RecordFacets.Cpv(call.CpvCodes),
                    RecordFacets.Places(authority, all, call.Region, regions),
                    [new(kind.Name, kind.Title)],
                    [.. States(standing)],
                    kind.Money == Kinds.CallMoney.None
                        ? []
                        : [new(kind.Money.ToString().ToLowerInvariant(), kind.Money.ToString())],
                ],
                [
                    call.NowOrNext(now)?.ClosesAt is { } closes
                        ? DateOnly.FromDateTime(LocalTime.Of(closes, call.TimeZone)).DayNumber
                        : null,
                    RecordFacets.Seconds(call.PublishedAt),
                    RecordFacets.Pence(
                        call.BudgetMinor
                            ?? call.ValueMinor
                            ?? call.PrizeList.Sum(p => p.AmountMinor),
                        call.Currency
                    ),
                    RecordFacets.Seconds(call.ChangedAt),
                ]
            );
        }
    }

    /// <summary>Names of its categories, so that a word of the category finds a call that does not use it.</summary>
    private string Categories(Call call) =>
        lists.Current(CpvList.File, CpvList.Read).Describe(call.CpvCodes) ?? "";

    private static IEnumerable<FacetValue> States(CallStanding standing)
    {
        if (standing is CallStanding.Open or CallStanding.OpensSoon)
        {
            yield return new(Coming, "Open, or opens soon");
        }
        yield return new(Slug.Of(CallWording.Standing(standing)), CallWording.Standing(standing));
    }
}
