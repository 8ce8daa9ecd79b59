using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Questionnaires.Declarations;

/// <summary>What a link in an e-mail stands for: whoever reads that mail may register this firm, or join it.</summary>
/// <param name="At">When it was sent.</param>
/// <param name="Firm">The firm; where it is to be registered first, the id it will have.</param>
/// <param name="Name">Name of the firm.</param>
/// <param name="Number">Its registered number as it was typed, where it is to be registered.</param>
/// <param name="Role">Role of whoever joins; null where the firm is to be registered.</param>
public sealed record FirmInvitation(
    DateTime At,
    string Email,
    Guid Firm,
    string Name,
    string? Number,
    Role? Role
);

/// <summary>Links of invitations: signed, so that nobody can make one, and good for a week.</summary>
public sealed class FirmLinks(IDataProtectionProvider protection, TimeProvider clock)
{
    /// <summary>How long an invitation is good.</summary>
    public static readonly TimeSpan Within = TimeSpan.FromDays(7);

    private readonly IDataProtector protector = protection.CreateProtector("firm-invitation");

    /// <summary>To the page where the invitation is taken up.</summary>
    public string Join(FirmInvitation invitation) =>
        $"/declarations/join?t={protector.Protect(JsonSerializer.Serialize(invitation))}";

    /// <summary>What a link stands for; null for one that was not made here or is too old.</summary>
    public FirmInvitation? Read(string? token) =>
        protector.Read(token) is { } said
        && JsonSerializer.Deserialize<FirmInvitation>(said) is { } invitation
        && invitation.At + Within >= clock.GetUtcNow().UtcDateTime
            ? invitation
            : null;
}
