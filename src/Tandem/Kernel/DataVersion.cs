using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Tandem.Kernel.Search;

namespace Tandem.Kernel;

/// <summary>
/// A version that changes whenever any list could be another for this reader: it costs two reads of one row each, however long the list. Some lists get a new version without having
/// changed; none changes without one.
/// </summary>
public sealed class DataVersion(
    Db db,
    IEnumerable<RowIndex> indexes,
    Actor actor,
    TimeProvider clock
)
{
    private static readonly string Program =
        typeof(DataVersion).Assembly.ManifestModule.ModuleVersionId.ToString();

    /// <summary>
    /// The version now, on this node: the program, which acts have happened, which records have changed, which of them are in the indexes, which day it is (lists
    /// ask for months from today), and who reads.
    /// </summary>
    public async Task<string> ReadAsync(CancellationToken cancellation = default)
    {
        var acts = await db.Set<Event>().MaxAsync(e => (long?)e.Seq, cancellation) ?? 0;
        var changes = await db.Set<Sequence>()
            .Where(s => s.Name == Sequence.Changes)
            .Select(s => s.Last)
            .SingleOrDefaultAsync(cancellation);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Program} {acts} {changes} {string.Join('.', indexes.Select(i => i.Reached))} {clock.Today():yyyyMMdd} {Reader()}"
        );
    }

    private string Reader() =>
        $"{actor.PersonId} {actor.IsSteward} "
        + string.Join(
            ',',
            actor.Roles.Concat(actor.Firms).OrderBy(r => r.Key).Select(r => $"{r.Key}:{r.Value}")
        )
        + $" {string.Join(',', actor.Partners.Order())}";
}
