using System.Globalization;
using System.IO.Compression;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Tandem.Kernel;
using Tandem.Market;
using Tandem.Web.Http;

namespace Tandem.Releases;

/// <summary>What we publish as OCDS: packages of releases, a record for each process, and files of a year.</summary>
internal static class ReleaseRoutes
{
    /// <summary>Releases in one package.</summary>
    public const int PageSize = 100;
    private static readonly ReadOnlyMemory<byte> LineEnd = "\n"u8.ToArray();

    public static void Map(WebApplication app)
    {
        var ocds = app.MapGroup("/ocds").AllowAnonymous();
        ocds.MapGet("/releases.json", ReleasesAsync)
            .WithName("listReleases")
            .WithTags("Open contracting data")
            .WithSummary("Our releases in the order they were made, 100 in a package")
            .WithDescription(
                "links.next gives the next package. Keep the number of the last release you have, and ask for what came after it: after=1200."
            )
            .Produces(StatusCodes.Status200OK, contentType: "application/json");
        ocds.MapGet("/records/{ocid}.json", RecordAsync)
            .WithName("getRecord")
            .WithTags("Open contracting data")
            .WithSummary(
                "One contracting process: its releases, what holds now, and what each field has been"
            )
            .Produces(StatusCodes.Status200OK, contentType: "application/json")
            .ProducesProblem(StatusCodes.Status404NotFound);
        ocds.MapGet("/{year:int:range(2000,2999)}.jsonl.gz", YearAsync)
            .WithName("getReleasesOfYear")
            .WithTags("Open contracting data")
            .WithSummary("The releases made in a year, one on each line, compressed")
            .Produces(StatusCodes.Status200OK, contentType: "application/gzip")
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> ReleasesAsync(
        HttpContext http,
        Db db,
        Settings settings,
        [FromQuery] long after = 0
    )
    {
        var releases = await db.Set<OwnRelease>()
            .AsNoTracking()
            .Published(db)
            .Where(r => r.Number > after)
            .OrderBy(r => r.Number)
            .Take(PageSize + 1)
            .ToListAsync(http.RequestAborted);
        var page = releases.Take(PageSize).ToList();
        var next =
            releases.Count > PageSize
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"/ocds/releases.json?after={page[^1].Number}"
                )
                : null;
        http.HasNext(next);
        return http.Json(
            ReleasePackage.Releases(
                Site(http, settings),
                http.Request.Path + http.Request.QueryString,
                next,
                page
            )
        );
    }

    private static async Task<IResult> RecordAsync(
        HttpContext http,
        Db db,
        Settings settings,
        string ocid
    )
    {
        var releases = await db.Set<OwnRelease>()
            .AsNoTracking()
            .Published(db)
            .Where(r => r.Ocid == ocid)
            .OrderBy(r => r.Number)
            .ToListAsync(http.RequestAborted);
        return releases.Count == 0
            ? Problems.NotFound("contracting process")
            : http.Json(ReleasePackage.Record(Site(http, settings), http.Request.Path, releases));
    }

    private static async Task<IResult> YearAsync(HttpContext http, Db db, int year)
    {
        var releases = OfYear(db, year);
        var sum = await releases
            .GroupBy(_ => 1)
            .Select(g => new
            {
                Count = g.Count(),
                Numbers = g.Sum(r => r.Number),
                Last = g.Max(r => r.Date),
            })
            .SingleOrDefaultAsync(http.RequestAborted);
        if (sum is null)
        {
            return Problems.NotFound("release of that year");
        }
        if (
            http.HasCurrent(
                string.Create(CultureInfo.InvariantCulture, $"{year}-{sum.Count}-{sum.Numbers}"),
                sum.Last
            )
        )
        {
            return Results.Empty;
        }
        return Results.Stream(
            async output =>
            {
                await using var gzip = new GZipStream(
                    output,
                    CompressionLevel.Fastest,
                    leaveOpen: true
                );
                await foreach (
                    var packed in releases
                        .OrderBy(r => r.Number)
                        .Select(r => r.Json)
                        .AsAsyncEnumerable()
                        .WithCancellation(http.RequestAborted)
                )
                {
                    await PackedJson.UnpackAsync(packed, gzip, http.RequestAborted);
                    await gzip.WriteAsync(LineEnd, http.RequestAborted);
                }
            },
            "application/gzip",
            string.Create(CultureInfo.InvariantCulture, $"{year}.jsonl.gz")
        );
    }

    /// <summary>Those made in the year (UTC).</summary>
    internal static IQueryable<OwnRelease> OfYear(Db db, int year)
    {
        var from = new DateTime(year, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        var until = from.AddYears(1);
        return db.Set<OwnRelease>().Published(db).Where(r => r.Date >= from && r.Date < until);
    }

    private static string Site(HttpContext http, Settings settings) =>
        settings.Address ?? $"{http.Request.Scheme}://{http.Request.Host}";
}
