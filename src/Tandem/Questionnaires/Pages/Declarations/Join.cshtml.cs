using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.RateLimiting;
using Tandem.Accounts;
using Tandem.Accounts.Pages;
using Tandem.Kernel;
using Tandem.Questionnaires.Declarations;

namespace Tandem.Questionnaires.Pages.Declarations;

/// <summary>Who takes up this invitation to register a firm, or to join one?</summary>
[AllowAnonymous]
[EnableRateLimiting(AccountsRoom.SignInLimit)]
public sealed class JoinModel(
    Db db,
    Actor actor,
    InvitationLinks<FirmInvitation> links,
    JoinFirm join,
    SignIn signIn
) : JoinPage<FirmInvitation>(db, actor, links, signIn)
{
    protected override async Task<Joined> TakeUpAsync(
        FirmInvitation invitation,
        CancellationToken cancellation
    )
    {
        var (firm, person) = await join.RunAsync(Token, Name, Password, cancellation);
        return new(
            person,
            invitation.Role is null
                ? $"{firm.Name} is registered."
                : $"You belong to {firm.Name} now.",
            $"/declarations/{firm.Slug}"
        );
    }
}
