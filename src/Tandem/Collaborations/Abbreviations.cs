using System.Collections.Frozen;
using Tandem.Kernel;

namespace Tandem.Collaborations;

/// <summary>Abbreviations of public buying and the words they stand for, so that “PPE” meets “personal protective equipment”.</summary>
internal sealed class Abbreviations
{
    private readonly FrozenDictionary<string, string[]> _words;

    private Abbreviations(FrozenDictionary<string, string[]> words) => _words = words;

    public static Abbreviations Shipped { get; } =
        Read(Content.Shipped.Text("matching/abbreviations.tsv"));

    /// <summary>Reads lines of an abbreviation in lower case, a tab and its words; “#” begins a remark.</summary>
    public static Abbreviations Read(string text) =>
        new(
            text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Where(line => !line.StartsWith('#'))
                .Select(line => line.Split('\t'))
                .ToFrozenDictionary(cells => cells[0], cells => cells[1].Split(' '))
        );

    /// <summary>The words an abbreviation stands for, or null.</summary>
    public string[]? Find(string word) => _words.GetValueOrDefault(word);
}
