using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Web;

namespace Tandem.Playbooks.Runs;

/// <summary>
/// Where a step has opened the page of a new record, and the record is made there, attaches it to the step and leads back to the step:
/// whichever room the record is of, which needs to know nothing of runs.
/// </summary>
internal sealed class BringBackMade(
    CurrentActor current,
    AttachToRun attach,
    ITempDataDictionaryFactory said
) : IAsyncResultFilter
{
    public async Task OnResultExecutionAsync(
        ResultExecutingContext context,
        ResultExecutionDelegate next
    )
    {
        var http = context.HttpContext;
        if (
            HttpMethods.IsPost(http.Request.Method)
            && Leads(context.Result) is ['/', ..] made
            && http.Request.Query[FindOpened.Query].FirstOrDefault()?.Split('.')
                is [var reference, var number]
            && int.TryParse(number, out var step)
        )
        {
            try
            {
                var attached = await attach.RunAsync(
                    current.Value,
                    reference,
                    step,
                    made,
                    http.RequestAborted
                );
                said.GetTempData(http)[PageKeys.Done] =
                    $"{attached.Reference} has been made and attached to this step.";
                context.Result = new RedirectResult($"/runs/{reference}/steps/{step}");
            }
            catch (Refusal)
            {
                // The record is made all the same; its own page is where the person then stands.
            }
        }
        await next();
    }

    private static string? Leads(IActionResult result) =>
        result switch
        {
            RedirectResult elsewhere => elsewhere.Url,
            LocalRedirectResult here => here.Url,
            _ => null,
        };
}
