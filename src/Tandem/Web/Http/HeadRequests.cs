namespace Tandem.Web.Http;

/// <summary>Answers HEAD wherever GET is answered, with the same headers and without the content (RFC 9110, section 9.3.2): link checkers and feed readers ask so.</summary>
internal static class HeadRequests
{
    public static async Task AnswerAsync(HttpContext http, RequestDelegate next)
    {
        if (HttpMethods.IsHead(http.Request.Method))
        {
            http.Request.Method = HttpMethods.Get;
            http.Response.Body = Stream.Null;
        }
        await next(http);
    }
}
