using Tandem.Formats.Tabular;
using Tandem.Imports;

namespace Tandem.Contracts.Registers;

/// <summary>A kind of table that an organisation keeps and brings again and again: its contracts, its pipeline. Each room with such records describes one.</summary>
public sealed record RegisterKind
{
    /// <summary>How its imports are known.</summary>
    public required ImportKind Import { get; init; }

    /// <summary>Its fields and the headings that name them.</summary>
    public required RegisterVocabulary Vocabulary { get; init; }

    /// <summary>The table in words: “contract register”.</summary>
    public required string Says { get; init; }

    /// <summary>One of its records: “contract”.</summary>
    public required string Noun { get; init; }

    /// <summary>What stands before the number of a record: <c>C-</c>.</summary>
    public required string Prefix { get; init; }

    /// <summary>Address under which the records stand: <c>/contracts</c>.</summary>
    public required string Path { get; init; }

    /// <summary>Address where such a table is brought.</summary>
    public required string Start { get; init; }

    /// <summary>Fields of which one has to be there, so that a record can be called something.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>What will be missing with these fields alone, and what that means.</summary>
    public required Func<IReadOnlyCollection<string>, IReadOnlyList<string>> Missing { get; init; }
}

/// <summary>The kinds of tables there are.</summary>
public sealed class RegisterKinds(IEnumerable<RegisterKind> kinds)
{
    private readonly Dictionary<ImportKind, RegisterKind> byImport = kinds.ToDictionary(k =>
        k.Import
    );

    /// <summary>The kind that is brought in this way.</summary>
    public RegisterKind Of(ImportKind kind) => byImport[kind];

    /// <summary>What looks into such a table for its columns.</summary>
    public RegisterHeadings Headings(ImportKind kind) => new(Of(kind));
}
