using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tandem.Contracts.Registers;

/// <summary>The choices of one import of a register, as its <see cref="Imports.ImportRun.Choices"/> keeps them.</summary>
/// <param name="Mapping">Heading → field.</param>
/// <param name="Visibility">Who may see the contracts.</param>
/// <param name="Columns">Headings in their order, so that refused rows can be given back below them.</param>
/// <param name="Sheet">The sheet to read; null for the first that holds a table.</param>
/// <param name="File">The kept register whose columns were checked, where it came through the site.</param>
public sealed record RegisterChoices(
    IReadOnlyDictionary<string, string> Mapping,
    Visibility Visibility,
    IReadOnlyList<string> Columns,
    string? Sheet = null,
    string? File = null
)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
    };

    public static RegisterChoices Parse(string json) =>
        JsonSerializer.Deserialize<RegisterChoices>(json, Options)!;

    public string ToJson() => JsonSerializer.Serialize(this, Options);
}
