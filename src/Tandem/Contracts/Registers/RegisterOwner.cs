using Tandem.Accounts;
using Tandem.Classification;
using Tandem.Kernel;

namespace Tandem.Contracts.Registers;

/// <summary>Whose register it is, and so whose contracts stand in it where a row says nothing else.</summary>
internal sealed class RegisterOwner(Organisation organisation, Authorities authorities)
{
    private readonly Authority? own = organisation.AuthorityCode is { } code
        ? authorities.ByCode(code)
        : authorities.Resolve(organisation.Name)?.Authority;

    public Id<Organisation> Id => organisation.Id;

    public string Name => organisation.Name;

    public string? AuthorityCode => organisation.AuthorityCode ?? own?.Code;

    /// <summary>
    /// The buyer of a row and its authority. A register that councils share names each row's council; where that surely is another known authority the
    /// contract is that one's. Anything else in the column, a department say, leaves it with the register's owner.
    /// </summary>
    public (string Name, Authority? Authority) BuyerOf(string? cell) =>
        cell is { Length: > 0 and <= 300 }
        && authorities.Resolve(cell)?.Authority is { } named
        && named.Code != AuthorityCode
            ? (cell, named)
            : (organisation.Name, own);
}
