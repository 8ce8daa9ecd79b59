using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Imports;

/// <summary>What somebody asks to bring in.</summary>
/// <param name="SourceName">Name of the file, folder or address.</param>
/// <param name="FileHash">The kept file (<see cref="FileStore"/>), where one was brought.</param>
/// <param name="Choices">Choices of this kind of import, as JSON.</param>
public sealed record ImportRequest(
    ImportKind Kind,
    string SourceName,
    string? FileHash = null,
    long? BytesTotal = null,
    Id<Organisation>? Organisation = null,
    string Choices = "{}",
    bool DryRun = false,
    bool AllOrNothing = false
);
