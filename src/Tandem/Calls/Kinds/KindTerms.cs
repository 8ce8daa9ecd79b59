using System.Text.Json;
using Tandem.Kernel.Yaml;

namespace Tandem.Calls.Kinds;

/// <summary>Words of files and what they stand for.</summary>
internal static class KindTerms
{
    /// <summary>Each value by the way it is spelt in a file: <c>weighted-mean</c>.</summary>
    public static IReadOnlyDictionary<string, T> Of<T>()
        where T : struct, Enum => Spelling<T>.Words;

    /// <summary>How a value is spelt in a file.</summary>
    public static string Spelt<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    /// <summary>What the words of a list stand for; those not known are noted.</summary>
    public static IReadOnlyList<T> All<T>(YamlPart part, string key)
        where T : struct, Enum
    {
        var found = new List<T>();
        foreach (var word in part.Words(key))
        {
            if (Of<T>().TryGetValue(word, out var value))
            {
                found.Add(value);
            }
            else
            {
                part.Complain(
                    key,
                    $"‘{word}’ is not known here. ‘{key}’ has some of: {string.Join(", ", Of<T>().Keys)}."
                );
            }
        }
        return [.. found.Distinct()];
    }

    /// <summary>Notes codes that are there twice.</summary>
    public static void Once(YamlPart part, string key, IEnumerable<string> codes)
    {
        foreach (
            var twice in codes
                .Where(c => c.Length > 0)
                .GroupBy(c => c, StringComparer.Ordinal)
                .Where(g => g.Count() > 1)
        )
        {
            part.Complain(key, $"‘{twice.Key}’ is there twice.");
        }
    }

    private static class Spelling<T>
        where T : struct, Enum
    {
        public static readonly IReadOnlyDictionary<string, T> Words = Enum.GetValues<T>()
            .ToDictionary(Spelt);
    }
}
