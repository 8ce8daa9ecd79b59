using System.Data.Common;
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
        var kind = settings.Database;
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
        services.AddSingleton<Migrator>().AddSingleton<KeepStatistics>();
        return services;
    }

    /// <summary>An open connection to the database without its model: for what is read before the model is built.</summary>
    internal static async Task<DbConnection> OpenAsync(
        this Settings settings,
        CancellationToken cancellation = default
    )
    {
        DbConnection connection = settings.PostgresConnection is { } postgres
            ? new NpgsqlConnection(postgres)
            : new SqliteConnection(settings.SqliteConnection);
        try
        {
            await connection.OpenAsync(cancellation);
            if (connection is SqliteConnection)
            {
                SqliteTuning.Tune(connection);
            }
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Whether no record of a kind is stored yet; does not wait for the model.</summary>
    internal static async Task<bool> HasNoneAsync<T>(
        this Settings settings,
        CancellationToken cancellation
    )
    {
        await using var connection = await settings.OpenAsync(cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT 1 FROM {Db.SnakeCase(typeof(T).Name)} LIMIT 1";
        return await command.ExecuteScalarAsync(cancellation) is null;
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
        DbConnection connection,
        Microsoft.EntityFrameworkCore.Diagnostics.ConnectionEndEventData eventData
    ) => Tune(connection);

    public override Task ConnectionOpenedAsync(
        DbConnection connection,
        Microsoft.EntityFrameworkCore.Diagnostics.ConnectionEndEventData eventData,
        CancellationToken cancellationToken = default
    )
    {
        Tune(connection);
        return Task.CompletedTask;
    }

    internal static void Tune(DbConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        command.ExecuteNonQuery();
    }
}
