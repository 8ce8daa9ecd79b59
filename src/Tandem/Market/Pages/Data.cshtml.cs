using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Tandem.Market.Pages;

/// <summary>How can I take the data with me?</summary>
[AllowAnonymous]
public sealed class DataModel : PageModel;
