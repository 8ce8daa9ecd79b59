using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Tandem.Calls.Kinds;

namespace Tandem.Calls.Pages;

/// <summary>What kinds of call are there?</summary>
[AllowAnonymous]
public sealed class KindsModel(CallKinds kinds) : PageModel
{
    public IReadOnlyList<CallKind> Kinds => kinds.Newest;

    public void OnGet() { }
}
