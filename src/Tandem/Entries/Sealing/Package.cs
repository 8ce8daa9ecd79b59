using System.Security.Cryptography;
using System.Text.Json;
using Tandem.Kernel.Sealing;

namespace Tandem.Entries.Sealing;

/// <summary>A file of an entry.</summary>
/// <param name="Id">Of the file within the entry.</param>
/// <param name="Question">Code of the question it answers, or goes with.</param>
/// <param name="Name">As the entrant called it.</param>
/// <param name="Bytes">Size before it was sealed.</param>
/// <param name="Hash">Its address in the file store: SHA-256 of the bytes kept there.</param>
/// <param name="Key">The key it is sealed with; null where it is not sealed.</param>
public sealed record PackagedFile(
    Guid Id,
    string Question,
    string Name,
    long Bytes,
    string Hash,
    byte[]? Key
);

/// <summary>An answer, and who gave it.</summary>
public sealed record PackagedAnswer(string Json, string By, DateTime At);

/// <summary>All that was entered in one stage: what a receipt is given for.</summary>
/// <param name="Entry">Reference of the entry.</param>
/// <param name="Answers">By code of the question.</param>
public sealed record Package(
    string Entry,
    string Stage,
    int Version,
    string SetName,
    string SetVersion,
    DateTime At,
    string By,
    IReadOnlyDictionary<string, PackagedAnswer> Answers,
    IReadOnlyList<PackagedFile> Files
)
{
    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, JsonSerializerOptions.Web);

    /// <exception cref="SealBroken">It is no package.</exception>
    public static Package Read(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return JsonSerializer.Deserialize<Package>(bytes, JsonSerializerOptions.Web)
                ?? throw new SealBroken("The package is empty.");
        }
        catch (JsonException)
        {
            throw new SealBroken("The package was changed.");
        }
    }
}

/// <summary>A package as it is kept.</summary>
/// <param name="Bytes">Sealed, or plain where the stage is not sealed.</param>
/// <param name="ForCall">Its key, closed with the call's public key; null where it is not sealed.</param>
/// <param name="ForCode">Its key, closed with what the receipt code stands for.</param>
/// <param name="Hash">Hex SHA-256 of <paramref name="Bytes"/>: what the receipt says.</param>
public sealed record KeptPackage(byte[] Bytes, byte[]? ForCall, byte[]? ForCode, string Hash)
{
    public static KeptPackage Plain(Package package)
    {
        var bytes = package.Write();
        return new(bytes, null, null, HashOf(bytes));
    }

    /// <param name="version">Id of the version, bound into all parts: none of them opens in another's place.</param>
    public static KeptPackage Seal(
        Package package,
        string version,
        byte[] callPublicKey,
        string receiptCode
    )
    {
        var (key, code) = (SealedBox.NewKey(), ReceiptCode.KeyOf(receiptCode, version)!);
        try
        {
            var bytes = SealedBox.Seal(key, package.Write(), version);
            return new(
                bytes,
                KeyPair.SealTo(callPublicKey, key, version),
                SealedBox.Seal(code, key, version),
                HashOf(bytes)
            );
        }
        finally
        {
            KeyPair.Wipe(key, code);
        }
    }

    /// <summary>The key of the package, by the call's private key.</summary>
    /// <exception cref="SealBroken"/>
    public byte[] KeyBy(byte[] callPrivateKey, string version) =>
        KeyPair.OpenWith(callPrivateKey, ForCall ?? [], version);

    /// <summary>The key of the package, by a receipt code; null where it is not the code of this package.</summary>
    public byte[]? KeyByCode(string? receiptCode, string version)
    {
        if (ForCode is null || ReceiptCode.KeyOf(receiptCode, version) is not { } code)
        {
            return null;
        }
        try
        {
            return SealedBox.Open(code, ForCode, version);
        }
        catch (SealBroken)
        {
            return null;
        }
        finally
        {
            KeyPair.Wipe(code);
        }
    }

    /// <summary>What was entered.</summary>
    /// <param name="key">Its key; null where it is not sealed.</param>
    /// <exception cref="SealBroken">A byte was changed since the receipt was given, or it is another's package.</exception>
    public Package Open(byte[]? key, string version)
    {
        if (HashOf(Bytes) != Hash)
        {
            throw new SealBroken("What is kept is not what the receipt was given for.");
        }
        return Package.Read(key is null ? Bytes : SealedBox.Open(key, Bytes, version));
    }

    public static string HashOf(ReadOnlySpan<byte> bytes) =>
        Convert.ToHexStringLower(SHA256.HashData(bytes));
}
