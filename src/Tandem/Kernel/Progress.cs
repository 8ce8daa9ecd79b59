using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Tandem.Kernel;

/// <summary>How far something has followed what changes: acts of the timeline, or records by <see cref="Sequence.Changes"/>. Saved with what was made of them, so that nothing is done twice or left out.</summary>
public sealed class Progress
{
    /// <summary>Who follows what: <c>releases:Contract</c>.</summary>
    public string Name { get; init; } = "";

    /// <summary>Everything up to this number has been read.</summary>
    public long Reached { get; private set; }

    /// <summary>Everything up to here has been read.</summary>
    public void Reach(long number) => Reached = number;

    /// <summary>How far it has come under this name.</summary>
    /// <param name="newest">Where it begins the first time; at the very beginning without it.</param>
    public static async Task<Progress> OfAsync(
        Db db,
        string name,
        Func<Task<long?>>? newest = null,
        CancellationToken cancellation = default
    )
    {
        var progress = await db.Set<Progress>()
            .SingleOrDefaultAsync(p => p.Name == name, cancellation);
        if (progress is null)
        {
            progress = db.Add(new Progress { Name = name }).Entity;
            progress.Reach(newest is null ? 0 : await newest() ?? 0);
        }
        return progress;
    }

    private sealed class Mapping : IEntityTypeConfiguration<Progress>
    {
        public void Configure(EntityTypeBuilder<Progress> entity) => entity.HasKey(p => p.Name);
    }
}
