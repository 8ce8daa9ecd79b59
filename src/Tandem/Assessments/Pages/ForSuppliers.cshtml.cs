using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Tandem.Kernel;

namespace Tandem.Assessments.Pages;

/// <summary>Why is what I supply assessed, how, and may I sit in?</summary>
[AllowAnonymous]
public sealed class ForSuppliersModel(AssessmentKinds kinds, Actor actor) : PageModel
{
    public AssessmentKind Kind { get; private set; } = null!;
    public bool IsSignedIn => actor.IsSignedIn;

    public void OnGet(string name)
    {
        Kind = kinds.Find(name);
        if (Kind.ForSuppliers.Length == 0)
        {
            throw new Refusal("There is no such page.", kind: RefusalKind.NotFound);
        }
    }
}
