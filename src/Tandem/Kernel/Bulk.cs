using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Tandem.Kernel;

/// <summary>
/// Writes many rows of one entity at once, past the change tracker: prepared statements on SQLite, binary COPY on PostgreSQL.
/// For imports; rules that guard single records do not run here, the caller has applied them.
/// </summary>
public static class Bulk
{
    /// <summary>Adds the rows; a row whose key is there already replaces it. Needs an open transaction. O(rows).</summary>
    /// <param name="key">Property names of the unique key that decides whether a row is there; the primary key if none are given.</param>
    public static Task UpsertAsync<T>(
        Db db,
        IReadOnlyCollection<T> rows,
        CancellationToken cancellation = default,
        params string[] key
    )
        where T : class
    {
        var entity = db.Model.FindEntityType(typeof(T))!;
        var columns = entity.GetProperties().Select(p => new Column<T>(p)).ToArray();
        var keys = (
            key.Length > 0
                ? key.Select(k => entity.FindProperty(k)!)
                : entity.FindPrimaryKey()!.Properties
        )
            .Select(p => p.GetColumnName())
            .ToArray();
        if (rows.Count == 0)
        {
            return Task.CompletedTask;
        }
        return db.Kind == DatabaseKind.Sqlite
            ? InsertAsync(db, entity.GetTableName()!, columns, keys, rows, cancellation)
            : CopyAsync(db, entity.GetTableName()!, columns, keys, rows, cancellation);
    }

    private sealed class Column<T>(IProperty property)
    {
        private readonly Func<object, object?> get = property.GetGetter().GetClrValue;
        private readonly Func<object?, object?>? convert = property
            .GetTypeMapping()
            .Converter?.ConvertToProvider;

        public string Name { get; } = property.GetColumnName();
        public RelationalTypeMapping Mapping { get; } =
            (RelationalTypeMapping)property.GetTypeMapping();

        public object? ValueOf(T row) =>
            get(row!) is { } value ? (convert is null ? value : convert(value)) : null;
    }

    private static string OnConflict<T>(Column<T>[] columns, string[] keys)
    {
        var rest = columns
            .Select(c => c.Name)
            .Except(keys)
            .Select(c => $"{c} = excluded.{c}")
            .ToList();
        return $"ON CONFLICT ({string.Join(", ", keys)}) DO "
            + (rest.Count == 0 ? "NOTHING" : $"UPDATE SET {string.Join(", ", rest)}");
    }

    private static async Task InsertAsync<T>(
        Db db,
        string table,
        Column<T>[] columns,
        string[] keys,
        IReadOnlyCollection<T> rows,
        CancellationToken cancellation
    )
    {
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = db.Database.CurrentTransaction!.GetDbTransaction();
        command.CommandText =
            $"INSERT INTO {table} ({string.Join(", ", columns.Select(c => c.Name))}) VALUES ({string.Join(", ", columns.Select((_, i) => $"@p{i}"))}) {OnConflict(columns, keys)}";
        var parameters = columns
            .Select(
                (_, i) =>
                {
                    DbParameter parameter = command.CreateParameter();
                    parameter.ParameterName = $"@p{i}";
                    command.Parameters.Add(parameter);
                    return parameter;
                }
            )
            .ToArray();
        foreach (var row in rows)
        {
            for (var i = 0; i < columns.Length; i++)
            {
                parameters[i].Value = columns[i].ValueOf(row) ?? DBNull.Value;
            }
            cancellation.ThrowIfCancellationRequested();
            command.ExecuteNonQuery();
        }
    }

    private static async Task CopyAsync<T>(
        Db db,
        string table,
        Column<T>[] columns,
        string[] keys,
        IReadOnlyCollection<T> rows,
        CancellationToken cancellation
    )
    {
        var names = string.Join(", ", columns.Select(c => c.Name));
        var staging = $"staging_{table}";
        // Built from names of the model alone; no value of a row is ever part of it.
        var create =
            $"CREATE TEMP TABLE IF NOT EXISTS {staging} (LIKE {table} INCLUDING DEFAULTS) ON COMMIT DROP; TRUNCATE {staging}";
        await db.Database.ExecuteSqlRawAsync(create, cancellation);
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        await using (
            var writer = await connection.BeginBinaryImportAsync(
                $"COPY {staging} ({names}) FROM STDIN (FORMAT BINARY)",
                cancellation
            )
        )
        {
            foreach (var row in rows)
            {
                await writer.StartRowAsync(cancellation);
                foreach (var column in columns)
                {
                    if (column.ValueOf(row) is { } value)
                    {
                        await writer.WriteAsync(
                            value,
                            column.Mapping.StoreTypeNameBase,
                            cancellation
                        );
                    }
                    else
                    {
                        await writer.WriteNullAsync(cancellation);
                    }
                }
            }
            await writer.CompleteAsync(cancellation);
        }
        var merge =
            $"INSERT INTO {table} ({names}) SELECT {names} FROM {staging} {OnConflict(columns, keys)}";
        await db.Database.ExecuteSqlRawAsync(merge, cancellation);
    }
}
