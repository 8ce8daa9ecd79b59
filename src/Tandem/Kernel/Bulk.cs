using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using SQLitePCL;

namespace Tandem.Kernel;

/// <summary>
/// Writes many rows of one entity at once, past the change tracker: one prepared statement bound value by value on SQLite, binary COPY on
/// PostgreSQL. For imports; rules that guard single records do not run here, the caller has applied them.
/// </summary>
public static class Bulk
{
    /// <summary>Adds the rows; a row whose key is there already replaces it. Needs an open transaction. O(rows).</summary>
    /// <param name="key">Property names of the unique key that decides whether a row is there; the primary key if none are given.</param>
    public static async Task UpsertAsync<T>(
        Db db,
        IReadOnlyCollection<T> rows,
        CancellationToken cancellation = default,
        params string[] key
    )
        where T : class
    {
        if (rows.Count == 0)
        {
            return;
        }
        var table = BulkTable<T>.Of(db.Model);
        if (db.Kind == DatabaseKind.Sqlite)
        {
            Insert((SqliteConnection)db.Database.GetDbConnection(), table, key, rows, cancellation);
        }
        else
        {
            await CopyAsync(db, table, key, rows, cancellation);
        }
    }

    /// <summary>
    /// Makes the open connection of a long import take less memory, write its log in larger steps, and not wait for the disk at each batch. A power
    /// cut may undo the last batches, never half of one: how far the run came is recorded by other connections, which do wait, and it begins again.
    /// </summary>
    public static async Task PrepareAsync(Db db, CancellationToken cancellation = default)
    {
        await db.Database.OpenConnectionAsync(cancellation);
        if (db.Kind == DatabaseKind.Sqlite)
        {
            await db.Database.ExecuteSqlRawAsync(
                "PRAGMA mmap_size=0; PRAGMA cache_size=-8192; PRAGMA wal_autocheckpoint=16384; PRAGMA synchronous=NORMAL;",
                cancellation
            );
        }
    }

    private static void Insert<T>(
        SqliteConnection connection,
        BulkTable<T> table,
        string[] key,
        IReadOnlyCollection<T> rows,
        CancellationToken cancellation
    )
        where T : class
    {
        var sql =
            $"INSERT INTO {table.Name} ({table.Names}) VALUES ({string.Join(", ", table.Columns.Select((_, i) => $"?{i + 1}"))}) {table.OnConflict(key)}";
        var database = connection.Handle!;
        Check(database, raw.sqlite3_prepare_v2(database, sql, out var statement));
        using (statement)
        {
            using var sink = new SqliteSink(statement);
            foreach (var row in rows)
            {
                cancellation.ThrowIfCancellationRequested();
                sink.Begin();
                foreach (var column in table.Columns)
                {
                    column.Write(row, sink);
                }
                if (raw.sqlite3_step(statement) != raw.SQLITE_DONE)
                {
                    Check(database, raw.sqlite3_reset(statement));
                }
                raw.sqlite3_reset(statement);
            }
        }
    }

    private static void Check(sqlite3 database, int code)
    {
        if (code != raw.SQLITE_OK)
        {
            throw new SqliteException(
                raw.sqlite3_errmsg(database).utf8_to_string(),
                code,
                raw.sqlite3_extended_errcode(database)
            );
        }
    }

    private static async Task CopyAsync<T>(
        Db db,
        BulkTable<T> table,
        string[] key,
        IReadOnlyCollection<T> rows,
        CancellationToken cancellation
    )
        where T : class
    {
        var staging = $"staging_{table.Name}";
        // Built from names of the model alone; no value of a row is ever part of it.
        var create =
            $"CREATE TEMP TABLE IF NOT EXISTS {staging} (LIKE {table.Name} INCLUDING DEFAULTS) ON COMMIT DROP; TRUNCATE {staging}";
        await db.Database.ExecuteSqlRawAsync(create, cancellation);
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        await using (
            var writer = await connection.BeginBinaryImportAsync(
                $"COPY {staging} ({table.Names}) FROM STDIN (FORMAT BINARY)",
                cancellation
            )
        )
        {
            var sink = new PostgresSink(writer);
            foreach (var row in rows)
            {
                cancellation.ThrowIfCancellationRequested();
                writer.StartRow();
                foreach (var column in table.Columns)
                {
                    sink.StoreType = column.StoreType;
                    column.Write(row, sink);
                }
            }
            await writer.CompleteAsync(cancellation);
        }
        var merge =
            $"INSERT INTO {table.Name} ({table.Names}) SELECT {table.Names} FROM {staging} {table.OnConflict(key)}";
        await db.Database.ExecuteSqlRawAsync(merge, cancellation);
    }
}
