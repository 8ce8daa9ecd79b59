using System.Diagnostics;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Tandem.Kernel;

namespace Tandem.Web.Layout;

/// <summary>What a person sees in place of a page that cannot be shown.</summary>
[AllowAnonymous]
[IgnoreAntiforgeryToken]
[ResponseCache(NoStore = true)]
public sealed class FaultModel : PageModel
{
    /// <summary>What happened, in a few words.</summary>
    public string Heading { get; private set; } = "";

    /// <summary>What it means and what to do.</summary>
    public string Explanation { get; private set; } = "";

    /// <summary>Found in the log, where the fault is ours.</summary>
    public string? Reference { get; private set; }

    /// <summary>Shows the page for a status.</summary>
    public void OnGet() => Show();

    /// <summary>Shows the page for a form that could not be taken.</summary>
    public void OnPost() => Show();

    private void Show()
    {
        // Not bound: a form that is too large to be read would spoil that once more.
        var status = int.TryParse(Request.Query["status"], out var given) ? given : 500;
        (Heading, Explanation) = status switch
        {
            400 => (
                "We could not take that",
                "The form may have been open for too long. Go back, load the page again and send it once more."
            ),
            401 => ("Sign in to see this page", "This page is for people who have signed in."),
            403 => (
                "You cannot see this page",
                "It belongs to another organisation, or needs a role that you do not have."
            ),
            404 => (
                "Page not found",
                "If you typed the address, check it. If you followed a link, what it led to may have been moved."
            ),
            413 => ("The file is too large", "Go back and choose a smaller one."),
            422 => ("That is not possible", "What you asked for is against a rule of the record."),
            503 => (
                "The search is still being prepared",
                "Tandem has just started and is reading its records. Try again in a minute."
            ),
            429 => ("Too many requests", "Wait a minute, then try again."),
            _ => (
                "Sorry, something went wrong",
                "It is our fault, not yours. Try again in a few minutes."
            ),
        };
        if (HttpContext.Items[typeof(Refusal)] is Refusal refusal)
        {
            Explanation = refusal.Message;
            // Whose rule said so says who may; it is not always a page that is closed.
            Heading = status == 403 ? "You may not do this" : Heading;
        }
        Reference =
            status >= 500
                ? Activity.Current?.TraceId.ToString() ?? HttpContext.TraceIdentifier
                : null;
        if (status is >= 400 and < 600)
        {
            Response.StatusCode = status;
        }
    }
}
