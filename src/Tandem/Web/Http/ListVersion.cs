using System.Security.Cryptography;
using System.Text;
using Tandem.Kernel;

namespace Tandem.Web.Http;

/// <summary>Lists as data that cost nothing where nothing has changed.</summary>
public static class ListVersion
{
    /// <summary>
    /// Gives every answer of these routes an ETag made of what it is made from (<see cref="DataVersion"/>), the reader and the address, and answers 304 without making the list
    /// where the reader has this version.
    /// </summary>
    public static TBuilder WithListVersion<TBuilder>(this TBuilder routes)
        where TBuilder : IEndpointConventionBuilder =>
        routes.AddEndpointFilter(
            async (context, next) =>
            {
                var http = context.HttpContext;
                if (http.Response.StatusCode >= StatusCodes.Status400BadRequest)
                {
                    // The address could not be understood: there is no list to have a version.
                    return await next(context);
                }
                http.VariesByReader();
                // Read before the list is made: at the worst a list is newer than its tag, and is sent once more.
                var version = await http
                    .RequestServices.GetRequiredService<DataVersion>()
                    .ReadAsync(http.RequestAborted);
                if (http.HasCurrent(TagOf(version, http.Request)))
                {
                    return Results.Empty;
                }
                var answer = await next(context);
                if (answer is IStatusCodeHttpResult { StatusCode: >= 400 })
                {
                    http.Response.Headers.ETag = default;
                }
                return answer;
            }
        );

    /// <summary>Keeps caches between from giving one reader what another may see.</summary>
    public static void VariesByReader(this HttpContext http) =>
        http.Response.Headers.Vary = "Cookie, Authorization";

    /// <summary>Says where the next page is (RFC 8288), for programs that follow links without reading the answer.</summary>
    public static void HasNext(this HttpContext http, string? next)
    {
        if (next is not null)
        {
            http.Response.Headers.Link = $"<{next}>; rel=\"next\"";
        }
    }

    private static string TagOf(string version, HttpRequest request) =>
        Convert.ToHexStringLower(
            SHA256
                .HashData(Encoding.UTF8.GetBytes($"{version} {request.Path}{request.QueryString}"))
                .AsSpan(0, 12)
        );
}
