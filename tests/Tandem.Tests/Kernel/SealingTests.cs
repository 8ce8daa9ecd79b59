using FsCheck.Fluent;
using Tandem.Kernel;
using Tandem.Kernel.Sealing;

namespace Tandem.Tests.Kernel;

public sealed class SealingTests
{
    private static readonly byte[] Key = SealedBox.NewKey();

    [Fact]
    public void A_sealed_text_opens_with_its_key_in_its_place() =>
        FsCheck.Check.QuickThrowOnFailure(
            Prop.ForAll<byte[], FsCheck.UnicodeString>(
                (text, place) =>
                    SealedBox
                        .Open(Key, SealedBox.Seal(Key, text, place.Item), place.Item)
                        .SequenceEqual(text)
            )
        );

    [Fact]
    public void Any_changed_byte_another_key_and_another_place_are_found()
    {
        var box = SealedBox.Seal(Key, "the price"u8, "answer 1");
        for (var i = 0; i < box.Length; i++)
        {
            var changed = box.ToArray();
            changed[i] ^= 1;
            Assert.Throws<SealBroken>(() => SealedBox.Open(Key, changed, "answer 1"));
        }
        Assert.Throws<SealBroken>(() => SealedBox.Open(SealedBox.NewKey(), box, "answer 1"));
        Assert.Throws<SealBroken>(() => SealedBox.Open(Key, box, "answer 2"));
        Assert.Throws<SealBroken>(() => SealedBox.Open(Key, box.AsSpan(0, 20), "answer 1"));
        Assert.Throws<SealBroken>(() => SealedBox.OpenText(Key, "not base 64!", "answer 1"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(SealedFile.Piece - 1)]
    [InlineData(SealedFile.Piece)]
    [InlineData(SealedFile.Piece + 1)]
    [InlineData(3 * SealedFile.Piece)]
    [InlineData(3 * SealedFile.Piece + 77)]
    public async Task A_file_of_any_length_comes_back_as_it_was(int length)
    {
        var plain = Some(length);
        var closed = await ReadAsync(SealedFile.Sealing(new MemoryStream(plain), Key));
        Assert.Equal(plain, await ReadAsync(SealedFile.Opening(new Trickle(closed), Key)));
        var pieces = Math.Max(1, (length + SealedFile.Piece - 1) / SealedFile.Piece);
        Assert.Equal(length + pieces * SealedFile.Tag, closed.Length);
    }

    [Fact]
    public async Task A_file_that_was_changed_cut_off_added_to_or_put_in_another_order_does_not_open()
    {
        const int piece = SealedFile.Piece + SealedFile.Tag;
        var closed = await ReadAsync(
            SealedFile.Sealing(new MemoryStream(Some(3 * SealedFile.Piece)), Key)
        );
        byte[][] wrong =
        [
            closed[..piece],
            closed[..(2 * piece)],
            closed[..^1],
            [],
            [.. closed, .. closed[..piece]],
            [.. closed, 0],
            [.. closed[piece..(2 * piece)], .. closed[..piece], .. closed[(2 * piece)..]],
            closed[piece..],
        ];
        foreach (var bytes in wrong)
        {
            await BreaksAsync(bytes);
        }
        for (var i = 0; i < closed.Length; i += 1013)
        {
            var changed = closed.ToArray();
            changed[i] ^= 0x80;
            await BreaksAsync(changed);
        }
    }

    [Fact]
    public void The_key_of_the_installation_lies_outside_the_data_folder_and_only_its_owner_may_read_it()
    {
        var folder = Directory.CreateTempSubdirectory("tandem-keys-").FullName;
        try
        {
            var settings = new Settings(Path.Combine(folder, "data"), null, 0);
            var wrapped = new SealingKey(settings).Wrap(Key, "response 1");
            Assert.Equal(Key, new SealingKey(settings).Unwrap(wrapped, "response 1"));
            Assert.Throws<SealBroken>(() => new SealingKey(settings).Unwrap(wrapped, "response 2"));
            var file = Path.Combine(folder, "data-keys", "sealing.key");
            if (!OperatingSystem.IsWindows())
            {
                Assert.Equal(
                    UnixFileMode.UserRead | UnixFileMode.UserWrite,
                    File.GetUnixFileMode(file)
                );
                Assert.Equal(
                    UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
                    File.GetUnixFileMode(Path.GetDirectoryName(file)!)
                );
            }
            var elsewhere = settings with { KeysFolder = Path.Combine(folder, "others") };
            var broken = Assert.Throws<SealBroken>(() =>
                new SealingKey(elsewhere).Unwrap(wrapped, "response 1")
            );
            Assert.Contains("TANDEM_KEYS", broken.Message, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Many_programs_that_start_at_once_agree_on_one_key()
    {
        var folder = Directory.CreateTempSubdirectory("tandem-keys-").FullName;
        try
        {
            var settings = new Settings(Path.Combine(folder, "data"), null, 0);
            var all = await Task.WhenAll(
                Enumerable
                    .Range(0, 16)
                    .Select(_ => Task.Run(() => new SealingKey(settings).Wrap(Key, "x")))
            );
            Assert.All(all, w => Assert.Equal(Key, new SealingKey(settings).Unwrap(w, "x")));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static byte[] Some(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }

    private static async Task<byte[]> ReadAsync(Stream stream)
    {
        using var all = new MemoryStream();
        await using (stream)
        {
            await stream.CopyToAsync(all, 1000);
        }
        return all.ToArray();
    }

    private static Task BreaksAsync(byte[] closed) =>
        Assert.ThrowsAsync<SealBroken>(() =>
            ReadAsync(SealedFile.Opening(new MemoryStream(closed), Key))
        );

    /// <summary>Gives a few bytes at a time, as a network does.</summary>
    private sealed class Trickle(byte[] bytes) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(
            Memory<byte> buffer,
            CancellationToken cancellationToken = default
        ) => base.ReadAsync(buffer[..Math.Min(buffer.Length, 777)], cancellationToken);
    }
}
