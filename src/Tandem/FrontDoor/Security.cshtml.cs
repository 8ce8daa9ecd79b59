using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Tandem.FrontDoor;

[AllowAnonymous]
public sealed class SecurityModel : PageModel;
