using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Classification;
using Tandem.Collaborations.Workspaces;
using Tandem.Contracts;
using Tandem.Kernel;
using Tandem.Parties;
using Tandem.Pipeline;
using Tandem.Playbooks.Runs;
using Tandem.Web;

namespace Tandem.Playbooks.Documents;

/// <summary>What a run knows for the fields of templates: its own facts, and those of the records attached to it that the person may see.</summary>
public sealed class RunFields(Db db, ReferenceLists lists, Settings settings)
{
    /// <summary>Every field with its value; null where there is nothing yet.</summary>
    public async Task<IReadOnlyDictionary<string, string?>> OfAsync(
        Run run,
        RunStep? step,
        Actor actor,
        CancellationToken cancellation = default
    )
    {
        var names = await db.OrganisationsAsync(
            run.Current.Select(a => a.OrganisationId).Append(run.LeadId),
            cancellation
        );
        var fields = TemplateFields.All.ToDictionary(f => f.Name, _ => (string?)null);
        fields["run.title"] = run.Title;
        fields["run.reference"] = run.Reference;
        fields["run.summary"] = run.About;
        fields["run.link"] = settings.AddressOf(run.Path);
        fields["run.started"] = Day(run.StartedAt);
        fields["playbook.title"] = run.Plan.Playbook.Title;
        fields["playbook.version"] = run.Version;
        fields["stage.title"] = run.StageTitle;
        fields["step.title"] = step?.Title;
        fields["step.due"] = Day(step?.Due);
        fields["buyer.name"] = names[run.LeadId].Name;
        fields["authorities"] = Words.List([
            .. run.Current.Select(a => names[a.OrganisationId].Name).Order(StringComparer.Ordinal),
        ]);
        fields["others"] = Words.List([
            .. run
                .Current.Where(a => a.OrganisationId != run.LeadId)
                .Select(a => names[a.OrganisationId].Name)
                .Order(StringComparer.Ordinal),
        ]);
        fields["today"] = Words.Day(db.Today());
        fields["procurement.title"] = run.Title;
        fields["procurement.cpv"] = Codes(run.CpvCodes);
        fields["procurement.value"] = Money(run.ValueMinor, run.Currency);
        fields["procurement.starts"] = Day(run.StartsOn);
        await LeadAsync(fields, run, cancellation);
        foreach (var role in run.Plan.Playbook.Roles)
        {
            var held = run
                .Current.Select(a => run.HolderOf(new(role.Code, a.OrganisationId)))
                .OfType<RoleHolder>()
                .Select(h =>
                    names.Count > 1
                        ? $"{h.PersonName} ({names[h.OrganisationId].Name})"
                        : h.PersonName
                )
                .ToList();
            fields[$"role.{role.Code}"] = held.Count > 0 ? Words.List(held) : null;
        }
        foreach (var planned in run.Plan.Playbook.RunSteps)
        {
            var made = run.Steps.Where(s => s.Code == planned.Code).ToList();
            fields[$"due.{planned.Code}"] = Day(made.Min(s => s.Due));
            fields[$"done.{planned.Code}"] =
                made.Count > 0 && made.TrueForAll(s => !s.IsOpen)
                    ? Day(made.Max(s => s.DoneAt))
                    : null;
        }
        await RecordsAsync(fields, run, actor, cancellation);
        return fields;
    }

    private async Task LeadAsync(
        Dictionary<string, string?> fields,
        Run run,
        CancellationToken cancellation
    )
    {
        var holder = run
            .Plan.Playbook.Roles.Select(r => run.HolderOf(new(r.Code, run.LeadId)))
            .FirstOrDefault(h => h is not null);
        var id = holder?.PersonId ?? run.StartedById;
        var person = await db.Set<Person>().SingleOrDefaultAsync(p => p.Id == id, cancellation);
        fields["lead.name"] = person?.Name ?? run.StartedByName;
        fields["lead.email"] = person?.Email;
    }

