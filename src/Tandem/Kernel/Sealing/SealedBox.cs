using System.Security.Cryptography;

namespace Tandem.Kernel.Sealing;

/// <summary>What was sealed cannot be opened: the key is another, or a byte was changed.</summary>
public sealed class SealBroken(string message) : Exception(message);

/// <summary>
/// A few bytes or a text under one key: AES-256-GCM (NIST SP 800-38D) with a random nonce of 96 bits. What it belongs to (an id, a question) is bound in as associated data, so that a sealed text moved to another place
/// does not open there. Form: 1 (version), nonce (12), tag (16), ciphertext.
/// </summary>
public static class SealedBox
{
    /// <summary>Bytes of every key.</summary>
    public const int KeyBytes = 32;

    private const byte Version = 1;
    private const int Nonce = 12;
    private const int Tag = 16;
    private const int Head = 1 + Nonce + Tag;

    /// <summary>A fresh key.</summary>
    public static byte[] NewKey() => RandomNumberGenerator.GetBytes(KeyBytes);

    /// <param name="key">32 bytes.</param>
    /// <param name="belongsTo">Where it belongs; must be said again to open it.</param>
    public static byte[] Seal(ReadOnlySpan<byte> key, ReadOnlySpan<byte> plain, string belongsTo)
    {
        var box = new byte[Head + plain.Length];
        box[0] = Version;
        var nonce = box.AsSpan(1, Nonce);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key, Tag);
        aes.Encrypt(nonce, plain, box.AsSpan(Head), box.AsSpan(1 + Nonce, Tag), Bytes(belongsTo));
        return box;
    }

    /// <exception cref="SealBroken">The key is another, a byte was changed, or it belongs elsewhere.</exception>
    public static byte[] Open(ReadOnlySpan<byte> key, ReadOnlySpan<byte> box, string belongsTo)
    {
        if (box.Length < Head || box[0] != Version)
        {
            throw new SealBroken("This is not a sealed text.");
        }
        var plain = new byte[box.Length - Head];
        using var aes = new AesGcm(key, Tag);
        try
        {
            aes.Decrypt(
                box.Slice(1, Nonce),
                box[Head..],
                box.Slice(1 + Nonce, Tag),
                plain,
                Bytes(belongsTo)
            );
        }
        catch (AuthenticationTagMismatchException)
        {
            throw new SealBroken("The sealed text was changed, or belongs to another key.");
        }
        return plain;
    }

    /// <summary>A text, as base64.</summary>
    public static string SealText(ReadOnlySpan<byte> key, string plain, string belongsTo) =>
        Convert.ToBase64String(Seal(key, Bytes(plain), belongsTo));

    /// <inheritdoc cref="Open"/>
    public static string OpenText(ReadOnlySpan<byte> key, string box, string belongsTo)
    {
        var bytes = new byte[box.Length];
        return Convert.TryFromBase64String(box, bytes, out var length)
            ? System.Text.Encoding.UTF8.GetString(Open(key, bytes.AsSpan(0, length), belongsTo))
            : throw new SealBroken("This is not a sealed text.");
    }

    private static byte[] Bytes(string text) => System.Text.Encoding.UTF8.GetBytes(text);
}
