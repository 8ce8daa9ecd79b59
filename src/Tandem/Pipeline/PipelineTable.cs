using Tandem.Contracts.Registers;
using Tandem.Formats.Tabular;
using Tandem.Imports;

namespace Tandem.Pipeline;

/// <summary>An organisation's pipeline as it keeps it itself, in a table.</summary>
internal static class PipelineTable
{
    public static RegisterKind In(RegisterVocabulary vocabulary) =>
        new()
        {
            Import = ImportKind.Pipeline,
            Vocabulary = vocabulary,
            Says = "pipeline",
            Noun = "item",
            Prefix = "PI-",
            Path = "/pipeline",
            Start = "/pipeline/import",
            Names = ["title"],
            Missing = Missing,
        };

    private static IReadOnlyList<string> Missing(IReadOnlyCollection<string> fields)
    {
        bool No(params string[] any) => !any.Any(fields.Contains);
        return
        [
            .. new[]
            {
                (
                    No("reference"),
                    "No reference: an item is known again by its title, so changing that makes a new item."
                ),
                (
                    No("owner"),
                    "No owner: whoever brings in the file keeps the new items, and is reminded of them."
                ),
                (No("cpv"), "No CPV codes: a category is suggested from the words."),
                (
                    No("planned-publish", "contract-start", "replaces-end"),
                    "No dates: items cannot be matched with others that come about the same time."
                ),
                (
                    No("value", "value-band"),
                    "No value: what could be bought together cannot be added up."
                ),
            }
                .Where(m => m.Item1)
                .Select(m => m.Item2),
        ];
    }
}
