using Tandem.Web;

namespace Tandem.Contracts.Registers;

/// <summary>Says in words which facts of a contract a register changes, from what to what.</summary>
internal static class RegisterDifferences
{
    /// <summary>The facts that differ. Empty where only something that is not shown does.</summary>
    /// <param name="suppliersBefore">The suppliers as they stand, in words.</param>
    /// <param name="suppliersAfter">As the register says them.</param>
    public static IEnumerable<(string Fact, string? Before, string? After)> Between(
        Contract before,
        Contract after,
        string? buyerBefore,
        string buyerAfter,
        string? suppliersBefore,
        string? suppliersAfter
    )
    {
        (string Fact, string? Before, string? After)[] facts =
        [
            ("Reference", before.BuyerReference, after.BuyerReference),
            ("Title", before.Title, after.Title),
            ("Description", before.Description, after.Description),
            ("Department", before.Department, after.Department),
            ("Buyer", buyerBefore, buyerAfter),
            ("Supplier", suppliersBefore, suppliersAfter),
            ("Category", Codes(before), Codes(after)),
            ("Start", Day(before.StartDate), Day(after.StartDate)),
            ("End", Day(before.EndDate), Day(after.EndDate)),
            ("Latest end", Day(before.LatestEndDate), Day(after.LatestEndDate)),
            ("Awarded", Day(before.AwardDate), Day(after.AwardDate)),
            ("Review", Day(before.ReviewDate), Day(after.ReviewDate)),
            ("Value", Value(before), Value(after)),
            ("How it was tendered", before.Procedure, after.Procedure),
            ("Status", before.Status, after.Status),
            ("Who may see it", SeenBy(before.Visibility), SeenBy(after.Visibility)),
            ("Link", before.SourceUrl, after.SourceUrl),
        ];
        return facts.Where(f => f.Before != f.After);
    }

    /// <summary>Who may see a record, in words.</summary>
    public static string SeenBy(Visibility visibility) =>
        visibility switch
        {
            Visibility.Public => "everybody",
            Visibility.Partnership => "our partnerships",
            _ => "our organisation only",
        };

    private static string? Day(DateOnly? day) => day is { } known ? Words.Day(known) : null;

    private static string? Value(Contract contract) =>
        contract.Value is { } value
            ? Words.ExactMoney(value.Amount, value.Currency)
                + (contract.ValueIsAnnual ? " a year" : "")
            : null;

    private static string? Codes(Contract contract) =>
        contract.CpvCodes.Length == 0 ? null
        : contract.CpvOrigin == CodeOrigin.Suggested ? $"{contract.CpvCodes} (suggested)"
        : contract.CpvCodes;
}
