using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Following.Feeds;
using Tandem.Kernel;
using Tandem.Web.Http;

namespace Tandem.Following;

/// <summary>Feeds and calendars of everything that can be followed, for everybody, and of what a person may see for whoever has their secret address.</summary>
internal static class FeedRoutes
{
    private const int Most = 50;

    public static void Map(WebApplication app)
    {
        var feeds = app.MapGroup("/feeds").AllowAnonymous().ExcludeFromDescription();
        feeds.MapGet(
            "/{what}.{format:regex(^(atom|rss|json|ics)$)}",
            (HttpContext http, string what, string format) =>
                AnswerAsync(http, what, "", format, null)
        );
        feeds.MapGet(
            "/{what}/{key}.{format:regex(^(atom|rss|json|ics)$)}",
            (HttpContext http, string what, string key, string format) =>
                AnswerAsync(http, what, key, format, null)
        );
        feeds.MapGet(
            "/private/{secret}/{what}.{format:regex(^(atom|rss|json|ics)$)}",
            (HttpContext http, string secret, string what, string format) =>
                AnswerAsync(http, what, "", format, secret)
        );
        feeds.MapGet(
            "/private/{secret}/{what}/{key}.{format:regex(^(atom|rss|json|ics)$)}",
            (HttpContext http, string secret, string what, string key, string format) =>
                AnswerAsync(http, what, key, format, secret)
        );
    }

    private static async Task<IResult> AnswerAsync(
        HttpContext http,
        string what,
        string key,
        string format,
        string? secret
    )
    {
        var services = http.RequestServices;
        var stopped = http.RequestAborted;
        Person? person = null;
        if (secret is not null)
        {
            person = await OwnerAsync(services.GetRequiredService<Db>(), secret, stopped);
            if (person is null)
            {
                return Problems.NotFound("feed");
            }
        }
        // Asked before the feed is made: at the worst a feed is newer than its version says, and is read once more.
        var version = await services.GetRequiredService<FeedVersion>().ReadAsync(stopped);
        var actor = person is null
            ? Actor.Visitor
            : (await Actors.OfAsync(services.GetRequiredService<Db>(), person, stopped)).Actor;
        if (await ThingsAsync(http, what, key, actor) is not var (title, path, things))
        {
            return Problems.NotFound("feed");
        }
        if (http.HasCurrent(version))
        {
            return Results.Empty;
        }
        if (person is not null)
        {
            http.Response.Headers.CacheControl = "private, no-cache";
        }
        return await MakeAsync(http, format, actor, title, path, things);
    }

    private static async Task<IResult> MakeAsync(
        HttpContext http,
        string format,
        Actor actor,
        string title,
        string path,
        IReadOnlyCollection<Followable> things
    )
    {
        var settings = http.RequestServices.GetRequiredService<Settings>();
        var host = new Uri(settings.AddressOf("/")).Host;
        if (format == "ics")
        {
            var days = await http
                .RequestServices.GetRequiredService<ReadDays>()
                .RunAsync(things, actor, http.RequestAborted);
            return Results.Bytes(
                Calendar.Write(title, host, settings.AddressOf, days),
                "text/calendar; charset=utf-8"
            );
        }
        var stories = await http
            .RequestServices.GetRequiredService<ReadStories>()
            .RunAsync(things, actor, Most, http.RequestAborted);
        var feed = new Feed(
            $"{title} – Tandem",
            settings.AddressOf($"{http.Request.Path}{http.Request.QueryString}"),
            settings.AddressOf(path),
            host,
            [
                .. stories.Select(s => new FeedEntry(
                    s.Key,
                    s.Subject.Title,
                    s.Sentence,
                    settings.AddressOf(s.Subject.Path),
                    s.At,
                    s.Subject.Cpv
                )),
            ]
        );
        return format switch
        {
            "atom" => Results.Bytes(XmlFeeds.Atom(feed), "application/atom+xml; charset=utf-8"),
            "rss" => Results.Bytes(XmlFeeds.Rss(feed), "application/rss+xml; charset=utf-8"),
            _ => Results.Bytes(JsonFeed.Write(feed), "application/feed+json; charset=utf-8"),
        };
    }

    private static async Task<(
        string Title,
        string Path,
        IReadOnlyCollection<Followable> Things
    )?> ThingsAsync(HttpContext http, string what, string key, Actor actor)
    {
        if (what == "following" && actor.PersonId is { } person)
        {
            var follows = await http
                .RequestServices.GetRequiredService<Db>()
                .Set<Follow>()
                .AsNoTracking()
                .Where(f => f.PersonId == new Id<Person>(person) && f.EndedAt == null)
                .ToListAsync(http.RequestAborted);
            return ("What you follow", "/following", [.. follows.Select(f => f.What)]);
        }
        if (!Enum.TryParse<FollowKind>(what, ignoreCase: true, out var kind))
        {
            return null;
        }
        if (kind == FollowKind.Search)
        {
            var query = string.Join(
                '&',
                http.Request.QueryString.Value!.TrimStart('?')
                    .Split('&')
                    .Where(p => !p.StartsWith("in=", StringComparison.Ordinal))
            );
            key = $"/{http.Request.Query["in"].FirstOrDefault()}?{query}";
        }
        return
            await http
                .RequestServices.GetRequiredService<Followables>()
                .FindAsync(kind, key, actor, http.RequestAborted)
                is { } thing
            ? (thing.Title, thing.Path, [thing])
            : null;
    }

    private static async Task<Person?> OwnerAsync(
        Db db,
        string secret,
        CancellationToken cancellation
    )
    {
        var hash = FeedKey.HashOf(secret);
        return await db.Set<FeedKey>()
            .Where(k => k.Hash == hash && k.EndedAt == null)
            .Join(db.Set<Person>(), k => k.PersonId, p => p.Id, (_, p) => p)
            .AsNoTracking()
            .SingleOrDefaultAsync(cancellation);
    }
}
