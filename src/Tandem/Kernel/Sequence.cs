using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Tandem.Kernel;

/// <summary>
/// A counter that hands out numbers without gaps in committed order: whoever takes from it holds it until their transaction ends. So what is
/// stamped with a number of <see cref="Changes"/> becomes visible in the order of those numbers, and a reader who follows them misses nothing.
/// </summary>
public sealed class Sequence
{
    /// <summary>The counter that every change to a searchable record takes a number from.</summary>
    public const string Changes = "change";

    public string Name { get; private set; } = "";
    public long Last { get; private set; }

    /// <summary>Takes <paramref name="count"/> numbers and gives the first. Needs an open transaction.</summary>
    public static async Task<long> TakeAsync(
        Db db,
        string name,
        long count,
        CancellationToken cancellation = default
    )
    {
        if (db.Database.CurrentTransaction is null)
        {
            throw new InvalidOperationException("A number is only taken within a transaction.");
        }
        var last = await db
            .Database.SqlQuery<long>(
                $"INSERT INTO sequence (name, last) VALUES ({name}, {count}) ON CONFLICT (name) DO UPDATE SET last = sequence.last + {count} RETURNING last AS \"Value\""
            )
            .ToListAsync(cancellation);
        return last[0] - count + 1;
    }

    private sealed class Mapping : IEntityTypeConfiguration<Sequence>
    {
        public void Configure(EntityTypeBuilder<Sequence> entity) => entity.HasKey(s => s.Name);
    }
}
