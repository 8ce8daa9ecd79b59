using System.Buffers.Binary;
using System.Security.Cryptography;
using Tandem.Kernel;
using Tandem.Kernel.Sealing;

namespace Tandem.Entries.Sealing;

/// <summary>
/// A private key closed with a passphrase that only its owner knows: PBKDF2 with SHA-256 and 600,000 rounds (as OWASP's password storage guidance advises) gives the key that closes it. Form: rounds (4), salt (16), then
/// the sealed key.
/// </summary>
public static class Passphrase
{
    /// <summary>Fewest characters. Length is what makes a passphrase hard to guess.</summary>
    public const int Least = 14;

    private const int Rounds = 600_000;
    private const int Salt = 16;

    /// <exception cref="Refusal">It is too short, or the two are not the same.</exception>
    public static void Check(string? passphrase, string? again, string field, string fieldAgain)
    {
        if (passphrase is null || passphrase.Trim().Length < Least)
        {
            throw new Refusal(
                $"Choose a passphrase of {Least} characters or more, such as four or five words that do not belong together.",
                field
            );
        }
        if (passphrase != again)
        {
            throw new Refusal("Type the same passphrase twice.", fieldAgain);
        }
    }

    public static byte[] Close(byte[] privateKey, string passphrase, string belongsTo)
    {
        var head = new byte[4 + Salt];
        BinaryPrimitives.WriteInt32BigEndian(head, Rounds);
        RandomNumberGenerator.Fill(head.AsSpan(4));
        var key = Derive(passphrase, head);
        try
        {
            return [.. head, .. SealedBox.Seal(key, privateKey, belongsTo)];
        }
        finally
        {
            KeyPair.Wipe(key);
        }
    }

    /// <summary>The private key; null where the passphrase is another.</summary>
    public static byte[]? Open(byte[] closed, string passphrase, string belongsTo)
    {
        if (
            closed.Length < 4 + Salt
            || BinaryPrimitives.ReadInt32BigEndian(closed) is < 1 or > 100 * Rounds
        )
        {
            return null;
        }
        var key = Derive(passphrase, closed.AsSpan(0, 4 + Salt));
        try
        {
            return SealedBox.Open(key, closed.AsSpan(4 + Salt), belongsTo);
        }
        catch (SealBroken)
        {
            return null;
        }
        finally
        {
            KeyPair.Wipe(key);
        }
    }

    // The same words, however they were typed: composed, and without blanks around them.
    private static byte[] Derive(string passphrase, ReadOnlySpan<byte> head) =>
        Rfc2898DeriveBytes.Pbkdf2(
            passphrase.Trim().Normalize(),
            head[4..],
            BinaryPrimitives.ReadInt32BigEndian(head),
            HashAlgorithmName.SHA256,
            SealedBox.KeyBytes
        );
}
