using Microsoft.AspNetCore.Mvc;
using Tandem.Formats.Tabular;

namespace Tandem.Web.Http;

/// <summary>
/// A list as CSV, sent while it is read, so that its length costs no memory. UTF-8 with a byte order mark, for spreadsheets; a cell that would start a
/// formula is made harmless.
/// </summary>
/// <param name="fileName">Name offered to the reader: <c>contracts.csv</c>.</param>
/// <param name="headings">First row.</param>
/// <param name="rows">The rows; null is an empty cell.</param>
public sealed class CsvResult(
    string fileName,
    IReadOnlyList<string> headings,
    IAsyncEnumerable<IReadOnlyList<string?>> rows
) : IActionResult, IResult
{
    private const int Batch = 16 * 1024;

    /// <inheritdoc/>
    public Task ExecuteResultAsync(ActionContext context) => ExecuteAsync(context.HttpContext);

    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = "text/csv; charset=utf-8";
        response.GetTypedHeaders().ContentDisposition = new("attachment")
        {
            FileNameStar = fileName,
        };
        var text = new StringWriter();
        text.Write('\uFEFF');
        SafeCsv.WriteRow(text, headings);
        await foreach (var row in rows.WithCancellation(httpContext.RequestAborted))
        {
            SafeCsv.WriteRow(text, row);
            if (text.GetStringBuilder().Length >= Batch)
            {
                await SendAsync();
            }
        }
        await SendAsync();

        async Task SendAsync()
        {
            await response.WriteAsync(text.ToString(), httpContext.RequestAborted);
            text.GetStringBuilder().Clear();
        }
    }
}
