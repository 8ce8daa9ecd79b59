using System.Text.Json;

namespace Tandem.Formats.Ocds;

/// <summary>Reads organisations: a reference together with what <c>parties</c> says about the same id.</summary>
internal sealed class OrganisationReader(TextCache cache)
{
    /// <summary>The parties of the compiled release being read.</summary>
    public ReleaseNode Parties { get; set; }

    /// <summary>The buyer, and every other party in that role.</summary>
    public (OcdsOrganisation? Buyer, IReadOnlyList<OcdsOrganisation> Others) Buyers(
        ReleaseNode reference
    )
    {
        var buyer = reference.Count > 0 ? Read(reference) : null;
        List<OcdsOrganisation>? others = null;
        foreach (var party in Parties.Each)
        {
            if (!HasRole(party, "buyer"u8))
            {
                continue;
            }
            if (buyer is null)
            {
                buyer = Read(party);
            }
            else if (party["id"u8].AsString() != buyer.Id)
            {
                (others ??= []).Add(Read(party));
            }
        }
        if (buyer is null)
        {
            foreach (var party in Parties.Each)
            {
                buyer ??= HasRole(party, "procuringEntity"u8) ? Read(party) : null;
            }
        }
        return (buyer, others ?? (IReadOnlyList<OcdsOrganisation>)[]);
    }

    /// <summary>The organisations of a list, each once.</summary>
    public IReadOnlyList<OcdsOrganisation> List(ReleaseNode references)
    {
        if (references.Kind == JsonValueKind.Object)
        {
            return [Read(references)];
        }
        if (references.Count == 0)
        {
            return [];
        }
        var list = new List<OcdsOrganisation>(references.Count);
        foreach (var reference in references.Each)
        {
            if (
                reference.Count > 0
                && Read(reference) is var organisation
                && !list.Exists(o => Same(o, organisation))
            )
            {
                list.Add(organisation);
            }
        }
        return list;
    }

    /// <summary>Every supplier of awards and contracts, once.</summary>
    public IReadOnlyList<OcdsOrganisation> Distinct(
        List<OcdsAward> awards,
        List<OcdsContract> contracts
    )
    {
        if (awards.Count == 0 && contracts.Count == 0)
        {
            return [];
        }
        var seen = new HashSet<(string?, string?)>();
        var all = new List<OcdsOrganisation>();
        foreach (
            var suppliers in awards
                .Select(a => a.Suppliers)
                .Concat(contracts.Select(c => c.Suppliers))
        )
        {
            foreach (var supplier in suppliers)
            {
                if (seen.Add((supplier.Id, supplier.Name)))
                {
                    all.Add(supplier);
                }
            }
        }
        return all;
    }

    private OcdsOrganisation Read(ReleaseNode reference)
    {
        var id = reference["id"u8];
        var party = id.Text.Length == 0 ? default : Party(id.Text);
        var details = party["details"u8].Exists ? party["details"u8] : reference["details"u8];
        return new OcdsOrganisation(
            id.Text.Length == 0 ? null : cache.Get(id.Text),
            Text(party["name"u8])
                ?? Text(reference["name"u8])
                ?? Text(party["identifier"u8]["legalName"u8]),
            Identifiers(party, reference),
            Address(party["address"u8]) ?? Address(reference["address"u8]),
            Text(details["scale"u8]),
            details["vcse"u8].AsBoolean(),
            Text(details["department"u8])
        );
    }

    private ReleaseNode Party(ReadOnlySpan<byte> id)
    {
        if (Parties.Kind != JsonValueKind.Array)
        {
            return default;
        }
        var found = Parties.Tree.Find(Parties.Index, id, ReleaseTree.HashOf(id));
        return found < 0 ? default : new ReleaseNode(Parties.Tree, found);
    }

    private List<OcdsIdentifier> Identifiers(ReleaseNode party, ReleaseNode reference)
    {
        var identifiers = new List<OcdsIdentifier>(1);
        Add(party["identifier"u8], identifiers);
        Add(reference["identifier"u8], identifiers);
        foreach (var each in party["additionalIdentifiers"u8].Each)
        {
            Add(each, identifiers);
        }
        foreach (var each in reference["additionalIdentifiers"u8].Each)
        {
            Add(each, identifiers);
        }
        return identifiers;
    }

    private void Add(ReleaseNode identifier, List<OcdsIdentifier> identifiers)
    {
        if (Text(identifier["id"u8]) is { } id)
        {
            var scheme = Text(identifier["scheme"u8]);
            if (!identifiers.Exists(i => i.Scheme == scheme && i.Id == id))
            {
                identifiers.Add(new OcdsIdentifier(scheme, id, Text(identifier["legalName"u8])));
            }
        }
    }

    private OcdsAddress? Address(ReleaseNode address)
    {
        if (address.Count == 0)
        {
            return null;
        }
        var read = new OcdsAddress(
            Text(address["streetAddress"u8]),
            Text(address["locality"u8]),
            Text(address["region"u8]),
            Text(address["postalCode"u8]),
            Text(address["countryName"u8]) ?? Text(address["country"u8])
        );
        return
            read is { Street: null, Locality: null, Region: null, PostalCode: null, Country: null }
            ? null
            : read;
    }

    private static bool HasRole(ReleaseNode party, ReadOnlySpan<byte> role)
    {
        foreach (var each in party["roles"u8].Each)
        {
            if (each.Is(role))
            {
                return true;
            }
        }
        return false;
    }

    private static bool Same(OcdsOrganisation a, OcdsOrganisation b) =>
        a.Id == b.Id && a.Name == b.Name;

    private string? Text(ReleaseNode value) =>
        value.Text.Length == 0 ? null
        : value.NeedsMending ? TextRepair.Mend(value.AsString())
        : cache.Get(value.Text);
}
