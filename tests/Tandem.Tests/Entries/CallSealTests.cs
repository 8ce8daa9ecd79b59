using System.Text;
using FsCheck.Fluent;
using Tandem.Entries.Sealing;
using Tandem.Kernel;
using Tandem.Kernel.Sealing;

namespace Tandem.Tests.Entries;

public sealed class CallSealTests
{
    private const string Call = "call 1";
    private static readonly KeyPair[] Pairs =
    [
        .. Enumerable.Range(0, 4).Select(_ => KeyPair.New()),
    ];
    private static readonly Guid[] People =
    [
        .. Enumerable.Range(0, 4).Select(_ => Guid.CreateVersion7()),
    ];

    private static IReadOnlyList<OpenerPublic> Openers(int count) =>
        [
            .. Enumerable
                .Range(0, count)
                .Select(i => new OpenerPublic(People[i], Pairs[i].PublicKey)),
        ];

    private static byte[] ShareOf(Guid person, PairWrap wrap) =>
        CallSeal.ShareOf(Pairs[Array.IndexOf(People, person)].PrivateKey, wrap);

    [Theory]
    [InlineData(3, 3)]
    [InlineData(4, 6)]
    public void Any_two_openers_have_the_key_of_the_call_together(int openers, int pairs)
    {
        var (publicKey, wraps) = CallSeal.Make(Call, Openers(openers));
        Assert.Equal(pairs, wraps.Count);
        foreach (var wrap in wraps)
        {
            var key = CallSeal.Recover(
                Call,
                publicKey,
                wrap,
                ShareOf(wrap.First, wrap),
                ShareOf(wrap.Second, wrap)
            );
            Assert.Equal(publicKey, KeyPair.PublicOf(key));
        }
    }

    [Fact]
    public void One_opener_never_is_enough_whatever_stands_in_for_the_other()
    {
        var (publicKey, wraps) = CallSeal.Make(Call, Openers(3));
        foreach (var wrap in wraps)
        {
            var own = ShareOf(wrap.First, wrap);
            byte[][] guesses =
            [
                own,
                [],
                new byte[own.Length],
                CallSeal.ShareOf(KeyPair.New().PrivateKey, wrap),
                .. wraps
                    .Where(w => w != wrap && w.Has(wrap.First))
                    .Select(w => ShareOf(wrap.First, w)),
            ];
            foreach (var guess in guesses)
            {
                Assert.Throws<SealBroken>(() =>
                    CallSeal.Recover(Call, publicKey, wrap, own, guess)
                );
            }
            // Not in the other order, and not for another call, either.
            Assert.Throws<SealBroken>(() =>
                CallSeal.Recover(Call, publicKey, wrap, ShareOf(wrap.Second, wrap), own)
            );
            Assert.Throws<SealBroken>(() =>
                CallSeal.Recover("call 2", publicKey, wrap, own, ShareOf(wrap.Second, wrap))
            );
        }
    }

    [Fact]
    public void Fewer_than_three_openers_or_the_same_one_three_times_make_no_key()
    {
        Assert.Throws<Refusal>(() => CallSeal.Make(Call, Openers(2)));
        var one = Openers(1)[0];
        Assert.Throws<Refusal>(() => CallSeal.Make(Call, [one, one, one]));
    }

    [Fact]
    public void A_public_key_put_in_place_of_the_calls_is_found_when_it_is_opened()
    {
        var (_, wraps) = CallSeal.Make(Call, Openers(3));
        var wrap = wraps[0];
        Assert.Throws<SealBroken>(() =>
            CallSeal.Recover(
                Call,
                KeyPair.New().PublicKey,
                wrap,
                ShareOf(wrap.First, wrap),
                ShareOf(wrap.Second, wrap)
            )
        );
    }

