using Microsoft.EntityFrameworkCore;
using Tandem.Commitments;
using Tandem.Contracts;
using Tandem.Kernel;
using Tandem.Pipeline;

namespace Tandem.Releases;

/// <summary>Planning releases, from the pipeline items that everybody may see.</summary>
internal sealed class PipelineReleases(Db db, Processes processes) : IReleaseSource
{
    public string Kind => nameof(PipelineItem);

    public async Task<IReadOnlyList<ChangedRecord>> NextAsync(
        long after,
        int count,
        CancellationToken cancellation
    ) =>
        await processes.OfItemsAsync(
            await db.Set<PipelineItem>()
                .AsNoTracking()
                .Where(i => i.ChangeSeq > after)
                .OrderBy(i => i.ChangeSeq)
                .Take(count)
                .ToListAsync(cancellation),
            cancellation
        );
}

/// <summary>Contract and implementation releases, from the registers of the organisations here. What was read from others' notices is theirs to publish.</summary>
internal sealed class ContractReleases(Db db, Processes processes) : IReleaseSource
{
    public string Kind => nameof(Contract);

    public async Task<IReadOnlyList<ChangedRecord>> NextAsync(
        long after,
        int count,
        CancellationToken cancellation
    )
    {
        var contracts = await db.Set<Contract>()
            .AsNoTracking()
            .Where(c => c.OrganisationId != null && c.ChangeSeq > after)
            .OrderBy(c => c.ChangeSeq)
            .Take(count)
            .ToListAsync(cancellation);
        return await processes.OfContractsAsync(
            [.. contracts.Select(c => (c.ChangeSeq, c.ChangedAt, c))],
            cancellation
        );
    }
}

/// <summary>Implementation releases, from what the timeline tells of promises about contracts.</summary>
internal sealed class PromiseReleases(Db db, Processes processes) : IReleaseSource
{
    public string Kind => nameof(Commitment);

    public async Task<IReadOnlyList<ChangedRecord>> NextAsync(
        long after,
        int count,
        CancellationToken cancellation
    )
    {
        var acts = await db.Set<Event>()
            .AsNoTracking()
            .Where(e => e.Seq > after && e.SubjectKind == nameof(Commitment))
            .OrderBy(e => e.Seq)
            .Select(e => new
            {
                e.Seq,
                e.At,
                e.SubjectId,
            })
            .Take(count)
            .ToListAsync(cancellation);
        var promises = acts.Select(a => Id<Commitment>.Parse(a.SubjectId, null))
            .Distinct()
            .ToList();
        var about = await db.Set<Commitment>()
            .AsNoTracking()
            .Where(p => EF.Parameter(promises).Contains(p.Id) && p.SubjectKind == nameof(Contract))
            .ToDictionaryAsync(p => p.Id.ToString(), cancellation);
        Id<Contract> ContractOf(string promise) =>
            Id<Contract>.Parse(about[promise].SubjectId!, null);
        var ids = about.Keys.Select(ContractOf).Distinct().ToList();
        var contracts = await db.Set<Contract>()
            .AsNoTracking()
            .Where(c => EF.Parameter(ids).Contains(c.Id))
            .ToDictionaryAsync(c => c.Id, cancellation);
        var changes = acts.Where(a => about.ContainsKey(a.SubjectId))
            .Select(a => (a.Seq, a.At, contracts[ContractOf(a.SubjectId)]))
            .ToList();
        // What is about no contract needs no release, but has been read.
        return
        [
            .. await processes.OfContractsAsync(changes, cancellation),
            .. acts.Where(a => about.GetValueOrDefault(a.SubjectId) is { IsTakenDown: true })
                .Select(a => new ChangedRecord(a.Seq, a.At, ContractOf(a.SubjectId), null, null)
                {
                    Silenced = about[a.SubjectId].Reference,
                }),
            .. acts.TakeLast(1).Select(a => new ChangedRecord(a.Seq, a.At, null, null, null)),
        ];
    }
}
