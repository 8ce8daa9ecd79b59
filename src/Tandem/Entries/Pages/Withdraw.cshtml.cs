using Microsoft.AspNetCore.Mvc;
using Tandem.Kernel;

namespace Tandem.Entries.Pages;

/// <summary>Shall this entry not go on?</summary>
public sealed class WithdrawModel(Actor actor, FindEntry find, WithdrawEntry withdraw)
    : EntryPage(find, actor),
        IRedisplay
{
    public Task OnGetAsync() => RedisplayAsync();

    public async Task<IActionResult> OnPostAsync()
    {
        await withdraw.RunAsync(Reference, Number, Stopped);
        return Done("Withdrawn.", Entry.PathOf(Reference, Number));
    }

    public async Task RedisplayAsync()
    {
        await LoadAsync(own: true);
        EntryPermissions.MayLead(Actor, Entry).Permit();
    }
}