    [Fact]
    public void A_passphrase_opens_its_key_and_another_says_so()
    {
        var closed = Passphrase.Close(Pairs[0].PrivateKey, "four words of no sense ", "opener 1");
        Assert.Equal(
            Pairs[0].PrivateKey,
            Passphrase.Open(closed, " four words of no sense", "opener 1")
        );
        Assert.Null(Passphrase.Open(closed, "four words of some sense", "opener 1"));
        Assert.Null(Passphrase.Open(closed, "four words of no sense", "opener 2"));
        Assert.Null(Passphrase.Open([1, 2, 3], "four words of no sense", "opener 1"));
        Assert.Throws<Refusal>(() => Passphrase.Check("too short", "too short", "a", "b"));
        Assert.Equal(
            "b",
            Assert
                .Throws<Refusal>(() =>
                    Passphrase.Check("long enough, surely", "long enough", "a", "b")
                )
                .Field
        );
    }

    private static Package Some(string text) =>
        new(
            "CALL-2026-001-E1",
            "tender",
            1,
            "form",
            "1",
            new DateTime(2026, 6, 1, 11, 59, 59, DateTimeKind.Utc),
            "Olu",
            new Dictionary<string, PackagedAnswer>
            {
                ["price"] = new(
                    $"\"{text}\"",
                    "Olu",
                    new DateTime(2026, 6, 1, 0, 0, 0, DateTimeKind.Utc)
                ),
            },
            []
        );

    [Fact]
    public void A_package_opens_by_the_calls_key_and_by_its_code_and_by_nothing_else()
    {
        var call = KeyPair.New();
        var code = ReceiptCode.New();
        var kept = KeptPackage.Seal(Some("marker"), "v1", call.PublicKey, code);
        Assert.DoesNotContain(
            "marker",
            System.Text.Encoding.UTF8.GetString(kept.Bytes),
            StringComparison.Ordinal
        );
        Assert.Equal(
            "\"marker\"",
            kept.Open(kept.KeyBy(call.PrivateKey, "v1"), "v1").Answers["price"].Json
        );
        var spelt = code.ToLowerInvariant().Replace("-", " ").Replace('1', 'l').Replace('0', 'o');
        Assert.Equal(
            "\"marker\"",
            kept.Open(kept.KeyByCode(spelt, "v1"), "v1").Answers["price"].Json
        );
        Assert.Null(kept.KeyByCode(ReceiptCode.New(), "v1"));
        Assert.Null(kept.KeyByCode("", "v1"));
        Assert.Null(kept.KeyByCode(code[..^1], "v1"));
        Assert.Throws<SealBroken>(() => kept.KeyBy(KeyPair.New().PrivateKey, "v1"));
    }

    [Fact]
    public void Packages_that_were_swapped_or_changed_are_found()
    {
        var call = KeyPair.New();
        var a = KeptPackage.Seal(Some("a"), "v1", call.PublicKey, ReceiptCode.New());
        var b = KeptPackage.Seal(Some("b"), "v2", call.PublicKey, ReceiptCode.New());
        Assert.Throws<SealBroken>(() => b.KeyBy(call.PrivateKey, "v1"));
        var key = a.KeyBy(call.PrivateKey, "v1");
        Assert.Throws<SealBroken>(() => (a with { Bytes = b.Bytes }).Open(key, "v1"));
        Assert.Throws<SealBroken>(() =>
            (a with { Bytes = b.Bytes, Hash = b.Hash }).Open(key, "v1")
        );
        for (var i = 0; i < a.ForCall!.Length; i++)
        {
            var changed = a.ForCall.ToArray();
            changed[i] ^= 1;
            Assert.Throws<SealBroken>(() =>
                (a with { ForCall = changed }).KeyBy(call.PrivateKey, "v1")
            );
        }
    }

    [Fact]
    public void What_is_packaged_comes_back_whole() =>
        FsCheck.Check.QuickThrowOnFailure(
            Prop.ForAll<FsCheck.UnicodeString, byte[]>(
                (text, key) =>
                {
                    var package = Some("x") with
                    {
                        // JSON holds no half characters.
                        By = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text.Item)),
                        Files = [new(Guid.Empty, "plan", "plan.pdf", 3, "ab", key)],
                    };
                    var read = Package.Read(package.Write());
                    return read.By == package.By
                        && read.At == package.At
                        && read.Files[0].Key!.SequenceEqual(key);
                }
            )
        );
}
