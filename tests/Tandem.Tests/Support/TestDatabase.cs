using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Tandem.Kernel;
using Tandem.Playbooks;

namespace Tandem.Tests.Support;

/// <summary>A database of its own for each class of tests: a clone of one migrated template, on the database the run is for.</summary>
public static class TestDatabase
{
    private static readonly SemaphoreSlim Gate = new(1);
    private static string? template;
    private static int count;

    /// <summary>Which database this run is for: <c>TANDEM_TEST_DATABASE</c> is a PostgreSQL connection string, or absent for SQLite.</summary>
    public static string? Postgres { get; } =
        Environment.GetEnvironmentVariable("TANDEM_TEST_DATABASE") is { Length: > 0 } text
            ? text
            : null;

    /// <summary>Settings with a data folder and a migrated, empty database of their own.</summary>
    public static async Task<Settings> CloneAsync()
    {
        var folder = Directory.CreateTempSubdirectory("tandem-test-").FullName;
        await Gate.WaitAsync();
        try
        {
            template ??= await MakeTemplateAsync();
            if (Postgres is null)
            {
                File.Copy(template, Path.Combine(folder, "tandem.db"));
                return new Settings(folder, null, 0) { Demo = true };
            }
            var name = $"{template}_{++count}";
            await AdministerAsync($"CREATE DATABASE {name} TEMPLATE {template}");
            return new Settings(folder, Named(name), 0) { Demo = true };
        }
        finally
        {
            Gate.Release();
        }
    }

    /// <summary>An empty database with no schema at all.</summary>
    public static async Task<Settings> EmptyAsync()
    {
        var folder = Directory.CreateTempSubdirectory("tandem-test-").FullName;
        if (Postgres is null)
        {
            return new Settings(folder, null, 0);
        }
        var name = $"tandem_empty_{Environment.ProcessId}_{Interlocked.Increment(ref count)}";
        await AdministerAsync($"CREATE DATABASE {name}");
        return new Settings(folder, Named(name), 0);
    }

    /// <summary>Drops what <see cref="CloneAsync"/> or <see cref="EmptyAsync"/> made.</summary>
    public static async Task DropAsync(Settings settings)
    {
        if (settings.PostgresConnection is { } postgres)
        {
            NpgsqlConnection.ClearAllPools();
            await AdministerAsync(
                $"DROP DATABASE IF EXISTS {new NpgsqlConnectionStringBuilder(postgres).Database} WITH (FORCE)"
            );
        }
        else
        {
            SqliteConnection.ClearAllPools();
        }
        Directory.Delete(settings.DataFolder, recursive: true);
        if (Directory.Exists(settings.DataFolder + "-keys"))
        {
            Directory.Delete(settings.DataFolder + "-keys", recursive: true);
        }
    }

    private static async Task<string> MakeTemplateAsync()
    {
        var settings = await EmptyAsync();
        await using (var services = Services(settings))
        {
            await services.GetRequiredService<Migrator>().RunAsync();
            // Once for all classes: each of their applications then finds the shipped playbooks there.
            await using var scope = services.CreateAsyncScope();
            await new BringShipped(
                scope.ServiceProvider.GetRequiredService<Db>(),
                Content.Shipped,
                NullLogger<BringShipped>.Instance
            ).RunAsync();
        }
        if (settings.PostgresConnection is null)
        {
            SqliteConnection.ClearAllPools();
            return Path.Combine(settings.DataFolder, "tandem.db");
        }
        NpgsqlConnection.ClearAllPools();
        return new NpgsqlConnectionStringBuilder(settings.PostgresConnection).Database!;
    }

    /// <summary>The database alone, without the application.</summary>
    public static ServiceProvider Services(Settings settings) =>
        new ServiceCollection()
            .AddSingleton(settings)
            .AddSingleton(TimeProvider.System)
            .AddDatabase(settings)
            .BuildServiceProvider();

    private static string Named(string database) =>
        new NpgsqlConnectionStringBuilder(Postgres)
        {
            Database = database,
            MaxPoolSize = 20,
        }.ConnectionString;

    private static async Task AdministerAsync(string command)
    {
        await using var connection = new NpgsqlConnection(Postgres);
        await connection.OpenAsync();
        await using var sql = connection.CreateCommand();
        sql.CommandText = command;
        await sql.ExecuteNonQueryAsync();
    }
}
