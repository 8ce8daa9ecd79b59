using System.Security.Cryptography;
using System.Text;
using Tandem.Kernel;

namespace Tandem.Assessments;

/// <summary>
/// The key with which this installation signs certificates (ECDSA on P-256 with SHA-256, FIPS 186-5). It lies beside the data, outside the database: whoever
/// can change rows cannot sign what they changed. Its public half is for everybody.
/// </summary>
public sealed class CertificateKey(Settings settings)
{
    private readonly Lock only = new();

    private string KeyFile => Path.Combine(settings.DataFolder, "certificate-key.pem");

    /// <summary>Signs a text.</summary>
    /// <returns>Which key it was, and the signature in base 64.</returns>
    public (string KeyId, string Signature) Sign(string said)
    {
        using var key = Key();
        return (
            IdOf(key),
            Convert.ToBase64String(
                key.SignData(Encoding.UTF8.GetBytes(said), HashAlgorithmName.SHA256)
            )
        );
    }

    /// <summary>Whether the text is what was signed, with this key.</summary>
    public bool Holds(string said, string keyId, string signature)
    {
        using var key = Key();
        var bytes = new byte[256];
        return IdOf(key) == keyId
            && Convert.TryFromBase64String(signature, bytes, out var count)
            && key.VerifyData(
                Encoding.UTF8.GetBytes(said),
                bytes.AsSpan(0, count),
                HashAlgorithmName.SHA256
            );
    }

    /// <summary>The public half, PEM.</summary>
    public string PublicPem()
    {
        using var key = Key();
        return key.ExportSubjectPublicKeyInfoPem();
    }

    private static string IdOf(ECDsa key) =>
        Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()))[..16];

    private ECDsa Key()
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        lock (only)
        {
            if (!File.Exists(KeyFile))
            {
                Make(key);
            }
            key.ImportFromPem(File.ReadAllText(KeyFile));
        }
        return key;
    }

    // Written whole and then put in place, and never over one that another node has put there meanwhile.
    private void Make(ECDsa key)
    {
        Directory.CreateDirectory(settings.DataFolder);
        var unnamed = Path.Combine(settings.DataFolder, Path.GetRandomFileName());
        File.WriteAllText(unnamed, key.ExportPkcs8PrivateKeyPem());
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(unnamed, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
        try
        {
            File.Move(unnamed, KeyFile, overwrite: false);
        }
        catch (IOException) when (File.Exists(KeyFile))
        {
            File.Delete(unnamed);
        }
    }
}
