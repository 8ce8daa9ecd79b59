using System.Text;
using Microsoft.AspNetCore.Http;
using Tandem.Web.Http;
using Tandem.Web.Lists;

namespace Tandem.Tests.Web;

public sealed class HttpTests
{
    [Fact]
    public async Task A_list_is_sent_as_csv_that_runs_nothing_in_a_spreadsheet()
    {
        var http = new DefaultHttpContext();
        var body = new MemoryStream();
        http.Response.Body = body;
        await new CsvResult("contracts.csv", ["Title", "Value"], Rows()).ExecuteAsync(http);
        var lines = Encoding.UTF8.GetString(body.ToArray()).Split("\r\n");
        Assert.Equal("\uFEFFTitle,Value", lines[0]);
        Assert.Equal("\"'=HYPERLINK(\"\"x\"\")\",-12.50", lines[1]);
        Assert.Equal(5003, lines.Length);
        Assert.Equal("text/csv; charset=utf-8", http.Response.ContentType);
        Assert.Contains("contracts.csv", http.Response.Headers.ContentDisposition.ToString());

        static async IAsyncEnumerable<IReadOnlyList<string?>> Rows()
        {
            yield return ["=HYPERLINK(\"x\")", "-12.50"];
            for (var i = 0; i < 5000; i++)
            {
                await Task.CompletedTask;
                yield return ["A contract", null];
            }
        }
    }

    [Theory]
    [InlineData("W/\"v7\"", null, true)]
    [InlineData("\"v7\"", null, true)]
    [InlineData("\"v6\", W/\"v7\"", null, true)]
    [InlineData("*", null, true)]
    [InlineData("W/\"v6\"", null, false)]
    [InlineData(null, "Sat, 21 Nov 2026 12:00:00 GMT", true)]
    [InlineData(null, "Sat, 21 Nov 2026 11:59:59 GMT", false)]
    [InlineData("W/\"v6\"", "Sat, 21 Nov 2026 12:00:00 GMT", false)]
    [InlineData(null, null, false)]
    public void What_the_reader_already_has_is_not_sent_again(
        string? tag,
        string? since,
        bool spared
    )
    {
        var http = new DefaultHttpContext();
        http.Request.Headers.IfNoneMatch = tag;
        http.Request.Headers.IfModifiedSince = since;
        var modified = new DateTime(2026, 11, 21, 12, 0, 0, 345, DateTimeKind.Utc);
        Assert.Equal(spared, http.HasCurrent("v7", modified));
        Assert.Equal(spared ? 304 : 200, http.Response.StatusCode);
        Assert.Equal("W/\"v7\"", http.Response.Headers.ETag);
    }

    [Fact]
    public void A_list_keeps_its_filters_from_page_to_page()
    {
        var request = new DefaultHttpContext().Request;
        request.Path = "/contracts";
        request.QueryString = new QueryString(
            "?nation=E&nation=S&q=housing+%26+care&page=3&buyer="
        );
        Assert.Equal(
            "/contracts?nation=E&nation=S&q=housing%20%26%20care&page=4",
            ListAddress.With(request, ("page", "4"))
        );
        Assert.Equal(
            "/contracts.csv?nation=E&nation=S&q=housing%20%26%20care",
            ListAddress.With("/contracts.csv", request, ("page", null))
        );
        Assert.Equal(
            "/contracts?nation=E&q=housing%20%26%20care",
            ListAddress.Without(request, "nation", "S")
        );
    }
}
