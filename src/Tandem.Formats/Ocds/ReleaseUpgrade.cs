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
        PartyUpgrade.Add(release["buyer"u8], "buyer"u8, parties);
        PartyUpgrade.Add(tender["procuringEntity"u8], "procuringEntity"u8, parties);
        foreach (var tenderer in tender["tenderers"u8].Each)
        {
            PartyUpgrade.Add(tenderer, "tenderer"u8, parties);
        }
        foreach (var award in release["awards"u8].Each)
        {
            foreach (var supplier in award["suppliers"u8].Each)
            {
                PartyUpgrade.Add(supplier, "supplier"u8, parties);
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
        PartyUpgrade.Add(new ReleaseNode(tree, organisation), role, unlisted);
        Remove(transaction, old);
    }

    internal static void LinkSame(
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
