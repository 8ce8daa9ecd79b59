using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace Tandem.Web.Http;

/// <summary>Spares sending again what the reader already has (RFC 9110, section 13).</summary>
public static class ConditionalGet
{
    /// <summary>
    /// Puts ETag and Last-Modified on the answer. True when the reader has this version: the answer is then 304 and nothing more is to be written.
    /// </summary>
    /// <param name="http">The request and its answer.</param>
    /// <param name="version">Anything that changes when the content does, without quotes.</param>
    /// <param name="modifiedUtc">When it last changed.</param>
    public static bool HasCurrent(
        this HttpContext http,
        string version,
        DateTime? modifiedUtc = null
    )
    {
        var tag = new EntityTagHeaderValue($"\"{version}\"", isWeak: true);
        var sent = http.Response.GetTypedHeaders();
        sent.ETag = tag;
        // HTTP dates have whole seconds; a fraction would make every comparison fail.
        DateTimeOffset? modified = modifiedUtc is { } m
            ? new DateTimeOffset(DateTime.SpecifyKind(m, DateTimeKind.Utc)).AddTicks(
                -(m.Ticks % TimeSpan.TicksPerSecond)
            )
            : null;
        sent.LastModified = modified;
        sent.CacheControl = new CacheControlHeaderValue
        {
            NoCache = true,
            Private = http.User.Identity?.IsAuthenticated == true,
        };
        var asked = http.Request.GetTypedHeaders();
        var current =
            asked.IfNoneMatch.Count > 0
                ? asked.IfNoneMatch.Any(t =>
                    t.Tag == "*" || t.Compare(tag, useStrongComparison: false)
                )
                : modified is not null && asked.IfModifiedSince >= modified;
        if (current)
        {
            http.Response.StatusCode = StatusCodes.Status304NotModified;
        }
        return current;
    }

    /// <summary>An answer with its tag made from the answer itself: whatever it was made of, the same answer is the same version.</summary>
    public static IResult Json(this HttpContext http, byte[] json) =>
        http.HasCurrent(Convert.ToHexStringLower(SHA256.HashData(json).AsSpan(0, 12)))
            ? Results.Empty
            : Results.Bytes(json, "application/json; charset=utf-8");
}
