using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.RateLimiting;
using Tandem.Accounts;
using Tandem.Accounts.Pages;
using Tandem.Kernel;

namespace Tandem.Entries.Pages;

/// <summary>Who takes up this invitation to work on an entry, or to make an account to enter with?</summary>
[AllowAnonymous]
[EnableRateLimiting(AccountsRoom.SignInLimit)]
public sealed class JoinModel(
    Db db,
    Actor actor,
    InvitationLinks<EntryInvitation> links,
    JoinEntry join,
    SignIn signIn
) : JoinPage<EntryInvitation>(db, actor, links, signIn)
{
    protected override async Task<Joined> TakeUpAsync(
        EntryInvitation invitation,
        CancellationToken cancellation
    ) =>
        new(
            await join.RunAsync(Token, Name, Password, cancellation),
            invitation.Entry is null ? "You have an account now." : "You work on this now.",
            invitation.Then
        );
}