    private async Task RecordsAsync(
        Dictionary<string, string?> fields,
        Run run,
        Actor actor,
        CancellationToken cancellation
    )
    {
        var attached = await db.Set<RunAttachment>()
            .AsNoTracking()
            .Where(a => a.RunId == run.Id && a.DetachedAt == null)
            .OrderBy(a => a.Number)
            .ToListAsync(cancellation);
        Id<T>? Last<T>(string kind) =>
            attached.FindLast(a => a.Kind == kind) is { } found
            && Id<T>.TryParse(found.SubjectId, null, out var id)
                ? id
                : null;
        if (
            Last<PipelineItem>(nameof(PipelineItem)) is { } item
            && await db.Set<PipelineItem>()
                .AsNoTracking()
                .VisibleTo(actor)
                .SingleOrDefaultAsync(i => i.Id == item, cancellation)
                is { } planned
        )
        {
            fields["procurement.title"] = planned.Title;
            fields["procurement.reference"] = planned.Reference;
            fields["procurement.ocid"] = planned.Ocid;
            fields["procurement.need"] = planned.Problem;
            fields["procurement.users"] = planned.Users;
            fields["procurement.cpv"] ??= Codes(planned.CpvCodes);
            fields["procurement.value"] ??= Money(planned.ValueMinor, planned.Currency);
            fields["procurement.procedure"] =
                planned.Procedure == default ? null : PipelineWords.Procedure(planned.Procedure);
            fields["procurement.published"] = Day(planned.PlannedPublish);
            fields["procurement.submission"] = Day(planned.SubmissionEnd);
            fields["procurement.starts"] ??= Day(planned.ContractStart);
            fields["procurement.ends"] = Day(planned.ContractEnd);
        }
        if (
            Last<Contract>(nameof(Contract)) is { } contract
            && await db.Set<Contract>()
                .AsNoTracking()
                .VisibleTo(actor)
                .SingleOrDefaultAsync(c => c.Id == contract, cancellation)
                is { } made
        )
        {
            fields["contract.title"] = made.Title;
            fields["contract.reference"] = made.Reference;
            fields["contract.supplier"] = await SuppliersAsync(made, cancellation);
            fields["contract.value"] = Money(made.ValueMinor, made.Currency ?? "GBP");
            fields["contract.starts"] = Day(made.StartDate);
            fields["contract.ends"] = Day(made.EndDate);
        }
        if (
            run.CollaborationId is { } together
            && await db.Set<Collaboration>()
                .AsNoTracking()
                .VisibleTo(actor)
                .SingleOrDefaultAsync(c => c.Id == together, cancellation)
                is { } shared
        )
        {
            fields["collaboration.title"] = shared.Title;
            fields["collaboration.reference"] = shared.Reference;
        }
    }

    private async Task<string?> SuppliersAsync(Contract contract, CancellationToken cancellation)
    {
        var names = await db.Set<ContractSupplier>()
            .Where(s => s.ContractId == contract.Id)
            .Join(db.Set<Supplier>(), s => s.SupplierId, s => s.Id, (_, s) => s.Name)
            .OrderBy(n => n)
            .ToListAsync(cancellation);
        return names.Count > 0 ? Words.List(names) : null;
    }

    private string? Codes(string codes)
    {
        var list = lists.Current(CpvList.File, CpvList.Read);
        var named = codes
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(c =>
                Cpv.TryParse(c, out var code) && list.Find(code) is { } entry
                    ? $"{entry.Name} ({c})"
                    : c
            )
            .ToList();
        return named.Count > 0 ? Words.List(named) : null;
    }

    private static string? Money(long? minor, string currency) =>
        minor is { } amount ? Words.ExactMoney(amount / 100m, currency) : null;

    private static string? Day(DateOnly? day) => day is { } known ? Words.Day(known) : null;

    private static string? Day(DateTime? at) =>
        at is { } known ? Words.Day(LocalDay.Of(known)) : null;
}
