using System.Text.Json;
using Tandem.Calls;
using Tandem.Kernel;

namespace Tandem.Entries;

/// <summary>What is done with the entries of a call, in its history.</summary>
internal sealed class EntryActWords : ICallActWords
{
    public string? Say(Event act) =>
        act.Verb switch
        {
            "opener-key-made" => "An opener chose a passphrase.",
            "call-key-made" => "The key of the call was made for its openers.",
            "opening-begun" => "The first of two openers gave their part of the key.",
            "entries-opened" => "Two openers opened what had been received.",
            "told-to-all" => Entry(act) is { } entry
                ? $"What was told to {entry} was told to all."
                : "Something was told to all.",
            _ => null,
        };

    private static string? Entry(Event act)
    {
        using var data = JsonDocument.Parse(act.Data);
        return data.RootElement.TryGetProperty("entry", out var entry) ? entry.GetString() : null;
    }
}
