using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Tandem.Formats.Ocds;

/// <summary>Moves an organisation described where it acts (OCDS 1.0) to the parties (1.1).</summary>
internal static class PartyUpgrade
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

    /// <summary>Adds the organisation to the parties unless one of its id is there, gives it the role, and leaves id and name in its place.</summary>
    public static void Add(ReleaseNode organisation, ReadOnlySpan<byte> role, int parties)
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
        ReleaseUpgrade.LinkSame(tree, organisation.Index, "id"u8, new ReleaseNode(tree, id));
        if (name.Exists)
        {
            ReleaseUpgrade.LinkSame(tree, organisation.Index, "name"u8, name);
        }
    }

    private static int NewParty(ReleaseNode organisation, int id, int parties)
    {
        var tree = organisation.Tree;
        var party = tree.New();
        tree[party].Kind = TreeKind.Object;
        ReleaseUpgrade.LinkSame(tree, party, "id"u8, new ReleaseNode(tree, id));
        var roles = tree.New();
        (tree[roles].Kind, tree[roles].HasPlainItems) = (TreeKind.Array, true);
        tree.Rename(roles, "roles"u8);
        tree.Link(party, roles);
        var fields = organisation.Properties;
        while (fields.MoveNext())
        {
            if (!fields.Name.SequenceEqual("id"u8) && !fields.Name.SequenceEqual("roles"u8))
            {
                ReleaseUpgrade.LinkSame(tree, party, fields.Name, fields.Current);
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
}
