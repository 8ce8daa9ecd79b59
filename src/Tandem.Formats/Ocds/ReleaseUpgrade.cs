using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Tandem.Formats.Ocds;

/// <summary>
/// Brings a release of OCDS 1.0 into the form of 1.1: organisations described where they act become <c>parties</c> with references to them,
/// <c>amendment</c> becomes <c>amendments</c>, and transactions get <c>value</c>, <c>payer</c> and <c>payee</c>.
/// </summary>
/// <remarks>
/// Source: the changelog of OCDS 1.1. An organisation without an id gets one made from its name, identifier, address and contact point, so that the same
/// organisation gets the same id in every release. A release that is already in the form of 1.1 is left as it is.
/// </remarks>
internal static class ReleaseUpgrade
{
    private static readonly (byte[] Parent, byte[][] Fields)[] Identifying =
    [
        ([], ["name"u8.ToArray()]),
        (
            "identifier"u8.ToArray(),
            ["scheme"u8.ToArray(), "id"u8.ToArray(), "legalName"u8.ToArray(), "uri"u8.ToArray()]
        ),
        (
            "address"u8.ToArray(),
            [
                "streetAddress"u8.ToArray(),
                "locality"u8.ToArray(),
                "region"u8.ToArray(),
                "postalCode"u8.ToArray(),
                "countryName"u8.ToArray(),
            ]
        ),
        (
            "contactPoint"u8.ToArray(),
            [
                "name"u8.ToArray(),
                "email"u8.ToArray(),
                "telephone"u8.ToArray(),
                "faxNumber"u8.ToArray(),
                "url"u8.ToArray(),
            ]
        ),
    ];

    /// <summary>Changes the release where it needs it.</summary>
    public static void Apply(ReleaseNode release)
    {
        var tender = release["tender"u8];
        Amendment(tender);
        foreach (var award in release["awards"u8].Each)
        {
            Amendment(award);
        }
        foreach (var contract in release["contracts"u8].Each)
        {
            Amendment(contract);
        }
        foreach (var contract in release["contracts"u8].Each)
        {
            foreach (var transaction in contract["implementation"u8]["transactions"u8].Each)
            {
                Transaction(transaction);
            }
        }
        if (!release["parties"u8].Exists && DescribesInline(release))
        {
            Parties(release, tender);
        }
    }

    private static void Parties(ReleaseNode release, ReleaseNode tender)
    {
        var parties = release.Tree.New();
        release.Tree[parties].Kind = TreeKind.Array;
        Party(release["buyer"u8], "buyer"u8, parties);
        Party(tender["procuringEntity"u8], "procuringEntity"u8, parties);
        foreach (var tenderer in tender["tenderers"u8].Each)
        {
            Party(tenderer, "tenderer"u8, parties);
        }
        foreach (var award in release["awards"u8].Each)
        {
            foreach (var supplier in award["suppliers"u8].Each)
            {
                Party(supplier, "supplier"u8, parties);
            }
        }
        release.Tree.Rename(parties, "parties"u8);
        release.Tree.Link(release.Index, parties);
    }

    /// <summary>Whether organisations are described where they act, as only 1.0 does: without an id, or with more than id and name.</summary>
    private static bool DescribesInline(ReleaseNode release)
    {
        var tender = release["tender"u8];
        if (IsDescription(release["buyer"u8]) || IsDescription(tender["procuringEntity"u8]))
        {
            return true;
        }
        foreach (var tenderer in tender["tenderers"u8].Each)
        {
            if (IsDescription(tenderer))
            {
                return true;
            }
        }
        foreach (var award in release["awards"u8].Each)
        {
            foreach (var supplier in award["suppliers"u8].Each)
            {
                if (IsDescription(supplier))
                {
                    return true;
                }
            }
        }
        return false;
    }

    private static bool IsDescription(ReleaseNode organisation) =>
        organisation.Count > 0
        && (
            !organisation["id"u8].Exists
            || organisation["identifier"u8].Exists
            || organisation["address"u8].Exists
            || organisation["contactPoint"u8].Exists
        );

    private static void Amendment(ReleaseNode block)
    {
        if (block.Kind != JsonValueKind.Object)
        {
            return;
        }
        var tree = block.Tree;
        var amendment = block["amendment"u8];
        if (amendment.Kind != JsonValueKind.Object)
        {
            return;
        }
        var moved = tree.New();
        (tree[moved].Kind, tree[moved].Value) = (TreeKind.Object, tree[amendment.Index].Value);
        (tree[moved].First, tree[moved].Last, tree[moved].Count) = (
            tree[amendment.Index].First,
            tree[amendment.Index].Last,
            tree[amendment.Index].Count
        );
        Remove(block, "amendment"u8);
        var amendments = block["amendments"u8];
        if (amendments.Kind != JsonValueKind.Array)
        {
            Remove(block, "amendments"u8);
            var list = tree.New();
            tree[list].Kind = TreeKind.Array;
            tree.Rename(list, "amendments"u8);
            tree.Link(block.Index, list);
            amendments = new ReleaseNode(tree, list);
        }
        foreach (var known in amendments.Each)
        {
            if (TreeEquality.Same(tree, known.Index, moved))
            {
                return;
            }
        }
        tree.Link(amendments.Index, moved);
    }

