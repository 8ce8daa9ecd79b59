using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Tandem.Kernel;

namespace Tandem.Market.Pages;

/// <summary>How can I take the data with me?</summary>
[AllowAnonymous]
public sealed class DataModel(Settings settings) : PageModel
{
    /// <summary>Requests a minute without a key; 0 is no limit.</summary>
    public int VisitorLimit => settings.VisitorLimit;

    /// <summary>Requests a minute with a key; 0 is no limit.</summary>
    public int KeyLimit => settings.KeyLimit;
}
