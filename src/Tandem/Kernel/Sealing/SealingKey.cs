namespace Tandem.Kernel.Sealing;

/// <summary>
/// The key of the installation: it closes the keys under which drafts of sealed entries, and what was opened of them, are kept. It lies outside the data folder and the database, so that neither of these, nor a backup
/// of them, gives anything away. Whoever has both it and the data can read what it closes; not what is sealed for a call.
/// </summary>
public sealed class SealingKey(Settings settings)
{
    private const int MostTries = 500;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly Lazy<byte[]> key = new(() => Find(settings));

    /// <summary>Closes a key.</summary>
    /// <param name="belongsTo">Of what; must be said again to open it.</param>
    public string Wrap(ReadOnlySpan<byte> other, string belongsTo) =>
        Convert.ToBase64String(SealedBox.Seal(key.Value, other, belongsTo));

    /// <exception cref="SealBroken">It was closed with another installation's key, or was changed.</exception>
    public byte[] Unwrap(string wrapped, string belongsTo)
    {
        try
        {
            return SealedBox.Open(key.Value, Convert.FromBase64String(wrapped), belongsTo);
        }
        catch (Exception broken) when (broken is SealBroken or FormatException)
        {
            throw new SealBroken(
                "The key of this installation does not open what is kept. If the data was moved here, move the folder of keys as well (TANDEM_KEYS)."
            );
        }
    }

    private static byte[] Find(Settings settings)
    {
        if (settings.SealingKey is { } given)
        {
            return given;
        }
        var folder = settings.KeysFolder ?? settings.DataFolder.TrimEnd('/') + "-keys";
        var file = Path.Combine(folder, "sealing.key");
        if (!File.Exists(file))
        {
            Make(folder, file);
        }
        var key = Convert.FromBase64String(File.ReadAllText(file).Trim());
        return key.Length == SealedBox.KeyBytes
            ? key
            : throw new Refusal($"{file} does not hold a key of {SealedBox.KeyBytes} bytes.");
    }

    // One program at a time, and written aside first: all that start at once read the same key, and never half of one.
    private static void Make(string folder, string file)
    {
        Directory.CreateDirectory(folder);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(
                folder,
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
            );
        }
        using var turn = TakeTurn(Path.Combine(folder, "sealing.lock"));
        if (File.Exists(file))
        {
            return;
        }
        var aside = Path.Combine(folder, Path.GetRandomFileName());
        using (var stream = new FileStream(aside, FileMode.CreateNew))
        {
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(aside, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }
            stream.Write(
                System.Text.Encoding.ASCII.GetBytes(
                    Convert.ToBase64String(SealedBox.NewKey()) + "\n"
                )
            );
            stream.Flush(flushToDisk: true);
        }
        File.Move(aside, file);
    }

    private static FileStream TakeTurn(string path)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            if (Turn.TryFile(path) is { } turn)
            {
                return turn;
            }
            Thread.Sleep(Pause);
        }
        throw new IOException($"{path} cannot be opened, or another program has it.");
    }
}
