using System.Security.Cryptography;
using Tandem.Kernel;
using Tandem.Kernel.Sealing;

namespace Tandem.Entries.Sealing;

/// <summary>One opener, as far as anybody may know.</summary>
public sealed record OpenerPublic(Guid Person, byte[] PublicKey);

/// <summary>The call's private key as two openers can have it, together only.</summary>
/// <param name="Once">Public key of a pair made for this once, and thrown away.</param>
/// <param name="Wrapped">The private key, closed with what both agree on with that pair.</param>
public sealed record PairWrap(Guid First, Guid Second, byte[] Once, byte[] Wrapped)
{
    public bool Has(Guid person) => First == person || Second == person;

    public Guid Other(Guid person) => First == person ? Second : First;
}

/// <summary>
/// The keys of a call. Entries are closed with its public key. Its private key is kept for each pair of openers: closed with what the one and the other agree on (ECDH) with a pair of keys made for it. Any two openers have it
/// together; one alone has half of what would open it, which is nothing.
/// </summary>
public static class CallSeal
{
    /// <summary>Fewest openers: with three, one lost passphrase loses nothing.</summary>
    public const int LeastOpeners = 3;

    /// <summary>Most openers; each pair has a wrap of its own.</summary>
    public const int MostOpeners = 8;

    /// <exception cref="Refusal">There are too few openers, or too many.</exception>
    public static (byte[] PublicKey, IReadOnlyList<PairWrap> Wraps) Make(
        string call,
        IReadOnlyList<OpenerPublic> openers
    )
    {
        if (openers.DistinctBy(o => o.Person).Count() is < LeastOpeners or > MostOpeners)
        {
            throw new Refusal(
                $"A sealed call needs {LeastOpeners} openers or more, and {MostOpeners} at most."
            );
        }
        var pair = KeyPair.New();
        var wraps = new List<PairWrap>();
        foreach (var (first, second) in Pairs([.. openers.OrderBy(o => o.Person)]))
        {
            var once = KeyPair.New();
            var key = Key(
                call,
                first.Person,
                second.Person,
                once.PublicKey,
                KeyPair.Agree(once.PrivateKey, first.PublicKey),
                KeyPair.Agree(once.PrivateKey, second.PublicKey)
            );
            wraps.Add(
                new(
                    first.Person,
                    second.Person,
                    once.PublicKey,
                    SealedBox.Seal(key, pair.PrivateKey, call)
                )
            );
            KeyPair.Wipe(key, once.PrivateKey);
        }
        KeyPair.Wipe(pair.PrivateKey);
        return (pair.PublicKey, wraps);
    }

    private static IEnumerable<(OpenerPublic, OpenerPublic)> Pairs(OpenerPublic[] openers) =>
        openers.SelectMany((first, i) => openers.Skip(i + 1).Select(second => (first, second)));

    /// <summary>What one opener gives towards a wrap.</summary>
    public static byte[] ShareOf(byte[] openerPrivateKey, PairWrap wrap) =>
        KeyPair.Agree(openerPrivateKey, wrap.Once);

    /// <summary>The call's private key, from what both openers of the wrap give.</summary>
    /// <exception cref="SealBroken">A share is not of these two, the wrap was changed, or the key in it is not the call's.</exception>
    public static byte[] Recover(
        string call,
        byte[] publicKey,
        PairWrap wrap,
        byte[] firstShare,
        byte[] secondShare
    )
    {
        var key = Key(call, wrap.First, wrap.Second, wrap.Once, firstShare, secondShare);
        try
        {
            var privateKey = SealedBox.Open(key, wrap.Wrapped, call);
            return KeyPair.PublicOf(privateKey).AsSpan().SequenceEqual(publicKey)
                ? privateKey
                : throw new SealBroken(
                    "The public key of the call is not the one it was made with."
                );
        }
        finally
        {
            KeyPair.Wipe(key);
        }
    }

    private static byte[] Key(
        string call,
        Guid first,
        Guid second,
        byte[] once,
        byte[] firstShare,
        byte[] secondShare
    ) =>
        KeyPair.Derive(
            [.. firstShare, .. secondShare],
            "call-key " + call,
            first.ToByteArray(),
            second.ToByteArray(),
            once
        );

    /// <summary>Short form of a public key, to be compared by eye: the first 16 bytes of its SHA-256, in groups.</summary>
    public static string FingerprintOf(byte[] publicKey) =>
        string.Join(
            ' ',
            Convert
                .ToHexStringLower(SHA256.HashData(publicKey).AsSpan(0, 16))
                .Chunk(4)
                .Select(c => new string(c))
        );
}
