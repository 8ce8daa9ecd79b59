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
) : IInvitation
{
    public static string Purpose => "firm-invitation";
    public static string Page => "/declarations/join";
}
