using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Classification;
using Tandem.Contracts.Lists;
using Tandem.Kernel;
using Tandem.Kernel.Search;

namespace Tandem.Pipeline;

/// <summary>Pipeline items, to be found by words, filtered and counted.</summary>
public sealed class PipelineIndex(
    IDbContextFactory<Db> databases,
    KnownAuthorities authorities,
    ReferenceLists lists
) : RowIndex(Shape, databases)
{
    private static readonly SearchShape Shape = new(
        [5, 3, 1],
        [
            "organisation",
            "buyer",
            "partnership",
            "cpv",
            "place",
            "phase",
            "confidence",
            "willingness",
            "kind",
            "state",
        ],
        ["publish", "start", "replaces", "value", "review", "changed"]
    );

    /// <inheritdoc/>
    protected override async Task<long> LastChangeAsync(Db db, CancellationToken cancellation) =>
        await db.Set<PipelineItem>().MaxAsync(i => (long?)i.ChangeSeq, cancellation) ?? 0;

    /// <inheritdoc/>
    protected override IEnumerable<SearchDocument> ChangedAfter(Db db, long change)
    {
        var all = authorities.Current;
        var regions = lists.Current(RegionList.File, RegionList.Read);
        var organisations = db.Set<Organisation>().AsNoTracking().ToDictionary(o => o.Id);
        var partnerships = RecordFacets.Partnerships(db);
        foreach (
            var i in db.Set<PipelineItem>()
                .AsNoTracking()
                .Where(i => i.ChangeSeq > change)
                .AsEnumerable()
        )
        {
            var organisation = organisations[i.OrganisationId];
            var authority = organisation.AuthorityCode is { } code ? all.ByCode(code) : null;
            yield return new(
                i.Id.Value,
                i.Number,
                PipelineVisibility.AudienceOf(i.Visibility, i.OrganisationId, i.OwnerId),
                [
                    i.Title,
                    $"{organisation.Name} {authority?.Name} {i.Reference} {i.Department}",
                    $"{i.Problem} {i.Why} {i.Users} {i.Engagement} {i.WorkDone}",
                ],
                [
                    [new(organisation.Slug, organisation.Name)],
                    [new(authority?.Code ?? $"o-{organisation.Id}", organisation.Name)],
                    [.. partnerships[i.OrganisationId]],
                    RecordFacets.Cpv(i.CpvCodes),
                    RecordFacets.Places(authority, all, null, regions),
                    [
                        .. RecordFacets.Word(i.Phase),
                        .. ServicePhases.Usual.Contains(i.Phase)
                            ? Array.Empty<FacetValue>()
                            : [new(ServicePhases.OtherKey, ServicePhases.Other)],
                    ],
                    [Word(i.Confidence, PipelineWords.Sure(i.Confidence))],
                    [Word(i.Willingness, PipelineWords.Willing(i.Willingness))],
                    [Word(i.Kind, PipelineWords.Kind(i.Kind))],
                    [Word(i.State, PipelineWords.State(i.State))],
                ],
                [
                    i.PlannedPublish?.DayNumber,
                    i.ContractStart?.DayNumber,
                    i.ReplacesEnd?.DayNumber,
                    i.ValueMinor ?? (long?)(ValueBands.Find(i.ValueBand)?.From * 100),
                    i.State == PipelineState.Current ? i.ReviewBy.DayNumber : null,
                    RecordFacets.Seconds(i.ChangedAt),
                ]
            );
        }
    }

    private static FacetValue Word<T>(T value, string label)
        where T : struct, Enum => new(Slug.Of(Db.SnakeCase(value.ToString())), label);
}
