using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Commitments.Pages;

/// <summary>What has this organisation promised, and did it keep it?</summary>
[AllowAnonymous]
public sealed class OfOrganisationModel(Db db, CurrentActor current, CommitmentList list)
    : CommitmentListPage(db, current, list)
{
    private readonly Db db = db;
    private readonly CurrentActor current = current;

    public async Task OnGetAsync(string slug)
    {
        Organisation =
            await db.Set<Organisation>()
                .IgnoreQueryFilters()
                .AsNoTracking()
                .SingleOrDefaultAsync(o => o.Slug == slug)
                is { } found
            && (!found.IsFirm || current.Value.SpeaksFor(found.Id.Value, Role.Member))
                ? found
                : throw new Refusal("There is no such organisation.", kind: RefusalKind.NotFound);
        await LoadAsync();
    }
}
