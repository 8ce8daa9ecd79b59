using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Tandem.Kernel.Sealing;

/// <summary>
/// A file under a key of its own: pieces of 64 KB, each AES-256-GCM, numbered, the last one marked as last, so that no piece can be changed, moved, left out or added, nor the end cut off, unseen. A key seals one file
/// only: the number of the piece is the nonce. The form follows the STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár 2015).
/// </summary>
public static class SealedFile
{
    internal const int Piece = 1 << 16;
    internal const int Tag = 16;

    /// <summary>What comes out when it is read is the sealed form of what is in the stream.</summary>
    /// <param name="key">32 bytes that seal nothing else.</param>
    public static Stream Sealing(Stream plain, byte[] key) => new Pieces(plain, key, seals: true);

    /// <summary>What comes out when it is read is what was sealed. Reading throws <see cref="SealBroken"/> where a byte was changed; what was read before that is right.</summary>
    public static Stream Opening(Stream closed, byte[] key) =>
        new Pieces(closed, key, seals: false);

    private sealed class Pieces(Stream inner, byte[] key, bool seals) : Stream
    {
        private readonly AesGcm aes = new(key, Tag);
        private readonly byte[] ahead = new byte[Piece + Tag];
        private readonly byte[] made = new byte[Piece + Tag];
        private int aheadBytes = -1;
        private int madeBytes;
        private int at;
        private long number;
        private bool ended;

        private int Take => seals ? Piece : Piece + Tag;

        public override async ValueTask<int> ReadAsync(
            Memory<byte> buffer,
            CancellationToken cancellationToken = default
        )
        {
            while (at == madeBytes)
            {
                if (ended)
                {
                    return 0;
                }
                if (aheadBytes < 0)
                {
                    aheadBytes = await FillAsync(ahead, cancellationToken);
                }
                var next = new byte[Take];
                var nextBytes = aheadBytes == Take ? await FillAsync(next, cancellationToken) : 0;
                Make(isLast: nextBytes == 0);
                next.AsSpan(0, nextBytes).CopyTo(ahead);
                aheadBytes = nextBytes;
            }
            var some = Math.Min(buffer.Length, madeBytes - at);
            made.AsMemory(at, some).CopyTo(buffer);
            at += some;
            return some;
        }

        private async ValueTask<int> FillAsync(byte[] buffer, CancellationToken cancellation) =>
            await inner.ReadAtLeastAsync(
                buffer.AsMemory(0, Take),
                Take,
                throwOnEndOfStream: false,
                cancellation
            );

        private void Make(bool isLast)
        {
            Span<byte> nonce = stackalloc byte[12];
            BinaryPrimitives.WriteInt64BigEndian(nonce[3..], number++);
            nonce[11] = isLast ? (byte)1 : (byte)0;
            if (seals)
            {
                aes.Encrypt(
                    nonce,
                    ahead.AsSpan(0, aheadBytes),
                    made.AsSpan(0, aheadBytes),
                    made.AsSpan(aheadBytes, Tag)
                );
                madeBytes = aheadBytes + Tag;
            }
            else
            {
                if (aheadBytes < Tag)
                {
                    throw new SealBroken("The end of the sealed file is missing.");
                }
                madeBytes = aheadBytes - Tag;
                try
                {
                    aes.Decrypt(
                        nonce,
                        ahead.AsSpan(0, madeBytes),
                        ahead.AsSpan(madeBytes, Tag),
                        made.AsSpan(0, madeBytes)
                    );
                }
                catch (AuthenticationTagMismatchException)
                {
                    throw new SealBroken("The sealed file was changed, or belongs to another key.");
                }
            }
            (at, ended) = (0, isLast);
        }

        public override int Read(byte[] buffer, int offset, int count) =>
            ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

        public override Task<int> ReadAsync(
            byte[] buffer,
            int offset,
            int count,
            CancellationToken cancellationToken
        ) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                aes.Dispose();
                inner.Dispose();
            }
            base.Dispose(disposing);
        }

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) =>
            throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) =>
            throw new NotSupportedException();
    }
}
