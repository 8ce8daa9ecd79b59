using System.Text.Json;
using System.Text.RegularExpressions;

namespace Tandem.Formats.Ocds;

/// <summary>Escapes for half a character, which JSON allows and Unicode does not.</summary>
internal static partial class LoneSurrogates
{
    /// <summary>Resolves the escapes of a JSON string, putting U+FFFD for every half character.</summary>
    public static string Replace(string escaped) =>
        JsonSerializer.Deserialize<string>(
            '"'
                + Escape()
                    .Replace(
                        escaped,
                        m =>
                            m.Groups["pair"].Success || m.Groups["other"].Success
                                ? m.Value
                                : "\\uFFFD"
                    )
                + '"'
        )!;

    [GeneratedRegex(
        """(?<pair>\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})|(?<half>\\u[dD][89a-fA-F][0-9a-fA-F]{2})|(?<other>\\u[0-9a-fA-F]{4}|\\[^u])"""
    )]
    private static partial Regex Escape();
}
