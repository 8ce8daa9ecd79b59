using System.Security.Cryptography;

namespace Tandem.Entries.Sealing;

/// <summary>
/// What lets an entrant read and replace a sealed entry: 128 random bits, shown once, kept nowhere. Written in the 32 signs of Crockford's alphabet, which has no I, L, O and U; read however they are typed.
/// </summary>
public static class ReceiptCode
{
    private const string Signs = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int Bytes = 16;
    private const int Length = 26;

    /// <summary>A new code, in groups of five signs.</summary>
    public static string New()
    {
        var bits = new UInt128(0, 0);
        foreach (var b in RandomNumberGenerator.GetBytes(Bytes))
        {
            bits = (bits << 8) | b;
        }
        var signs = new char[Length];
        for (var i = Length - 1; i >= 0; i--)
        {
            (signs[i], bits) = (Signs[(int)(bits & 31)], bits >> 5);
        }
        return string.Join('-', signs.Chunk(5).Select(c => new string(c)));
    }

    /// <summary>The key that a code stands for; null where it is no code.</summary>
    public static byte[]? KeyOf(string? code, string belongsTo)
    {
        var signs = (code ?? "")
            .ToUpperInvariant()
            .Where(c => c is not ('-' or ' '))
            .Select(c =>
                c switch
                {
                    'O' => '0',
                    'I' or 'L' => '1',
                    _ => c,
                }
            )
            .ToArray();
        if (signs.Length != Length || signs.Any(c => !Signs.Contains(c)))
        {
            return null;
        }
        var bits = signs.Aggregate(
            new UInt128(0, 0),
            (all, c) => (all << 5) | (uint)Signs.IndexOf(c)
        );
        var secret = new byte[Bytes];
        for (var i = Bytes - 1; i >= 0; i--)
        {
            (secret[i], bits) = ((byte)(bits & 255), bits >> 8);
        }
        return KeyPair.Derive(secret, "receipt-code " + belongsTo);
    }
}
