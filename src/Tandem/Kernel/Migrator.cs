using System.Data.Common;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;

namespace Tandem.Kernel;

/// <summary>
/// Brings the database to the schema this program needs: numbered SQL scripts, forward only, each once and in one transaction.
/// A database of a newer program is refused rather than guessed at. Works on a bare connection: the model of <see cref="Db"/> takes most of a
/// second to build, and a starting program builds it meanwhile.
/// </summary>
public sealed partial class Migrator(Settings settings)
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
        await using var connection = await settings.OpenAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        if (settings.Database == DatabaseKind.Postgres)
        {
            await ExecuteAsync(command, "SELECT pg_advisory_xact_lock(7301)", cancellation);
        }
        await ExecuteAsync(
            command,
            "CREATE TABLE IF NOT EXISTS schema_version (number INTEGER PRIMARY KEY, name TEXT NOT NULL)",
            cancellation
        );
        command.CommandText = "SELECT COALESCE(MAX(number), 0) FROM schema_version";
        var at = Convert.ToInt32(
            await command.ExecuteScalarAsync(cancellation),
            CultureInfo.InvariantCulture
        );
        var scripts = ScriptsFor(settings.Database);
        if (at > scripts.Max(s => s.Number))
        {
            throw new Refusal(
                $"This database has schema version {at}, made by a newer Tandem. Install that version, or use another database."
            );
        }
        var missing = scripts.Where(s => s.Number > at).ToList();
        foreach (var script in missing)
        {
            await ExecuteAsync(command, script.Sql, cancellation);
            await ExecuteAsync(
                command,
                // Both are part of this program: digits, letters and hyphens.
                $"INSERT INTO schema_version (number, name) VALUES ({script.Number.ToString(CultureInfo.InvariantCulture)}, '{script.Name}')",
                cancellation
            );
        }
        await transaction.CommitAsync(cancellation);
        return missing.Count;
    }

    /// <summary>Takes away all that the scripts have made in the file of a small installation, with what is in it, and makes it anew. For whoever knows that nothing in it is anybody's.</summary>
    public async Task StartAgainAsync(CancellationToken cancellation = default)
    {
        await using (var connection = await settings.OpenAsync(cancellation))
        {
            await using var command = connection.CreateCommand();
            await ExecuteAsync(command, "PRAGMA foreign_keys=OFF", cancellation);
            await using var transaction = await connection.BeginTransactionAsync(cancellation);
            command.Transaction = transaction;
            foreach (
                var table in ScriptsFor(settings.Database)
                    .SelectMany(s => MadeTable().Matches(s.Sql))
                    .Select(m => m.Groups[1].Value)
                    .Append("schema_version")
                    .Distinct()
            )
            {
                await ExecuteAsync(command, $"DROP TABLE IF EXISTS \"{table}\"", cancellation);
            }
            await transaction.CommitAsync(cancellation);
            command.Transaction = null;
            await ExecuteAsync(command, "PRAGMA foreign_keys=ON", cancellation);
        }
        await RunAsync(cancellation);
    }

    [GeneratedRegex(@"^CREATE TABLE ""?(\w+)", RegexOptions.Multiline)]
    private static partial Regex MadeTable();

    private static Task ExecuteAsync(DbCommand command, string sql, CancellationToken cancellation)
    {
        command.CommandText = sql;
        return command.ExecuteNonQueryAsync(cancellation);
    }

    private static Script Read(Assembly assembly, string resource, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        return new(int.Parse(name[..4], CultureInfo.InvariantCulture), name, reader.ReadToEnd());
    }
}
