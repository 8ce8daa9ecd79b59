using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Tandem.Formats.Tabular;
using Tandem.Kernel.Search;

namespace Tandem.Contracts.Lists;

/// <summary>A whole list as data, written as its rows are read: however long it is, a few hundred rows are held.</summary>
public static class RecordExport
{
    private const int Chunk = 500;

    /// <summary>How records are written as JSON everywhere: names in camelCase, states as words, letters as they are.</summary>
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Reads the rows of the hits, in their order, a chunk at a time.</summary>
    public static async IAsyncEnumerable<T> RowsAsync<T>(
        IReadOnlyList<SearchHit> hits,
        Func<IReadOnlyList<Guid>, Task<IReadOnlyList<T>>> read
    )
    {
        foreach (var chunk in hits.Chunk(Chunk))
        {
            foreach (var row in await read([.. chunk.Select(h => h.Id)]))
            {
                yield return row;
            }
        }
    }

    /// <summary>Writes CSV: a row of headings, then the rows. Cells that a spreadsheet would run are defused.</summary>
    public static async Task WriteCsvAsync<T>(
        HttpResponse response,
        string fileName,
        IReadOnlyList<(string Heading, Func<T, string?> Cell)> columns,
        IAsyncEnumerable<T> rows
    )
    {
        response.ContentType = "text/csv; charset=utf-8; header=present";
        response.Headers.ContentDisposition = $"attachment; filename=\"{fileName}\"";
        var text = new StringWriter(CultureInfo.InvariantCulture);
        text.Write('\ufeff');
        SafeCsv.WriteRow(text, columns.Select(c => c.Heading));
        await foreach (var row in rows)
        {
            SafeCsv.WriteRow(text, columns.Select(c => c.Cell(row)));
            if (text.GetStringBuilder().Length > 32 * 1024)
            {
                await FlushAsync(response, text);
            }
        }
        await FlushAsync(response, text);
    }

    /// <summary>Writes JSON: how many there are, and all of them.</summary>
    public static async Task WriteJsonAsync<T>(
        HttpResponse response,
        int total,
        IAsyncEnumerable<T> rows
    )
    {
        response.ContentType = "application/json; charset=utf-8";
        var text = new StringWriter(CultureInfo.InvariantCulture);
        text.Write($"{{\"total\":{total.ToString(CultureInfo.InvariantCulture)},\"results\":[");
        var separator = "\n";
        await foreach (var row in rows)
        {
            text.Write(separator);
            text.Write(JsonSerializer.Serialize(row, Json));
            separator = ",\n";
            if (text.GetStringBuilder().Length > 32 * 1024)
            {
                await FlushAsync(response, text);
            }
        }
        text.Write("\n]}\n");
        await FlushAsync(response, text);
    }

    private static async Task FlushAsync(HttpResponse response, StringWriter text)
    {
        await response.WriteAsync(text.ToString(), Encoding.UTF8);
        text.GetStringBuilder().Clear();
    }
}
