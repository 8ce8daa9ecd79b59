using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Kernel;

namespace Tandem.Classification;

/// <summary>A reference list brought to this installation: it takes the place of the one shipped in <c>content/</c> on every node.</summary>
public sealed class ReferenceList
{
    /// <summary>The content file it takes the place of (<c>cpv/cpv-2008.tsv</c>), or a list of the installation's own.</summary>
    public string Name { get; init; } = "";
    public string Text { get; set; } = "";

    /// <summary>Where it came from, as given.</summary>
    public string SourceName { get; set; } = "";
    public DateTime LoadedAt { get; set; }

    private sealed class Mapping : IEntityTypeConfiguration<ReferenceList>
    {
        public void Configure(EntityTypeBuilder<ReferenceList> entity) =>
            entity.HasKey(l => l.Name);
    }
}

/// <summary>The reference lists in force: what was brought to this installation, or else what ships. Parsed once, read again within seconds of a change.</summary>
public sealed class ReferenceLists(
    IDbContextFactory<Db> databases,
    Content content,
    TimeProvider clock
)
{
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(5);
    private readonly ConcurrentDictionary<string, Held> held = new();

    private sealed record Held(object Value, DateTime LoadedAt, DateTimeOffset CheckedAt);

    /// <summary>The parsed list of this name.</summary>
    /// <param name="parse">Reads the list's text; called again when the list has changed.</param>
    public T Current<T>(string name, Func<TextReader, T> parse)
        where T : class
    {
        var now = clock.GetUtcNow();
        if (held.TryGetValue(name, out var found) && now - found.CheckedAt < Freshness)
        {
            return (T)found.Value;
        }
        using var db = databases.CreateDbContext();
        var loadedAt = db.Set<ReferenceList>()
            .Where(l => l.Name == name)
            .Select(l => l.LoadedAt)
            .SingleOrDefault();
        var value =
            found is not null && found.LoadedAt == loadedAt
                ? (T)found.Value
                : Parse(db, name, loadedAt, parse);
        held[name] = new(value, loadedAt, now);
        return value;
    }

    /// <summary>Puts a newer list in force on every node, in the same transaction as its event.</summary>
    public static async Task ReplaceAsync(
        Db db,
        Actor actor,
        string name,
        string text,
        string sourceName,
        CancellationToken cancellation = default
    )
    {
        var list = await db.Set<ReferenceList>()
            .SingleOrDefaultAsync(l => l.Name == name, cancellation);
        if (list is null)
        {
            db.Add(list = new ReferenceList { Name = name });
        }
        (list.Text, list.SourceName, list.LoadedAt) = (text, sourceName, db.Now());
        db.Record(
            actor,
            "reference-list-replaced",
            nameof(ReferenceList),
            name,
            new { sourceName, lines = text.AsSpan().Count('\n') }
        );
        await db.SaveChangesAsync(cancellation);
    }

    private T Parse<T>(Db db, string name, DateTime loadedAt, Func<TextReader, T> parse)
    {
        if (loadedAt != default)
        {
            using var brought = new StringReader(
                db.Set<ReferenceList>().Where(l => l.Name == name).Select(l => l.Text).Single()
            );
            return parse(brought);
        }
        if (!File.Exists(content.PathOf(name)))
        {
            return parse(TextReader.Null);
        }
        using var shipped = new StreamReader(content.Open(name));
        return parse(shipped);
    }
}
