using System.Buffers;
using System.Globalization;
using System.Text;
using Npgsql;
using SQLitePCL;

namespace Tandem.Kernel;

/// <summary>Takes the values of one row, column by column, in the form its database keeps them.</summary>
internal abstract class BulkSink
{
    public abstract void WriteNull();

    public abstract void Write(string value);

    public abstract void Write(byte[] value);

    public abstract void Write(long value);

    public abstract void Write(int value);

    public abstract void Write(double value);

    public abstract void Write(bool value);

    public abstract void Write(Guid value);

    public abstract void Write(DateTime value);

    public abstract void Write(DateOnly value);

    /// <summary>The name by which a value of an enumeration is kept.</summary>
    public static string NameOf<TEnum>(TEnum value)
        where TEnum : struct, Enum => Enum.GetName(value) ?? value.ToString();
}

/// <summary>Binds values to a prepared statement, as the ADO.NET provider would write them: texts for ids, days and times.</summary>
internal sealed class SqliteSink(sqlite3_stmt statement) : BulkSink, IDisposable
{
    private byte[] text = ArrayPool<byte>.Shared.Rent(16 * 1024);
    private int column;

    public void Begin() => column = 0;

    public override void WriteNull() => raw.sqlite3_bind_null(statement, ++column);

    public override void Write(string value)
    {
        if (Encoding.UTF8.GetMaxByteCount(value.Length) > text.Length)
        {
            ArrayPool<byte>.Shared.Return(text);
            text = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(value.Length));
        }
        Bind(Encoding.UTF8.GetBytes(value, text));
    }

    public override void Write(byte[] value) =>
        raw.sqlite3_bind_blob(statement, ++column, value.AsSpan());

    public override void Write(long value) => raw.sqlite3_bind_int64(statement, ++column, value);

    public override void Write(int value) => raw.sqlite3_bind_int64(statement, ++column, value);

    public override void Write(double value) => raw.sqlite3_bind_double(statement, ++column, value);

    public override void Write(bool value) =>
        raw.sqlite3_bind_int64(statement, ++column, value ? 1 : 0);

    public override void Write(Guid value)
    {
        value.TryFormat(text, out var length);
        Ascii.ToUpperInPlace(text.AsSpan(0, length), out _);
        Bind(length);
    }

    public override void Write(DateTime value)
    {
        value.TryFormat(
            text,
            out var length,
            @"yyyy\-MM\-dd HH\:mm\:ss.FFFFFFF",
            CultureInfo.InvariantCulture
        );
        Bind(length);
    }

    public override void Write(DateOnly value)
    {
        value.TryFormat(text, out var length, @"yyyy\-MM\-dd", CultureInfo.InvariantCulture);
        Bind(length);
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(text);

    private void Bind(int length) =>
        raw.sqlite3_bind_text(statement, ++column, text.AsSpan(0, length));
}

/// <summary>Writes values into a binary COPY.</summary>
internal sealed class PostgresSink(NpgsqlBinaryImporter writer) : BulkSink
{
    /// <summary>The type of the column to be written next.</summary>
    public string StoreType { get; set; } = "";

    public override void WriteNull() => writer.WriteNull();

    // PostgreSQL's text cannot hold the character NUL, which dirty files have.
    public override void Write(string value) =>
        writer.Write(value.Replace("\0", "", StringComparison.Ordinal), StoreType);

    public override void Write(byte[] value) => writer.Write(value, StoreType);

    public override void Write(long value) => writer.Write(value, StoreType);

    public override void Write(int value) => writer.Write(value, StoreType);

    public override void Write(double value) => writer.Write(value, StoreType);

    public override void Write(bool value) => writer.Write(value, StoreType);

    public override void Write(Guid value) => writer.Write(value, StoreType);

    public override void Write(DateTime value) => writer.Write(value, StoreType);

    public override void Write(DateOnly value) => writer.Write(value, StoreType);
}
