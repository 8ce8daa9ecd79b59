using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Tandem.Kernel;

namespace Tandem.Entries.Pages;

/// <summary>What is wrong with this?</summary>
public sealed class ReportModel(Actor actor, FindEntry find, ReportEntry report)
    : EntryPage(find, actor),
        IRedisplay
{
    [BindProperty, Display(Name = "What is wrong with it?")]
    public string? Reason { get; set; }

    public Task OnGetAsync() => RedisplayAsync();

    public async Task<IActionResult> OnPostAsync()
    {
        await RedisplayAsync();
        await report.RunAsync(Reference, Number, Reason, Stopped);
        return Done("Thank you. A moderator looks at it.", Entry.Path);
    }

    public Task RedisplayAsync() => LoadAsync();
}
