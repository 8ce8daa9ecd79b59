using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Pipeline;
using Tandem.Web;

namespace Tandem.Collaborations.Workspaces;

/// <summary>
/// Begins the pipeline item of what is bought together: a form filled with what collaboration and opportunity know, for the lead to read and change. Who
/// is in is named where everybody may see the collaboration; elsewhere the lead names whom it may.
/// </summary>
public sealed class JointItem(Db db, StartingPoints starts, OrganisationBuyers buyers)
{
    /// <summary>The address of the form.</summary>
    public async Task<string> AddressAsync(
        Actor actor,
        Collaboration collaboration,
        IReadOnlyDictionary<Id<Organisation>, Organisation> names,
        CancellationToken cancellation = default
    )
    {
        var known = new Dictionary<string, string?>
        {
            ["title"] = collaboration.Title,
            ["cpv"] = collaboration.CpvCodes,
            ["why"] = $"{collaboration.Aims}\n\n{Together(collaboration, names)}",
            ["level"] = nameof(Willingness.LeadForOthers),
        };
        if (
            collaboration is { Kind: StartingKind.Opportunity, Key: { } key }
            && await starts.FindAsync(StartingKind.Opportunity, key, actor, cancellation)
                is { } start
        )
        {
            known["cpv"] = string.Join(' ', start.Cpv);
            var kept = await db.Set<KeptOpportunity>()
                .AsNoTracking()
                .SingleAsync(o => o.Key == key, cancellation);
            Add(known, kept.Found(), collaboration, names);
        }
        return QueryHelpers.AddQueryString(
            "/pipeline/new",
            known.Where(k => !string.IsNullOrEmpty(k.Value))
        );
    }

    private void Add(
        Dictionary<string, string?> known,
        FoundOpportunity found,
        Collaboration collaboration,
        IReadOnlyDictionary<Id<Organisation>, Organisation> names
    )
    {
        var today = db.Today();
        var keys = In(collaboration)
            .Select(m => buyers.KeyOf(names[m.OrganisationId]))
            .ToHashSet(StringComparer.Ordinal);
        var theirs = found.Purchases.Where(p => keys.Contains(p.AuthorityCode)).ToList();
        var values = theirs.Where(p => p is { ValueMinor: > 0, Currency: not null }).ToList();
        if (values.Select(p => p.Currency).Distinct().ToList() is [{ } currency])
        {
            known["value"] = (values.Sum(p => p.WholeTermMinor ?? 0) / 100m).ToString(
                "0.##",
                CultureInfo.InvariantCulture
            );
            known["currency"] = currency;
        }
        if (found.From > today)
        {
            known["publish"] = Iso(found.From);
        }
        // The first of them that is due decides: what they buy together has to be there by then.
        if (
            theirs.Count > 0
            && theirs.Min(p => p.End is null ? p.Expected : p.Expected.AddDays(1)) is var starts
            && starts > today
        )
        {
            known["starts"] = Iso(starts);
        }
        var lead = buyers.KeyOf(names[collaboration.LeadId]);
        if (
            theirs
                .Where(p => p.Kind == PurchaseKind.ContractEnding && p.AuthorityCode == lead)
                .ToList()
            is [var own]
        )
        {
            known["replaces"] = own.Reference;
        }
    }

    private static string Together(
        Collaboration collaboration,
        IReadOnlyDictionary<Id<Organisation>, Organisation> names
    )
    {
        var others = In(collaboration)
            .Where(m => m.OrganisationId != collaboration.LeadId)
            .Select(m => names[m.OrganisationId].Name)
            .Order(StringComparer.Ordinal)
            .ToList();
        var lead = names[collaboration.LeadId].Name;
        return others.Count == 0
                ? $"{lead} means to buy this together with other authorities, and leads."
            : collaboration.Visibility == CollaborationVisibility.Public
                ? $"Bought together by {Words.List([lead, .. others])}. {lead} leads. The collaboration is {collaboration.Reference}."
            : $"Bought together by {lead} and {Words.CountInWords(others.Count, "other authority", "other authorities")}. {lead} leads.";
    }

    private static IEnumerable<CollaborationMember> In(Collaboration collaboration) =>
        collaboration.Members.Where(m => m.Standing == Standing.In);

    private static string Iso(DateOnly day) =>
        day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
