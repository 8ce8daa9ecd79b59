using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Tandem.Kernel;

namespace Tandem.Calls.Pages;

/// <summary>Will it not go on?</summary>
public sealed class CancelModel(Db db, Actor actor, CancelCall cancel) : CallPageModel(db, actor)
{
    [BindProperty, Display(Name = "Why is it cancelled?", Description = "Everybody reads this")]
    public string? Reason { get; set; }

    public async Task<IActionResult> OnPostAsync()
    {
        await cancel.RunAsync(Reference, Reason, HttpContext.RequestAborted);
        return Done("It is cancelled.", "");
    }
}
