using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Tandem.Kernel;

/// <summary>Puts a <see cref="Refusal"/> thrown by a page's handler into the page's own error summary, with everything typed still there.</summary>
internal sealed class RefusalFilter : IAsyncPageFilter
{
    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) =>
        Task.CompletedTask;

    public async Task OnPageHandlerExecutionAsync(
        PageHandlerExecutingContext context,
        PageHandlerExecutionDelegate next
    )
    {
        var done = await next();
        if (
            done.Exception is not Refusal { Kind: RefusalKind.Rule or RefusalKind.Changed } refusal
            || HttpMethods.IsGet(context.HttpContext.Request.Method)
        )
        {
            return;
        }
        done.ExceptionHandled = true;
        foreach (var one in (IEnumerable<Refusal>)[refusal, .. refusal.Others])
        {
            context.ModelState.AddModelError(one.Field ?? "", one.Message);
        }
        if (context.HandlerInstance is IRedisplay page)
        {
            await page.RedisplayAsync();
        }
        done.Result = new PageResult { StatusCode = StatusCodes.Status422UnprocessableEntity };
    }
}

/// <summary>A page that must read something again before it is shown with its errors.</summary>
public interface IRedisplay
{
    /// <summary>Reads what the page shows beside the form.</summary>
    Task RedisplayAsync();
}

/// <summary>Turns a <see cref="Refusal"/> outside a page's own form into its status: problem details for a program, the error page for a person.</summary>
internal sealed class RefusalProblems(IProblemDetailsService problems) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(
        HttpContext context,
        Exception exception,
        CancellationToken cancellation
    )
    {
        if (exception is not Refusal refusal)
        {
            return false;
        }
        context.Response.StatusCode = refusal.Kind switch
        {
            RefusalKind.NotFound => StatusCodes.Status404NotFound,
            RefusalKind.Permission => StatusCodes.Status403Forbidden,
            RefusalKind.Unready => StatusCodes.Status503ServiceUnavailable,
            _ => StatusCodes.Status422UnprocessableEntity,
        };
        if (!WantsData(context))
        {
            context.Items[typeof(Refusal)] = refusal;
            return true;
        }
        return await problems.TryWriteAsync(
            new()
            {
                HttpContext = context,
                ProblemDetails = new ProblemDetails
                {
                    Title = string.Join(
                        "; ",
                        refusal.Others.Select(o => o.Message).Prepend(refusal.Message)
                    ),
                    Status = context.Response.StatusCode,
                },
            }
        );
    }

    internal static bool WantsData(HttpContext context) =>
        context.Request.Path.StartsWithSegments("/api")
        || context.Request.Path.Value?.EndsWith(".json", StringComparison.Ordinal) == true
        || context
            .Request.Headers.Accept.ToString()
            .StartsWith("application/json", StringComparison.Ordinal);
}
