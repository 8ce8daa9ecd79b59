using System.Text;

namespace Tandem.Formats.Tabular;

/// <summary>
/// Characters from bytes: UTF-8, or UTF-16 by its byte order mark. Bytes that are not UTF-8 are read as Windows-1252, which is what
/// older spreadsheets save, and counted, so that a file that mixes both is read right as well.
/// </summary>
sealed class TextSource : TextReader
{
    readonly Stream stream;
    readonly byte[] bytes = new byte[32 * 1024];
    readonly Decoder decoder;
    readonly Western western = new();
    char[] chars = [];
    int at;
    int length;
    bool ended;
    long linesBefore;

    public TextSource(Stream source)
    {
        var (prefix, whole) = Bytes.Peek(source);
        stream = whole;
        var (encoding, mark, name) = prefix switch
        {
            [0xef, 0xbb, 0xbf, ..] => (Encoding.UTF8, 3, "UTF-8"),
            [0xff, 0xfe, ..] => (Encoding.Unicode, 2, "UTF-16"),
            [0xfe, 0xff, ..] => (Encoding.BigEndianUnicode, 2, "UTF-16"),
            _ => (Encoding.UTF8, 0, "UTF-8"),
        };
        stream.ReadExactly(bytes, 0, mark);
        decoder = encoding.GetDecoder();
        Name = name;
        if (name == "UTF-8")
        {
            decoder.Fallback = western;
        }
    }

    /// <summary>The encoding in words.</summary>
    public string Name { get; private set; }

    /// <summary>The first line with a byte that was read as Windows-1252; 0 while there is none.</summary>
    public long FirstWesternLine { get; private set; }

    public override int Peek() => at < length || Fill() ? chars[at] : -1;

    public override int Read() => at < length || Fill() ? chars[at++] : -1;

    public override int Read(Span<char> buffer)
    {
        if (at == length && !Fill())
        {
            return 0;
        }
        var count = Math.Min(buffer.Length, length - at);
        chars.AsSpan(at, count).CopyTo(buffer);
        at += count;
        return count;
    }

    public override int Read(char[] buffer, int index, int count) =>
        Read(buffer.AsSpan(index, count));

    bool Fill()
    {
        while (!ended)
        {
            var read = stream.Read(bytes);
            ended = read == 0;
            chars = chars.Length > 0 ? chars : new char[bytes.Length + 16];
            western.FirstAt = -1;
            length = decoder.GetChars(bytes.AsSpan(0, read), chars, flush: ended);
            at = 0;
            if (western.FirstAt >= 0 && FirstWesternLine == 0)
            {
                FirstWesternLine =
                    1
                    + linesBefore
                    + bytes.AsSpan(0, Math.Min(western.FirstAt, read)).Count((byte)'\n');
                Name = "Windows-1252";
            }
            linesBefore += FirstWesternLine == 0 ? bytes.AsSpan(0, read).Count((byte)'\n') : 0;
            if (length > 0)
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>Replaces what is not UTF-8 by what the bytes mean in Windows-1252.</summary>
    sealed class Western : DecoderFallback
    {
        static readonly Encoding Windows1252 = CodePagesEncodingProvider.Instance.GetEncoding(
            1252
        )!;

        public int FirstAt { get; set; } = -1;

        // One byte never becomes more than one character, but a broken sequence of three becomes three at once.
        public override int MaxCharCount => 4;

        public override DecoderFallbackBuffer CreateFallbackBuffer() => new Buffer(this);

        sealed class Buffer(Western owner) : DecoderFallbackBuffer
        {
            string text = "";
            int at;

            public override int Remaining => text.Length - at;

            public override bool Fallback(byte[] bytesUnknown, int index)
            {
                owner.FirstAt = owner.FirstAt < 0 ? Math.Max(0, index) : owner.FirstAt;
                text = Windows1252.GetString(bytesUnknown);
                at = 0;
                return text.Length > 0;
            }

            public override char GetNextChar() => at < text.Length ? text[at++] : '\0';

            public override bool MovePrevious()
            {
                if (at == 0)
                {
                    return false;
                }
                at--;
                return true;
            }

            public override void Reset() => (text, at) = ("", 0);
        }
    }
}
