namespace Tandem.Formats.Ocds;

/// <summary>What a node of the tree holds.</summary>
internal enum TreeKind : byte
{
    Null,
    True,
    False,
    Number,
    Text,
    Object,
    Array,

    /// <summary>In a merged tree: the value of another node (<see cref="TreeNode.Value"/>).</summary>
    Same,

    /// <summary>In a versioned tree: the values a field has had, each a child of kind <see cref="Same"/> with the number of its release.</summary>
    Versions,
}

/// <summary>One node of the tree. The name of an item of a merged array is its identifier.</summary>
internal struct TreeNode
{
    public int Name;
    public int NameLength;
    public uint Hash;
    public int Value;
    public int Length;
    public int First;
    public int Last;
    public int Next;
    public int Count;
    public int Release;
    public TreeKind Kind;
    public bool Escaped;
    public bool HasPlainItems;
}
