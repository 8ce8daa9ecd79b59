using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Tandem.Kernel;

namespace Tandem.Questionnaires.Pages;

/// <summary>Which sets of questions are there?</summary>
[AllowAnonymous]
public sealed class QuestionSetListModel(VisibleQuestionSets sets, Actor actor) : PageModel
{
    public IReadOnlyList<SetRow> Sets { get; private set; } = [];
    public bool IsSignedIn => actor.IsSignedIn;
    public bool MayBring => actor.Roles.Values.Any(r => r >= Role.Administrator);

    public async Task OnGetAsync() => Sets = await sets.ListAsync(HttpContext.RequestAborted);
}
