namespace Tandem.Imports;

/// <summary>Brings in one kind of data. Later rooms, which keep that data, register theirs; <see cref="ImportRunner"/> calls it.</summary>
public interface IImporter
{
    /// <summary>What it brings in.</summary>
    ImportKind Kind { get; }

    /// <summary>
    /// Reads every source of the work, writes through <see cref="ImportWork.WriteAsync"/>, and accounts for every row. May be run again from the
    /// beginning after a stop at any point: what is there already must come out as unchanged.
    /// </summary>
    /// <exception cref="Kernel.Refusal">The source could not be read at all.</exception>
    Task RunAsync(ImportWork work, CancellationToken cancellation);
}

/// <summary>Something to read: a file brought, a file named on the command line, an address already fetched.</summary>
/// <param name="Name">As problems and provenance name it.</param>
/// <param name="Bytes">Its size as kept, where known.</param>
/// <param name="Open">Opens it for reading from the beginning.</param>
public sealed record ImportSource(string Name, long? Bytes, Func<Stream> Open);
