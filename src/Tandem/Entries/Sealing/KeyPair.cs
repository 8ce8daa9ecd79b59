using System.Security.Cryptography;
using System.Text;
using Tandem.Kernel.Sealing;

namespace Tandem.Entries.Sealing;

/// <summary>
/// Two keys that belong together, on the curve P-256 (FIPS 186-5): what is closed with the public one is opened with the private one only. Closing is ECDH with a pair made for this once, HKDF-SHA-256 (RFC 5869) and
/// AES-256-GCM.
/// </summary>
/// <param name="PublicKey">SubjectPublicKeyInfo.</param>
/// <param name="PrivateKey">PKCS #8.</param>
public sealed record KeyPair(byte[] PublicKey, byte[] PrivateKey)
{
    public static KeyPair New()
    {
        using var pair = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        return new(pair.ExportSubjectPublicKeyInfo(), pair.ExportPkcs8PrivateKey());
    }

    /// <summary>Closes a few bytes for whoever has the private key.</summary>
    /// <param name="belongsTo">What it belongs to; must be said again to open it.</param>
    public static byte[] SealTo(byte[] publicKey, ReadOnlySpan<byte> plain, string belongsTo)
    {
        var once = New();
        var key = Derive(Agree(once.PrivateKey, publicKey), belongsTo, once.PublicKey, publicKey);
        try
        {
            return
            [
                (byte)once.PublicKey.Length,
                .. once.PublicKey,
                .. SealedBox.Seal(key, plain, belongsTo),
            ];
        }
        finally
        {
            Wipe(key, once.PrivateKey);
        }
    }

    /// <exception cref="SealBroken">It was closed for another key, changed, or belongs elsewhere.</exception>
    public static byte[] OpenWith(byte[] privateKey, byte[] box, string belongsTo)
    {
        if (box.Length < 1 || box.Length < 1 + box[0])
        {
            throw new SealBroken("This is not a sealed text.");
        }
        var once = box[1..(1 + box[0])];
        var key = Derive(Agree(privateKey, once), belongsTo, once, PublicOf(privateKey));
        try
        {
            return SealedBox.Open(key, box.AsSpan(1 + box[0]), belongsTo);
        }
        finally
        {
            Wipe(key);
        }
    }

    /// <summary>The secret that the two pairs share (RFC 5903, 9: the x coordinate).</summary>
    /// <exception cref="SealBroken">The public key is none of this curve.</exception>
    public static byte[] Agree(byte[] privateKey, byte[] publicKey)
    {
        try
        {
            using var own = ECDiffieHellman.Create();
            own.ImportPkcs8PrivateKey(privateKey, out _);
            using var other = ECDiffieHellman.Create();
            other.ImportSubjectPublicKeyInfo(publicKey, out _);
            return own.DeriveRawSecretAgreement(other.PublicKey);
        }
        catch (Exception wrong)
            when (wrong
                    is CryptographicException
                        or ArgumentException
                        or PlatformNotSupportedException
            )
        {
            throw new SealBroken("A public key was changed.");
        }
    }

    public static byte[] PublicOf(byte[] privateKey)
    {
        using var own = ECDiffieHellman.Create();
        own.ImportPkcs8PrivateKey(privateKey, out _);
        return own.ExportSubjectPublicKeyInfo();
    }

    internal static byte[] Derive(byte[] secret, string belongsTo, params byte[][] bound)
    {
        byte[] info = [.. Encoding.UTF8.GetBytes(belongsTo), 0, .. bound.SelectMany(b => b)];
        var key = HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, SealedBox.KeyBytes, info: info);
        Wipe(secret);
        return key;
    }

    internal static void Wipe(params byte[][] secrets)
    {
        foreach (var secret in secrets)
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }
}
