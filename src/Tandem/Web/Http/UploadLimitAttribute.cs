using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.WebUtilities;
using Tandem.Kernel;

namespace Tandem.Web.Http;

/// <summary>
/// Lets a page take a file as large as the installation allows (<see cref="Settings.UploadLimit"/>); it goes to disk as it comes, not to memory. What the page's
/// own act finds too large is then refused with words and with everything typed still there: what the server refuses before the page has read it, is lost.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class UploadLimitAttribute : Attribute, IAuthorizationFilter, IOrderedFilter
{
    // What a form needs beside the file itself: its other fields and the lines between them.
    private const long Allowance = 1 << 20;

    /// <summary>Most letters of one of its other fields.</summary>
    public int MostTyped { get; init; } = FormReader.DefaultValueLengthLimit;

    /// <summary>Before the check of the form's token, which reads the form.</summary>
    public int Order => 900;

    public void OnAuthorization(AuthorizationFilterContext context)
    {
        var http = context.HttpContext;
        var limit = http.RequestServices.GetRequiredService<Settings>().UploadLimit + Allowance;
        if (
            http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } body
            && HttpMethods.IsPost(http.Request.Method)
        )
        {
            body.MaxRequestBodySize = limit;
        }
        if (http.Features.Get<IFormFeature>() is not { Form: not null })
        {
            http.Features.Set<IFormFeature>(
                new FormFeature(
                    http.Request,
                    new FormOptions
                    {
                        MultipartBodyLengthLimit = limit,
                        ValueLengthLimit = MostTyped,
                    }
                )
            );
        }
    }
}
