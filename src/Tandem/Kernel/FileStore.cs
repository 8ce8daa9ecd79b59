using System.Security.Cryptography;

namespace Tandem.Kernel;

/// <summary>Files people bring, kept by the SHA-256 of their bytes in the data folder: the same file twice is one file, and none is ever changed.</summary>
public sealed class FileStore(Settings settings)
{
    /// <summary>A file as kept: its address and its size in bytes.</summary>
    public sealed record Stored(string Hash, long Bytes);

    /// <summary>Keeps a copy of the stream.</summary>
    /// <exception cref="Refusal">It is larger than <paramref name="limit"/> bytes; nothing is kept.</exception>
    public async Task<Stored> SaveAsync(
        Stream content,
        long limit,
        CancellationToken cancellation = default
    )
    {
        Directory.CreateDirectory(Folder);
        var unnamed = Path.Combine(Folder, Path.GetRandomFileName());
        try
        {
            var bytes = 0L;
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            await using (
                var file = new FileStream(
                    unnamed,
                    FileMode.CreateNew,
                    FileAccess.Write,
                    FileShare.None,
                    1 << 16
                )
            )
            {
                var buffer = new byte[1 << 16];
                for (int read; (read = await content.ReadAsync(buffer, cancellation)) > 0; )
                {
                    if ((bytes += read) > limit)
                    {
                        throw new Refusal(
                            $"The file is larger than {limit / (1 << 20)} MB, the most that can be brought here."
                        );
                    }
                    hash.AppendData(buffer, 0, read);
                    await file.WriteAsync(buffer.AsMemory(0, read), cancellation);
                }
                file.Flush(flushToDisk: true);
            }
            var name = Convert.ToHexStringLower(hash.GetHashAndReset());
            Directory.CreateDirectory(Path.GetDirectoryName(PathOf(name))!);
            File.Move(unnamed, PathOf(name), overwrite: true);
            return new(name, bytes);
        }
        finally
        {
            File.Delete(unnamed);
        }
    }

    /// <summary>Opens a kept file for reading.</summary>
    public Stream Open(string hash) => File.OpenRead(PathOf(hash));

    /// <summary>Where a kept file lies.</summary>
    public string PathOf(string hash) => Path.Combine(Folder, hash[..2], hash);

    private string Folder => Path.Combine(settings.DataFolder, "files");
}
