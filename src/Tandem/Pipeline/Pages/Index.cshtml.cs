using Microsoft.AspNetCore.Authorization;
using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Pipeline.Pages;

/// <summary>What is coming?</summary>
[AllowAnonymous]
public sealed class IndexModel(PipelineList list, Actor actor, CurrentActor current)
    : PipelinePage(list)
{
    public bool MayAdd => actor.Roles.Values.Any(r => r >= Role.Officer);

    /// <summary>The organisations the reader belongs to.</summary>
    public IReadOnlyList<Organisation> Own => current.Organisations;

    public Task OnGetAsync() => ShowAsync();
}
