using Tandem.Accounts;
using Tandem.Classification;
using Tandem.Formats.Ocds;
using Tandem.Kernel;

namespace Tandem.Releases;

/// <summary>How this installation names organisations and codes in what it publishes.</summary>
internal sealed class Publisher(
    Settings settings,
    KnownAuthorities authorities,
    ReferenceLists lists
)
{
    /// <summary>The organisation as a buyer; an English local authority by its code in that register (GB-LAE of org-id.guide).</summary>
    public PartyFacts Buyer(Organisation organisation, string? department) =>
        organisation.AuthorityCode is { } code
        && authorities.Current.ByCode(code) is { Gss: not null, Nation: "England" }
            ? new($"GB-LAE-{code}", organisation.Name, "GB-LAE", code, Department: department)
            : new(
                $"{settings.OcidPrefix}-{organisation.Slug}",
                organisation.Name,
                Department: department
            );

    /// <summary>CPV codes separated by spaces, with their names.</summary>
    public IReadOnlyList<(string Code, string? Name)> Codes(string codes) =>
        lists.Current(CpvList.File, CpvList.Read).Named(codes);
}
