using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Tandem.Kernel;

/// <summary>
/// The one database, whichever it is. Each room brings its entities as <see cref="IEntityTypeConfiguration{T}"/> and reads them with
/// <see cref="DbContext.Set{T}()"/>. Times are UTC <see cref="DateTime"/>; tables and columns are named in snake_case.
/// </summary>
public sealed class Db(DbContextOptions<Db> options, DatabaseKind kind, TimeProvider clock)
    : DbContext(options)
{
    /// <summary>Which database this is. Only Kernel asks.</summary>
    internal DatabaseKind Kind { get; } = kind;

    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configuration)
    {
        configuration.Properties<DateTime>().HaveConversion<UtcConverter>();
        configuration.Properties<Enum>().HaveConversion<string>();
    }

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder model)
    {
        foreach (var mapping in StoredTypes.Mappings(typeof(Db).Assembly))
        {
            mapping(model);
        }
        foreach (var entity in model.Model.GetEntityTypes())
        {
            entity.SetTableName(SnakeCase(entity.ClrType.Name));
            foreach (var reference in entity.GetForeignKeys())
            {
                reference.DeleteBehavior = DeleteBehavior.Restrict;
            }
            foreach (var property in entity.GetProperties())
            {
                property.SetColumnName(SnakeCase(property.Name));
            }
        }
    }

    /// <summary>Saves, and chains the new events of the <see cref="Timeline"/> to those before them, in one transaction.</summary>
    public override async Task<int> SaveChangesAsync(
        bool acceptAllChangesOnSuccess,
        CancellationToken cancellation = default
    )
    {
        var events = ChangeTracker
            .Entries<Event>()
            .Where(e => e.State == EntityState.Added)
            .Select(e => e.Entity)
            .ToList();
        if (events.Count == 0)
        {
            return await SaveAsync(acceptAllChangesOnSuccess, cancellation);
        }
        var own = Database.CurrentTransaction is null
            ? await Database.BeginTransactionAsync(cancellation)
            : null;
        await using (own)
        {
            await Timeline.ChainAsync(this, events, cancellation);
            var saved = await SaveAsync(acceptAllChangesOnSuccess, cancellation);
            if (own is not null)
            {
                await own.CommitAsync(cancellation);
            }
            return saved;
        }
    }

    /// <exception cref="Refusal">Somebody else changed a record with a guarded state since it was read.</exception>
    private async Task<int> SaveAsync(
        bool acceptAllChangesOnSuccess,
        CancellationToken cancellation
    )
    {
        try
        {
            return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellation);
        }
        catch (DbUpdateConcurrencyException)
        {
            throw new Refusal(
                "Somebody else changed this at the same time. Look at it as it is now, then try again.",
                kind: RefusalKind.Changed
            );
        }
    }

    /// <summary>How long ago what is done with this context counts as done. Only the demo network, which begins with a past, has a use for it.</summary>
    internal TimeSpan Ago { get; set; }

    /// <summary>The time now, UTC, in the precision both databases keep (microseconds).</summary>
    public DateTime Now()
    {
        var now = clock.GetUtcNow().UtcDateTime - Ago;
        return new DateTime(now.Ticks - now.Ticks % 10, DateTimeKind.Utc);
    }

    internal static string SnakeCase(string name) =>
        string.Concat(
            name.Select(
                (c, i) =>
                    char.IsUpper(c) ? (i > 0 ? "_" : "") + char.ToLowerInvariant(c) : c.ToString()
            )
        );

    private sealed class UtcConverter()
        : ValueConverter<DateTime, DateTime>(
            time => time,
            time => DateTime.SpecifyKind(time, DateTimeKind.Utc)
        )
    {
        // Given as functions too, so that the expressions need not be compiled when the program starts.
        public override Func<object?, object?> ConvertToProvider => static time => time;

        public override Func<DateTime, DateTime> ConvertToProviderTyped => static time => time;
    }
}
