using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Npgsql;

namespace Tandem.Kernel;

/// <summary>The databases Tandem runs on.</summary>
public enum DatabaseKind
{
    /// <summary>Embedded: one file in the data folder. What a newcomer meets.</summary>
    Sqlite,

    /// <summary>PostgreSQL 15 or later: several web nodes, clustered jobs. What a network outgrows into.</summary>
    Postgres,
}

/// <summary>Wires the database the settings name into the application.</summary>
public static class DatabaseSetup
{
    /// <summary>Adds <see cref="Db"/> (one for each request or operation) and a factory for long work.</summary>
    public static IServiceCollection AddDatabase(
        this IServiceCollection services,
        Settings settings
    )
    {
        var kind = settings.PostgresConnection is null
            ? DatabaseKind.Sqlite
            : DatabaseKind.Postgres;
        services.AddSingleton(typeof(DatabaseKind), kind);
        services.AddDbContextFactory<Db>(
            options =>
            {
                options.ReplaceService<IValueConverterSelector, StoredIds>();
                if (kind == DatabaseKind.Sqlite)
                {
                    options
                        .UseSqlite(settings.SqliteConnection)
                        .AddInterceptors(new SqliteTuning());
                }
                else
                {
                    options.UseNpgsql(settings.PostgresConnection);
                }
            },
            ServiceLifetime.Singleton
        );
        services.AddScoped(provider =>
            provider.GetRequiredService<IDbContextFactory<Db>>().CreateDbContext()
        );
        services.AddSingleton<Migrator>();
        return services;
    }

    /// <summary>Opens a transaction in which every read sees the database as it stood at one moment. Nothing is written in it, and no writer waits for it.</summary>
    public static async Task<IAsyncDisposable> MomentAsync(
        this Db db,
        CancellationToken cancellation = default
    )
    {
        if (db.Kind == DatabaseKind.Postgres)
        {
            return await db.Database.BeginTransactionAsync(
                System.Data.IsolationLevel.RepeatableRead,
                cancellation
            );
        }
        await db.Database.OpenConnectionAsync(cancellation);
        var deferred = ((SqliteConnection)db.Database.GetDbConnection()).BeginTransaction(
            deferred: true
        );
        return (await db.Database.UseTransactionAsync(deferred, cancellation))!;
    }

    /// <summary>Whether a failure to save means that another writer was first with the same unique value.</summary>
    public static bool IsDuplicate(this DbUpdateException failure) =>
        failure.InnerException switch
        {
            SqliteException { SqliteExtendedErrorCode: 2067 or 1555 } => true,
            PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } => true,
            _ => false,
        };
}

/// <summary>Write-ahead log, so that readers never wait for a writer; set on each connection as it opens.</summary>
internal sealed class SqliteTuning
    : Microsoft.EntityFrameworkCore.Diagnostics.DbConnectionInterceptor
{
    private const string Pragmas =
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=30000; PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY; PRAGMA mmap_size=268435456; PRAGMA secure_delete=FAST;";

    public override void ConnectionOpened(
        System.Data.Common.DbConnection connection,
        Microsoft.EntityFrameworkCore.Diagnostics.ConnectionEndEventData eventData
    ) => Tune(connection);

    public override Task ConnectionOpenedAsync(
        System.Data.Common.DbConnection connection,
        Microsoft.EntityFrameworkCore.Diagnostics.ConnectionEndEventData eventData,
        CancellationToken cancellationToken = default
    )
    {
        Tune(connection);
        return Task.CompletedTask;
    }

    private static void Tune(System.Data.Common.DbConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        command.ExecuteNonQuery();
    }
}
