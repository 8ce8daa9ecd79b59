using Tandem.Formats.Tabular;
using Tandem.Imports;

namespace Tandem.Contracts.Registers;

/// <summary>The register of an organisation's contracts.</summary>
internal static class ContractRegister
{
    public static RegisterKind In(RegisterVocabulary vocabulary) =>
        new()
        {
            Import = ImportKind.Register,
            Vocabulary = vocabulary,
            Says = "contract register",
            Noun = "contract",
            Prefix = "C-",
            Path = "/contracts",
            Start = "/imports/register",
            Names = ["title", "reference", "description"],
            Missing = Missing,
        };

    private static List<string> Missing(IReadOnlyCollection<string> fields)
    {
        bool No(params string[] any) => !any.Any(fields.Contains);
        var missing = new List<string>();
        void Add(bool isMissing, string what)
        {
            if (isMissing)
            {
                missing.Add(what);
            }
        }
        Add(
            No("reference"),
            "No reference: a contract is known again by its title, supplier and start, so changing one of them makes a new contract."
        );
        Add(No("title"), "No title: contracts are shown by their description or reference.");
        Add(No("supplier"), "No supplier: contracts with the same supplier cannot be seen.");
        Add(
            !No("supplier") && No("company-number", "vat-number"),
            "No company or VAT number: suppliers are known by name at your organisation alone, and never made one with others on a name."
        );
        Add(
            No("end") && (No("start") || No("duration")),
            "No end date: contracts cannot be matched with others that end about the same time."
        );
        Add(No("start"), "No start date.");
        Add(
            No("value", "total-value", "annual-value"),
            "No value: what could be bought together cannot be added up."
        );
        Add(No("cpv"), "No CPV codes: a category is suggested from title and description.");
        return missing;
    }
}
