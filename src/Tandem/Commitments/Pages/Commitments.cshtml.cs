using Microsoft.AspNetCore.Authorization;
using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Commitments.Pages;

/// <summary>What has been promised, and was it kept?</summary>
[AllowAnonymous]
public sealed class CommitmentsModel(Db db, CurrentActor current, CommitmentList list)
    : CommitmentListPage(db, current, list)
{
    public Task OnGetAsync() => LoadAsync();
}