    private static void Transaction(ReleaseNode transaction)
    {
        if (transaction.Kind != JsonValueKind.Object)
        {
            return;
        }
        if (!transaction["value"u8].Exists)
        {
            Rename(transaction, "amount"u8, "value"u8);
        }
        Payment(transaction, "providerOrganization"u8, "payer"u8);
        Payment(transaction, "receiverOrganization"u8, "payee"u8);
    }

    private static void Payment(
        ReleaseNode transaction,
        ReadOnlySpan<byte> old,
        ReadOnlySpan<byte> role
    )
    {
        var identifier = transaction[old];
        if (identifier.Kind != JsonValueKind.Object || transaction[role].Exists)
        {
            return;
        }
        var tree = transaction.Tree;
        var organisation = tree.New();
        tree[organisation].Kind = TreeKind.Object;
        LinkSame(tree, organisation, "identifier"u8, identifier);
        if (identifier["legalName"u8].Exists)
        {
            LinkSame(tree, organisation, "name"u8, identifier["legalName"u8]);
        }
        tree.Rename(organisation, role);
        tree.Link(transaction.Index, organisation);
        // Payers and payees are named by reference only: the identifier of an account is not that of a party.
        var unlisted = tree.New();
        tree[unlisted].Kind = TreeKind.Array;
        Party(new ReleaseNode(tree, organisation), role, unlisted);
        Remove(transaction, old);
    }

    /// <summary>Adds the organisation to the parties unless one of its id is there, gives it the role, and leaves id and name in its place.</summary>
    private static void Party(ReleaseNode organisation, ReadOnlySpan<byte> role, int parties)
    {
        if (organisation.Kind != JsonValueKind.Object)
        {
            return;
        }
        var tree = organisation.Tree;
        var id = organisation["id"u8].Exists
            ? tree.NewText(organisation["id"u8].Text)
            : tree.NewText(MakeId(organisation));
        if (organisation["id"u8].Exists)
        {
            (tree[id].Kind, tree[id].Value) = (TreeKind.Same, organisation["id"u8].Index);
        }
        var text = new ReleaseNode(tree, id).Text;
        var party = -1;
        for (var each = tree[parties].First; each >= 0 && party < 0; each = tree[each].Next)
        {
            party = new ReleaseNode(tree, each)["id"u8].Text.SequenceEqual(text) ? each : -1;
        }
        if (party < 0)
        {
            party = NewParty(organisation, id, parties);
        }
        AddRole(tree, new ReleaseNode(tree, party)["roles"u8], role);
        var name = organisation["name"u8];
        tree.Empty(organisation.Index);
        LinkSame(tree, organisation.Index, "id"u8, new ReleaseNode(tree, id));
        if (name.Exists)
        {
            LinkSame(tree, organisation.Index, "name"u8, name);
        }
    }

    private static int NewParty(ReleaseNode organisation, int id, int parties)
    {
        var tree = organisation.Tree;
        var party = tree.New();
        tree[party].Kind = TreeKind.Object;
        LinkSame(tree, party, "id"u8, new ReleaseNode(tree, id));
        var roles = tree.New();
        (tree[roles].Kind, tree[roles].HasPlainItems) = (TreeKind.Array, true);
        tree.Rename(roles, "roles"u8);
        tree.Link(party, roles);
        var fields = organisation.Properties;
        while (fields.MoveNext())
        {
            if (!fields.Name.SequenceEqual("id"u8) && !fields.Name.SequenceEqual("roles"u8))
            {
                LinkSame(tree, party, fields.Name, fields.Current);
            }
        }
        tree.Link(parties, party);
        return party;
    }

    private static void AddRole(ReleaseTree tree, ReleaseNode roles, ReadOnlySpan<byte> role)
    {
        foreach (var known in roles.Each)
        {
            if (known.Is(role))
            {
                return;
            }
        }
        tree.Link(roles.Index, tree.NewText(role));
    }

    private static byte[] MakeId(ReleaseNode organisation)
    {
        var parts = new List<string>();
        foreach (var (parent, fields) in Identifying)
        {
            var from = parent.Length == 0 ? organisation : organisation[parent];
            if (from.Kind == JsonValueKind.Object)
            {
                parts.AddRange(fields.Select(f => from[f].AsString() ?? ""));
            }
        }
        // An identity, not a secret: MD5 is what other tools of the standard make it with, so that ids agree.
        return Encoding.UTF8.GetBytes(
            Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(string.Join('-', parts))))
        );
    }

    private static void LinkSame(
        ReleaseTree tree,
        int parent,
        ReadOnlySpan<byte> name,
        ReleaseNode value
    )
    {
        var source = tree[value.Index];
        var node = tree.New();
        var next = tree[node].Next;
        tree[node] = source;
        tree[node].Next = next;
        tree.Rename(node, name.ToArray());
        tree.Link(parent, node);
    }

    private static void Rename(ReleaseNode block, ReadOnlySpan<byte> from, ReadOnlySpan<byte> to)
    {
        var value = block[from];
        if (value.Exists)
        {
            Remove(block, to);
            LinkSame(block.Tree, block.Index, to, value);
            Remove(block, from);
        }
    }

    private static void Remove(ReleaseNode block, ReadOnlySpan<byte> name)
    {
        var tree = block.Tree;
        var elder = -1;
        for (var each = tree[block.Index].First; each >= 0; elder = each, each = tree[each].Next)
        {
            if (tree.NameOf(each).SequenceEqual(name))
            {
                tree.Unlink(block.Index, elder, each);
                return;
            }
        }
    }
}
