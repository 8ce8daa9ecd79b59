using System.Security.Claims;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Tandem.Kernel;
using Tandem.Web.Http;

namespace Tandem.Accounts;

/// <summary>
/// Requests that show a key (<c>Authorization: Bearer tandem_…</c>). <see cref="ReadAsync"/> finds whose it is, <see cref="HoldAsync"/> lets it do only what a key is for. Between them
/// requests are counted, so that guessing keys is counted too.
/// </summary>
internal static class ApiKeyRequests
{
    private const string Scheme = "Bearer";

    /// <summary>Makes the request act as the person whose key it shows.</summary>
    public static async Task ReadAsync(HttpContext http, RequestDelegate next)
    {
        if (Shown(http) is { } secret)
        {
            var services = http.RequestServices;
            var db = services.GetRequiredService<Db>();
            var now = db.Now();
            var hash = ApiKey.HashOf(secret);
            var found = await db.Set<ApiKey>()
                .AsNoTracking()
                .Where(k => k.Hash == hash)
                .Join(
                    db.Set<Person>(),
                    k => k.PersonId,
                    p => p.Id,
                    (key, person) => new { key, person }
                )
                .SingleOrDefaultAsync(http.RequestAborted);
            var current = services.GetRequiredService<CurrentActor>();
            if (
                found is not null
                && found.key.IsLive(now)
                && (!found.person.IsDemo || services.GetRequiredService<Settings>().Demo)
            )
            {
                await current.ActAsync(db, found.key, found.person, http.RequestAborted);
                http.User = new(new ClaimsIdentity(authenticationType: Scheme));
                await UsedAsync(db, found.key, LocalDay.Of(now), http.RequestAborted);
            }
        }
        await next(http);
    }

    /// <summary>Refuses a key that is none, and whatever a key is not for.</summary>
    public static Task HoldAsync(HttpContext http, RequestDelegate next)
    {
        if (
            Shown(http) is null
            // The page that words an error answers in place of what was asked for.
            || http.Features.Get<IStatusCodeReExecuteFeature>() is not null
            || http.Features.Get<IExceptionHandlerFeature>() is not null
        )
        {
            return next(http);
        }
        if (http.RequestServices.GetRequiredService<CurrentActor>().KeyId is null)
        {
            http.Response.Headers.WWWAuthenticate =
                "Bearer realm=\"Tandem\", error=\"invalid_token\"";
            return Refuse(
                http,
                StatusCodes.Status401Unauthorized,
                "This key is not in use",
                "The key is mistyped, was revoked, or has ended. Make another under /account/keys, or ask without a key for what is public."
            );
        }
        if (!HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method))
        {
            return Refuse(
                http,
                StatusCodes.Status403Forbidden,
                "A key only reads",
                "Nothing can be changed with a key. Sign in and do it on the site."
            );
        }
        return DataAddress.Covers(http.Request.Path)
            ? next(http)
            : Refuse(
                http,
                StatusCodes.Status403Forbidden,
                "A key reads data, not pages",
                "Ask under /api, /ocds or /feeds, or for an address that ends in .json or .csv. For pages, sign in."
            );
    }

    /// <summary>The key that the request shows, if it shows one.</summary>
    internal static string? Shown(HttpContext http) =>
        http.Request.Headers.Authorization.ToString().Split(' ', 2) is [var scheme, .. var rest]
        && scheme.Equals(Scheme, StringComparison.OrdinalIgnoreCase)
            ? rest.FirstOrDefault()?.Trim() ?? ""
            : null;

    private static Task Refuse(HttpContext http, int status, string title, string detail) =>
        Results.Problem(detail, statusCode: status, title: title).ExecuteAsync(http);

    private static async Task UsedAsync(
        Db db,
        ApiKey key,
        DateOnly today,
        CancellationToken cancellation
    )
    {
        if (key.LastUsedOn != today)
        {
            await db.Set<ApiKey>()
                .Where(k => k.Id == key.Id)
                .ExecuteUpdateAsync(k => k.SetProperty(x => x.LastUsedOn, today), cancellation);
        }
    }
}
