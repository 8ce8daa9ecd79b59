using System.Data.Common;
using System.Reflection;
using Microsoft.EntityFrameworkCore;

namespace Tandem.Kernel;

/// <summary>
/// Brings the database to the schema this program needs: numbered SQL scripts, forward only, each once and in one transaction.
/// A database of a newer program is refused rather than guessed at.
/// </summary>
public sealed class Migrator(IDbContextFactory<Db> databases, Settings settings)
{
    /// <summary>One numbered script for one database.</summary>
    public sealed record Script(int Number, string Name, string Sql);

    /// <summary>The scripts for one database, in order.</summary>
    public static IReadOnlyList<Script> ScriptsFor(DatabaseKind kind)
    {
        var assembly = typeof(Migrator).Assembly;
        var folder = $".Database.{kind.ToString().ToLowerInvariant()}.";
        return assembly
            .GetManifestResourceNames()
            .Where(name =>
                name.Contains(folder, StringComparison.Ordinal)
                && name.EndsWith(".sql", StringComparison.Ordinal)
            )
            .Select(name =>
                Read(
                    assembly,
                    name,
                    name[(name.IndexOf(folder, StringComparison.Ordinal) + folder.Length)..^4]
                )
            )
            .OrderBy(script => script.Number)
            .ToList();
    }

    /// <summary>Applies what is missing and says how many scripts that was.</summary>
    /// <exception cref="Refusal">The database was made by a newer program.</exception>
    public async Task<int> RunAsync(CancellationToken cancellation = default)
    {
        Directory.CreateDirectory(settings.DataFolder);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        await db.Database.OpenConnectionAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        if (db.Kind == DatabaseKind.Postgres)
        {
            await db.Database.ExecuteSqlRawAsync(
                "SELECT pg_advisory_xact_lock(7301)",
                cancellation
            );
        }
        await db.Database.ExecuteSqlRawAsync(
            "CREATE TABLE IF NOT EXISTS schema_version (number INTEGER PRIMARY KEY, name TEXT NOT NULL)",
            cancellation
        );
        var at = await db
            .Database.SqlQueryRaw<int>(
                "SELECT COALESCE(MAX(number), 0) AS \"Value\" FROM schema_version"
            )
            .SingleAsync(cancellation);
        var scripts = ScriptsFor(db.Kind);
        if (at > scripts.Max(s => s.Number))
        {
            throw new Refusal(
                $"This database has schema version {at}, made by a newer Tandem. Install that version, or use another database."
            );
        }
        var missing = scripts.Where(s => s.Number > at).ToList();
        foreach (var script in missing)
        {
            await ExecuteAsync(db, script, cancellation);
        }
        await transaction.CommitAsync(cancellation);
        return missing.Count;
    }

    private static async Task ExecuteAsync(Db db, Script script, CancellationToken cancellation)
    {
        DbConnection connection = db.Database.GetDbConnection();
        await using var command = connection.CreateCommand();
        command.Transaction =
            Microsoft.EntityFrameworkCore.Storage.DbContextTransactionExtensions.GetDbTransaction(
                db.Database.CurrentTransaction!
            );
        command.CommandText = script.Sql;
        await command.ExecuteNonQueryAsync(cancellation);
        await db.Database.ExecuteSqlAsync(
            $"INSERT INTO schema_version (number, name) VALUES ({script.Number}, {script.Name})",
            cancellation
        );
    }

    private static Script Read(Assembly assembly, string resource, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        return new(
            int.Parse(name[..4], System.Globalization.CultureInfo.InvariantCulture),
            name,
            reader.ReadToEnd()
        );
    }
}
