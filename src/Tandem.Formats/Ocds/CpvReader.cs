using System.Text.Json;

namespace Tandem.Formats.Ocds;

/// <summary>Gathers CPV codes from classifications, each once, main codes before additional ones.</summary>
/// <remarks>Source: Regulation (EC) 213/2008: eight digits and a check digit, which is left off.</remarks>
internal sealed class CpvReader
{
    private readonly List<string> codes = [];

    /// <summary>The codes gathered so far.</summary>
    public IReadOnlyList<string> Codes => codes;

    /// <summary>The codes of an award or contract.</summary>
    public static IReadOnlyList<string> Of(ReleaseNode block)
    {
        if (block["items"u8].Count == 0 && !block["classification"u8].Exists)
        {
            return [];
        }
        var reader = new CpvReader();
        reader.AddAll(block);
        return reader.codes;
    }

    /// <summary>Adds the codes of a tender, award or contract: its own, then those of its items, then the additional ones.</summary>
    public void AddAll(ReleaseNode block)
    {
        Add(block["classification"u8]);
        foreach (var item in block["items"u8].Each)
        {
            Add(item["classification"u8]);
        }
        AddEach(block["additionalClassifications"u8]);
        foreach (var item in block["items"u8].Each)
        {
            AddEach(item["additionalClassifications"u8]);
        }
    }

    public void AddAll(List<OcdsAward> awards)
    {
        foreach (var award in awards)
        {
            AddEach(award.Cpv);
        }
    }

    public void AddAll(List<OcdsContract> contracts)
    {
        foreach (var contract in contracts)
        {
            AddEach(contract.Cpv);
        }
    }

    private void AddEach(IReadOnlyList<string> more)
    {
        for (var i = 0; i < more.Count; i++)
        {
            if (!codes.Contains(more[i]))
            {
                codes.Add(more[i]);
            }
        }
    }

    private void AddEach(ReleaseNode classifications)
    {
        foreach (var each in classifications.Each)
        {
            Add(each);
        }
    }

    private void Add(ReleaseNode classification)
    {
        var scheme = classification["scheme"u8].Text;
        if (scheme.Length != 3 || !System.Text.Ascii.EqualsIgnoreCase(scheme, "CPV"u8))
        {
            return;
        }
        var id = classification["id"u8];
        var digits = id.Text[..Math.Min(id.Text.Length, 8)];
        var end = digits.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        digits = end < 0 ? digits : digits[..end];
        if (digits.Length < 2)
        {
            return;
        }
        // A code written as a number has lost its leading nought; one written short has lost its trailing ones.
        Span<char> code = stackalloc char[8];
        code.Fill('0');
        var at = id.Kind == JsonValueKind.Number ? 8 - digits.Length : 0;
        for (var i = 0; i < digits.Length; i++)
        {
            code[at + i] = (char)digits[i];
        }
        foreach (var known in codes)
        {
            if (code.SequenceEqual(known))
            {
                return;
            }
        }
        codes.Add(new string(code));
    }
}
