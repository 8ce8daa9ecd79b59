using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Tandem.Contracts;
using Tandem.Imports;
using Tandem.Kernel;

namespace Tandem.Market;

/// <summary>Where a record came from: the import that last changed it, and its place in the source.</summary>
public sealed record OriginPart(string? Import, string? Source, DateTime? At, string? Place);

/// <summary>A notice with what belongs to it, as its page and its JSON show it.</summary>
public sealed record NoticeDetail(
    NoticeRow Notice,
    IReadOnlyList<ContractRow> Contracts,
    OriginPart Origin,
    IReadOnlyList<ReleaseRow> Releases,
    IReadOnlyList<FactRow> Facts
)
{
    /// <summary>The record's id, for what works on any record.</summary>
    [JsonIgnore]
    public Guid Id { get; init; }
}

/// <summary>A contract with what belongs to it, as its page and its JSON show it.</summary>
/// <param name="NoticePath">Page of the notice it was published by.</param>
/// <param name="NoticeTitle">Its title.</param>
public sealed record ContractDetail(
    ContractRow Contract,
    string? NoticePath,
    string? NoticeTitle,
    OriginPart Origin
)
{
    /// <summary>The record's id, for what works on any record.</summary>
    [JsonIgnore]
    public Guid Id { get; init; }
}

/// <summary>Reads one record with what belongs to it; nothing where there is none that the actor may see.</summary>
public sealed class RecordDetails(Db db, Actor actor, NoticeRows notices, ContractRows contracts)
{
    /// <summary>The notice quoted so: N-1042.</summary>
    public async Task<NoticeDetail?> NoticeAsync(string reference, CancellationToken cancellation)
    {
        if (NumberOf(reference, 'N') is not { } number)
        {
            return null;
        }
        var one = db.Set<Notice>().Where(n => n.Number == number);
        if (await notices.OfAsync(one) is not [var (id, row)])
        {
            return null;
        }
        var joined = await contracts.OfAsync(db.Set<Contract>().Where(c => c.NoticeId == id.Value));
        var facts = await NoticeFacts.ReadAsync(db, row.Ocid, cancellation);
        var source = await one.Select(n => new { n.ImportRunId, n.SourcePlace })
            .SingleAsync(cancellation);
        return new(
            row,
            [.. joined.Select(c => c.Row).OrderBy(c => c.Reference, StringComparer.Ordinal)],
            await OriginAsync(source.ImportRunId, source.SourcePlace, cancellation),
            facts.Releases,
            facts.Facts
        )
        {
            Id = id.Value,
        };
    }

    /// <summary>The contract quoted so: C-1042.</summary>
    public async Task<ContractDetail?> ContractAsync(
        string reference,
        CancellationToken cancellation
    )
    {
        if (NumberOf(reference, 'C') is not { } number)
        {
            return null;
        }
        var one = db.Set<Contract>().VisibleTo(actor).Where(c => c.Number == number);
        if (await contracts.OfAsync(one) is not [var (id, row)])
        {
            return null;
        }
        var source = await one.Select(c => new
            {
                c.ImportRunId,
                c.SourcePlace,
                c.NoticeId,
            })
            .SingleAsync(cancellation);
        var notice = source.NoticeId is { } noticeId
            ? await db.Set<Notice>()
                .Where(n => n.Id == new Id<Notice>(noticeId))
                .Select(n => new { n.Number, n.Title })
                .SingleOrDefaultAsync(cancellation)
            : null;
        return new(
            row,
            notice is null ? null : $"/notices/N-{notice.Number}",
            notice?.Title,
            await OriginAsync(source.ImportRunId, source.SourcePlace, cancellation)
        )
        {
            Id = id.Value,
        };
    }

    private async Task<OriginPart> OriginAsync(
        Id<ImportRun>? run,
        string? place,
        CancellationToken cancellation
    )
    {
        var found = run is { } id
            ? await db.Set<ImportRun>()
                .AsNoTracking()
                .Where(r => r.Id == id)
                .Select(r => new
                {
                    r.Number,
                    r.SourceName,
                    r.FinishedAt,
                    r.CreatedAt,
                })
                .SingleOrDefaultAsync(cancellation)
            : null;
        return new(
            found is null ? null : $"IMP-{found.Number}",
            found?.SourceName,
            found?.FinishedAt ?? found?.CreatedAt,
            place
        );
    }

    private static long? NumberOf(string reference, char letter) =>
        reference.Length > 2
        && char.ToUpperInvariant(reference[0]) == letter
        && reference[1] == '-'
        && long.TryParse(
            reference.AsSpan(2),
            System.Globalization.NumberStyles.None,
            System.Globalization.CultureInfo.InvariantCulture,
            out var number
        )
            ? number
            : null;
}
