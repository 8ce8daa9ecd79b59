using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Contracts;
using Tandem.Contracts.Lists;
using Tandem.Kernel;

namespace Tandem.Pipeline;

/// <summary>The organisation that keeps an item, as every way out shows it.</summary>
/// <param name="Slug">Its part of an address.</param>
public sealed record OrganisationPart(string Name, string Slug, string? AuthorityCode);

/// <summary>A pipeline item as every way out shows it: page, CSV, JSON, API.</summary>
public sealed record PipelineRow
{
    public required string Reference { get; init; }

    /// <summary>The page of the item.</summary>
    public string Path => $"/pipeline/{Reference}";

    /// <summary>Open contracting identifier.</summary>
    public required string Ocid { get; init; }
    public required string Title { get; init; }
    public required OrganisationPart Organisation { get; init; }
    public string? Department { get; init; }
    public PipelineKind Kind { get; init; }
    public PipelineState State { get; init; }
    public string? Why { get; init; }
    public string? Problem { get; init; }
    public string? Users { get; init; }
    public string? Engagement { get; init; }
    public string? WorkDone { get; init; }
    public Willingness Willingness { get; init; }
    public string? Phase { get; init; }
    public DateOnly? PhaseStart { get; init; }
    public DateOnly? PhaseEnd { get; init; }
    public Confidence Confidence { get; init; }

    /// <summary>The main code first.</summary>
    public required IReadOnlyList<CpvPart> Cpv { get; init; }
    public CodeOrigin CpvOrigin { get; init; }
    public AmountPart? Value { get; init; }

    /// <summary>Band of the value, such as <c>250k-1m</c>.</summary>
    public string? ValueBand { get; init; }

    /// <summary>The value as well as it is known, in words.</summary>
    public string? ValueWords { get; init; }
    public ProcedureGuess Procedure { get; init; }
    public DateOnly? PlannedPublish { get; init; }
    public DateOnly? SubmissionStart { get; init; }
    public DateOnly? SubmissionEnd { get; init; }
    public DateOnly? ContractStart { get; init; }
    public DateOnly? ContractEnd { get; init; }

    /// <summary>Reference of the contract it replaces, where the reader may see that.</summary>
    public string? Replaces { get; init; }

    /// <summary>When the contract it replaces ends.</summary>
    public DateOnly? ReplacesEnd { get; init; }
    public string? ContactName { get; init; }
    public string? ContactEmail { get; init; }
    public ItemVisibility Visibility { get; init; }

    /// <summary>The day by which it is looked at again.</summary>
    public DateOnly ReviewBy { get; init; }

    /// <summary>Nobody has said in time that it is still true.</summary>
    public bool IsStale { get; init; }

    /// <summary>Why it is no longer current.</summary>
    public string? EndedReason { get; init; }

    /// <summary>Reference of the item that takes its place, where the reader may see that.</summary>
    public string? SupersededBy { get; init; }

    /// <summary>Reference of the contract it has become, where the reader may see that.</summary>
    public string? Became { get; init; }
    public DateTime ChangedAt { get; init; }
}

/// <summary>Reads items as rows. What the actor may not see is left out, whoever asked for it.</summary>
public sealed class PipelineRows(Db db, Actor actor, FilterWords words, TimeProvider clock)
{
    /// <summary>The headings and cells of a CSV export; brought back in, they are recognised.</summary>
    public static readonly IReadOnlyList<(string, Func<PipelineRow, string?>)> Columns =
    [
        ("Reference", r => r.Reference),
        ("Title", r => r.Title),
        ("Organisation", r => r.Organisation.Name),
        ("Authority code", r => r.Organisation.AuthorityCode),
        ("Department", r => r.Department),
        ("Kind", r => PipelineWords.Kind(r.Kind)),
        ("State", r => PipelineWords.State(r.State)),
        ("Confidence", r => PipelineWords.Sure(r.Confidence)),
        ("Phase", r => r.Phase),
        ("Phase start", r => RecordParts.Text(r.PhaseStart)),
        ("Phase end", r => RecordParts.Text(r.PhaseEnd)),
        ("Why the work is being done", r => r.Why),
        ("Problem to be solved", r => r.Problem),
        ("Users and what they need", r => r.Users),
        ("Early market engagement", r => r.Engagement),
        ("Work already done", r => r.WorkDone),
        ("Collaboration level", r => PipelineWords.Willing(r.Willingness)),
        ("CPV codes", r => string.Join(' ', r.Cpv.Select(c => c.Code))),
        ("CPV names", r => string.Join("; ", r.Cpv.Select(c => c.Name))),
        ("Estimated value", r => RecordParts.Text(r.Value?.Amount)),
        ("Currency", r => r.Value?.Currency),
        ("Value band", r => r.ValueBand),
        ("Procedure", r => PipelineWords.Procedure(r.Procedure)),
        ("Planned publication", r => RecordParts.Text(r.PlannedPublish)),
        ("Submissions open", r => RecordParts.Text(r.SubmissionStart)),
        ("Submissions close", r => RecordParts.Text(r.SubmissionEnd)),
        ("Contract starts", r => RecordParts.Text(r.ContractStart)),
        ("Contract ends", r => RecordParts.Text(r.ContractEnd)),
        ("Replaces contract", r => r.Replaces),
        ("Replaced contract ends", r => RecordParts.Text(r.ReplacesEnd)),
        ("Contact", r => r.ContactName),
        ("Contact e-mail", r => r.ContactEmail),
        ("Led to contract", r => r.Became),
        ("Review by", r => RecordParts.Text(r.ReviewBy)),
        ("Stale", r => r.IsStale ? "yes" : "no"),
        ("OCID", r => r.Ocid),
    ];

