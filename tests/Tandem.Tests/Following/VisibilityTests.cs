using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tandem.Accounts;
using Tandem.Following;
using Tandem.Kernel;
using Tandem.Releases;
using Tandem.Tests.Market;
using Tandem.Tests.Support;

namespace Tandem.Tests.Following;

/// <summary>
/// Every state of a record against every audience, over every way out: page, list, search, export, interface, feed, calendar, e-mail, our own releases as open data, and the subject that all rooms share.
/// A room whose records not everybody sees adds its <see cref="IShownKind"/>.
/// </summary>
[UsesDatabase]
public sealed class VisibilityTests(MailApp app) : IClassFixture<MailApp>
{
    private const string Visitor = "visitor@example.net";

    /// <summary>A visitor without an account, a member, an officer of a partner, an officer of a stranger, and the steward, who sees no more than a stranger.</summary>
    internal static readonly HashSet<string> Everybody =
    [
        Visitor,
        "mei@example.org",
        "wyn@example.org",
        "lee@example.org",
        "sam@example.org",
    ];

    public static TheoryData<string> Kinds => [.. Shown.Keys];

    private static readonly Dictionary<string, IShownKind> Shown = typeof(VisibilityTests)
        .Assembly.GetTypes()
        .Where(t => t.IsAssignableTo(typeof(IShownKind)) && !t.IsInterface)
        .Select(t => (IShownKind)Activator.CreateInstance(t)!)
        .ToDictionary(k => k.Kind);

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Every_way_out_shows_each_audience_the_same_records(string kind)
    {
        var shown = Shown[kind];
        var (cpv, word) = ("34500000", "Quagga");
        var feeds = new Dictionary<string, string>();
        foreach (var reader in Everybody)
        {
            feeds[reader] = await FollowAsync(reader, shown.Followed, cpv);
        }
        await app.TellAsync();
        app.Sink.Clear();
        var records = await shown.MakeAsync(app, cpv, word);
        await app.TellAsync();
        await app.InScopeAsync(scope =>
            scope.GetRequiredService<MakeReleases>().RunAsync(Actor.System)
        );

        var wrong = new List<string>();
        foreach (var reader in Everybody)
        {
            var browser = reader == Visitor ? app.Visit() : await app.SignInAsync(reader);
            var mail = string.Concat(app.MailTo(reader).Select(m => m.Subject + m.Text + m.Html));
            var ways = new Dictionary<string, string> { ["e-mail"] = mail };
            foreach (
                var address in shown
                    .Lists.Where(l => !l.Contains("{1}", StringComparison.Ordinal))
                    .Select(l => string.Format(CultureInfo.InvariantCulture, l, word))
            )
            {
                ways[address] = await BodyAsync(browser, address);
            }
            foreach (
                var format in new[] { "atom", "rss", "json" }.Concat(
                    shown.HasDays ? ["ics"] : Array.Empty<string>()
                )
            )
            {
                var address = $"{feeds[reader]}.{format}";
                ways[address] = (await BodyAsync(app.Visit(), address)).Replace("\r\n ", "");
            }
            if (reader != Visitor)
            {
                ways["/work"] = await BodyAsync(browser, "/work");
            }
            var released = shown.IsReleased
                ? await ReleasedAsync(browser, records)
                : new Dictionary<string, string>();
            var subjects = await SubjectsAsync(reader, kind, records);
            foreach (var record in records)
            {
                var may = record.Seers.Contains(reader);
                void Check(string way, bool sees)
                {
                    if (sees != may)
                    {
                        wrong.Add(
                            $"{reader} {(may ? "does not find" : "finds")} {record.Title}: {way}"
                        );
                    }
                }
                Check("subject", subjects.Contains(record.Id));
                foreach (var (way, body) in ways)
                {
                    if (way == "/work" && may && !shown.StandOnWork)
                    {
                        continue;
                    }
                    Check(way, body.Contains(record.Title, StringComparison.Ordinal));
                }
                foreach (
                    var list in shown.Lists.Where(l => l.Contains("{1}", StringComparison.Ordinal))
                )
                {
                    var address = string.Format(
                        CultureInfo.InvariantCulture,
                        list,
                        word,
                        record.Title
                    );
                    // The words typed stand on the page whatever is found.
                    var found = await BodyAsync(browser, address);
                    Check(
                        address,
                        found.Contains($">{record.Title}</a>", StringComparison.Ordinal)
                    );
                }
                // Open data is the same for every reader: what everybody may see.
                foreach (var (way, body) in released)
                {
                    var isPublic = record.Ocid is not null && record.Seers == Everybody;
                    var isIn = body.Contains(record.Title, StringComparison.Ordinal);
                    // The record of one process speaks of that alone.
                    if (way.StartsWith("/ocds/records", StringComparison.Ordinal))
                    {
                        isPublic = isPublic && way.Contains(record.Ocid!, StringComparison.Ordinal);
                    }
                    if (isIn != isPublic)
                    {
                        wrong.Add(
                            $"{reader} {(isPublic ? "does not find" : "finds")} {record.Title}: {way}"
                        );
                    }
                }
                foreach (var page in shown.Pages)
                {
                    var address = string.Format(
                        CultureInfo.InvariantCulture,
                        page,
                        record.Reference
                    );
                    using var answer = await browser.RawAsync(new(HttpMethod.Get, address));
                    Check(address, answer.StatusCode == HttpStatusCode.OK);
                }
            }
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(records.Select(r => r.Seers.Count).Distinct().Count() > 1);
    }

    // Gives where the reader's own feed is, without its format.
    private Task<string> FollowAsync(string reader, FollowKind kind, string cpv) =>
        app.InScopeAsync(async scope =>
        {
            var db = scope.GetRequiredService<Db>();
            var key = kind == FollowKind.All ? "" : cpv;
            if (reader == Visitor)
            {
                await scope
                    .GetRequiredService<StartFollow>()
                    .RunAsync(kind, key, Frequency.AtOnce, reader);
                var follow = await db.Set<Follow>()
                    .SingleOrDefaultAsync(f => f.Address == reader && f.ConfirmedAt == null);
                if (follow is not null)
                {
                    await scope.GetRequiredService<ConfirmFollow>().RunAsync(follow.Id);
                }
                return kind == FollowKind.All ? "/feeds/all" : $"/feeds/cpv/{cpv}";
            }
            var actor = await ActorAsync(db, reader);
            await ActivatorUtilities
                .CreateInstance<StartFollow>(scope, actor)
                .RunAsync(kind, key, Frequency.AtOnce, null);
            var secret = await new MakeFeedKey(db, actor).RunAsync();
            return $"/feeds/private/{secret}/following";
        });

    private Task<HashSet<string>> SubjectsAsync(
        string reader,
        string kind,
        IReadOnlyList<ShownRecord> records
    ) =>
        app.InScopeAsync(async scope =>
        {
            var actor =
                reader == Visitor
                    ? Actor.Visitor
                    : await ActorAsync(scope.GetRequiredService<Db>(), reader);
            var found = await scope
                .GetRequiredService<Subjects>()
                .Of(kind)!
                .FindAsync([.. records.Select(r => r.Id)], actor, default);
            return found.Keys.ToHashSet();
        });

    /// <summary>All that our releases say: package after package, the file of the year, and the record of each process.</summary>
    private async Task<Dictionary<string, string>> ReleasedAsync(
        Visitor browser,
        IReadOnlyList<ShownRecord> records
    )
    {
        var packages = new StringBuilder();
        for (string? next = "/ocds/releases.json"; next is not null; )
        {
            var package = await BodyAsync(browser, next);
            packages.Append(package);
            next = JsonNode.Parse(package)!["links"]?["next"] is { } link
                ? new Uri((string)link!).PathAndQuery
                : null;
        }
        var said = new Dictionary<string, string> { ["/ocds/releases.json"] = $"{packages}" };
        foreach (var year in (await app.AllAsync<OwnRelease>()).Select(r => r.Date.Year).Distinct())
        {
            using var file = await browser.RawAsync(new(HttpMethod.Get, $"/ocds/{year}.jsonl.gz"));
            using var lines = new StreamReader(
                new GZipStream(await file.Content.ReadAsStreamAsync(), CompressionMode.Decompress)
            );
            said["/ocds/year"] =
                said.GetValueOrDefault("/ocds/year") + await lines.ReadToEndAsync();
        }
        foreach (var ocid in records.Select(r => r.Ocid).OfType<string>().Distinct())
        {
            var address = $"/ocds/records/{ocid}.json";
            using var answer = await browser.RawAsync(new(HttpMethod.Get, address));
            said[address] = answer.IsSuccessStatusCode
                ? await answer.Content.ReadAsStringAsync()
                : "";
        }
        return said;
    }

    private static async Task<Actor> ActorAsync(Db db, string email) =>
        (await Actors.OfAsync(db, await db.Set<Person>().SingleAsync(p => p.Email == email))).Actor;

    private static async Task<string> BodyAsync(Visitor browser, string address)
    {
        using var answer = await browser.RawAsync(new(HttpMethod.Get, address));
        Assert.True(answer.IsSuccessStatusCode, $"{address}: {answer.StatusCode}");
        return await answer.Content.ReadAsStringAsync();
    }
}
