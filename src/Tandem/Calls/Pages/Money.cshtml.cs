using Microsoft.AspNetCore.Mvc;
using Tandem.Kernel;

namespace Tandem.Calls.Pages;

/// <summary>What money is it about?</summary>
public sealed class MoneyModel(Db db, Actor actor, WriteCall write) : CallPageModel(db, actor)
{
    [BindProperty]
    public SumsForm Sums { get; set; } = new();

    public async Task<IActionResult> OnPostAsync()
    {
        await write.MoneyAsync(Reference, Sums.Read(), HttpContext.RequestAborted);
        return Done("The money is saved.");
    }

    /// <inheritdoc/>
    protected override Task ReadAsync(CancellationToken cancellation)
    {
        Sums.Call = Call;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override Task FillAsync(CancellationToken cancellation)
    {
        Sums = SumsForm.Of(Call);
        return Task.CompletedTask;
    }
}