    /// <summary>The rows with these ids, in this order.</summary>
    public async Task<IReadOnlyList<PipelineRow>> ByIdAsync(IReadOnlyList<Guid> ids)
    {
        var wanted = ids.Select(id => new Id<PipelineItem>(id)).ToList();
        var rows = await OfAsync(db.Set<PipelineItem>().Where(i => wanted.Contains(i.Id)));
        var byId = rows.ToDictionary(r => r.Id.Value, r => r.Row);
        return [.. ids.Where(byId.ContainsKey).Select(id => byId[id])];
    }

    /// <summary>Those of the items that the actor may see, with their ids.</summary>
    public async Task<List<(Id<PipelineItem> Id, PipelineRow Row)>> OfAsync(
        IQueryable<PipelineItem> items
    )
    {
        var found = await items
            .AsNoTracking()
            .VisibleTo(actor)
            .Join(
                db.Set<Organisation>(),
                i => i.OrganisationId,
                o => o.Id,
                (i, o) =>
                    new
                    {
                        i,
                        o.Name,
                        o.Slug,
                        o.AuthorityCode,
                    }
            )
            .ToListAsync();
        var contracts = found
            .SelectMany(f => new[] { f.i.ReplacesContractId, f.i.BecameContractId })
            .OfType<Id<Contract>>()
            .ToList();
        var named =
            contracts.Count == 0
                ? []
                : await db.Set<Contract>()
                    .VisibleTo(actor)
                    .Where(c => contracts.Contains(c.Id))
                    .ToDictionaryAsync(c => c.Id, c => c.Reference);
        var others = found.Select(f => f.i.SupersededById).OfType<Id<PipelineItem>>().ToList();
        var superseding =
            others.Count == 0
                ? []
                : await db.Set<PipelineItem>()
                    .VisibleTo(actor)
                    .Where(i => others.Contains(i.Id))
                    .ToDictionaryAsync(i => i.Id, i => i.Reference);
        var today = clock.Today();
        return found.ConvertAll(f =>
            (
                f.i.Id,
                Row(f.i, new(f.Name, f.Slug, f.AuthorityCode), today) with
                {
                    Replaces = f.i.ReplacesContractId is { } contract
                        ? named.GetValueOrDefault(contract)
                        : null,
                    Became = f.i.BecameContractId is { } made
                        ? named.GetValueOrDefault(made)
                        : null,
                    SupersededBy = f.i.SupersededById is { } other
                        ? superseding.GetValueOrDefault(other)
                        : null,
                }
            )
        );
    }

    private PipelineRow Row(PipelineItem i, OrganisationPart organisation, DateOnly today) =>
        new()
        {
            Reference = i.Reference,
            Ocid = i.Ocid,
            Title = i.Title,
            Organisation = organisation,
            Department = i.Department,
            Kind = i.Kind,
            State = i.State,
            Why = i.Why,
            Problem = i.Problem,
            Users = i.Users,
            Engagement = i.Engagement,
            WorkDone = i.WorkDone,
            Willingness = i.Willingness,
            Phase = i.Phase,
            PhaseStart = i.PhaseStart,
            PhaseEnd = i.PhaseEnd,
            Confidence = i.Confidence,
            Cpv = RecordParts.Cpv(i.CpvCodes, words.Cpv, i.CpvOrigin),
            CpvOrigin = i.CpvOrigin,
            Value = RecordParts.Amount(i.ValueMinor, i.Currency),
            ValueBand = i.ValueBand,
            ValueWords = PipelineWords.Value(i.Facts),
            Procedure = i.Procedure,
            PlannedPublish = i.PlannedPublish,
            SubmissionStart = i.SubmissionStart,
            SubmissionEnd = i.SubmissionEnd,
            ContractStart = i.ContractStart,
            ContractEnd = i.ContractEnd,
            ReplacesEnd = i.ReplacesEnd,
            ContactName = i.ContactName,
            ContactEmail = i.ContactEmail,
            Visibility = i.Visibility,
            ReviewBy = i.ReviewBy,
            IsStale = i.IsStale(today),
            EndedReason = i.EndedReason,
            ChangedAt = i.ChangedAt,
        };
}
