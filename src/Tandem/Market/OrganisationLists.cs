using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Web.Components;

namespace Tandem.Market;

/// <summary>One record of an organisation on its page.</summary>
/// <param name="Words">How it stands, in a sentence.</param>
public sealed record ListedRecord(string Title, string Href, string Words);

/// <summary>Records of an organisation that a later room lists on its page.</summary>
/// <param name="More">Where more of them are found, and what the link says.</param>
public sealed record OrganisationList(
    string Title,
    IReadOnlyList<ListedRecord> Records,
    PageLink More
);

/// <summary>What a later room has to list on the page of an organisation.</summary>
public interface IOrganisationLists
{
    /// <summary>What this actor may see of it; null where there is nothing.</summary>
    Task<OrganisationList?> OfAsync(
        Organisation organisation,
        Actor actor,
        CancellationToken cancellation
    );
}
