using Microsoft.AspNetCore.WebUtilities;
using Tandem.Kernel;

namespace Tandem.Web.Http;

/// <summary>Gives a bare status (nothing there, not permitted, not understood) the words of problem details where a program asked; people get the page of the status.</summary>
internal static class BareProblems
{
    public static async Task WordAsync(HttpContext http, RequestDelegate next)
    {
        await next(http);
        if (
            http.Response
                is { HasStarted: false, StatusCode: >= 400, ContentType: null, ContentLength: null }
            && RefusalProblems.WantsData(http)
        )
        {
            await Results
                .Problem(
                    statusCode: http.Response.StatusCode,
                    title: ReasonPhrases.GetReasonPhrase(http.Response.StatusCode)
                )
                .ExecuteAsync(http);
        }
    }
}
