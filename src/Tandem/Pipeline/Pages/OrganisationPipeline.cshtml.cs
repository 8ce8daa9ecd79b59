using Microsoft.AspNetCore.Authorization;
using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Pipeline.Pages;

/// <summary>What does this organisation plan?</summary>
[AllowAnonymous]
public sealed class OrganisationPipelineModel(PipelineList list, Actor actor, ItemPages pages)
    : PipelinePage(list)
{
    public Organisation Organisation { get; private set; } = null!;
    public bool IsMember => actor.Has(Organisation.Id.Value, Role.Member);
    public bool MayAdd => PipelinePermissions.MayAdd(actor, Organisation.Id).Allowed;
    public bool MayRule => PipelinePermissions.MayRule(actor, Organisation.Id).Allowed;

    public async Task OnGetAsync(string slug)
    {
        Organisation = await pages.OrganisationAsync(slug, false, HttpContext.RequestAborted);
        await ShowAsync(("organisation", Organisation.Slug));
    }
}
