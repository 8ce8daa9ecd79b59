using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Tandem.Calls.Kinds;
using Tandem.Kernel;
using Tandem.Questionnaires;

namespace Tandem.Calls.Pages;

/// <summary>What is this kind of call for, and how does it go?</summary>
[AllowAnonymous]
public sealed class KindModel(CallKinds kinds, QuestionSets sets, Actor actor) : PageModel
{
    public CallKind Kind { get; private set; } = null!;
    public bool MayMake => actor.Roles.Values.Any(r => r >= Role.Officer);

    /// <summary>The newest version of each question set it names.</summary>
    public IReadOnlyDictionary<string, QuestionSet> Forms { get; private set; } =
        new Dictionary<string, QuestionSet>();

    public async Task OnGetAsync(string name)
    {
        Kind =
            kinds.Find(name)
            ?? throw new Refusal("There is no such kind of call.", kind: RefusalKind.NotFound);
        var titles = new Dictionary<string, QuestionSet>();
        foreach (var form in Kind.Stages.Select(s => s.Form).Distinct())
        {
            if (await sets.VersionsAsync(form, HttpContext.RequestAborted) is [var newest, ..])
            {
                titles[form] = newest;
            }
        }
        Forms = titles;
    }
}
