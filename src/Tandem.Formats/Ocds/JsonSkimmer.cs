using System.Buffers;

namespace Tandem.Formats.Ocds;

/// <summary>How far a value could be passed over.</summary>
internal enum Skim
{
    /// <summary>Up to its end.</summary>
    Done,

    /// <summary>Not further: the text there cannot be JSON.</summary>
    Broken,

    /// <summary>The content ended inside it.</summary>
    Ended,
}

/// <summary>
/// Passes over JSON values by their brackets and quotes alone, several times faster than reading tokens. What lies between is checked when
/// the release is parsed; here only what decides where a value ends is.
/// </summary>
internal sealed class JsonSkimmer(ByteWindow window, OcdsLimits limits)
{
    private static readonly SearchValues<byte> StringStops = SearchValues.Create("\"\\\n"u8);

    /// <summary>How the documents of this content are separated, once known.</summary>
    public LineMode Lines { get; set; }

    /// <summary>Whether the value passed last nested deeper than allowed.</summary>
    public bool TooDeep { get; private set; }

    /// <summary>What broke, after <see cref="Skim.Broken"/>.</summary>
    public string Why { get; private set; } = "";

    /// <summary>Passes white space inside a document; then stands on the next byte.</summary>
    public Skim SkipSpace(bool insideDocument)
    {
        while (true)
        {
            var ahead = window.Ahead;
            var i = 0;
            while (
                i < ahead.Length && ahead[i] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t'
            )
            {
                if (ahead[i] == '\n' && insideDocument && Lines != LineMode.Whole)
                {
                    window.Position += i;
                    if (LineEndBreaks(insideString: false))
                    {
                        return Skim.Broken;
                    }
                    ahead = window.Ahead;
                    i = 0;
                }
                i++;
            }
            window.Position += i;
            if (i < ahead.Length)
            {
                return Skim.Done;
            }
            if (!window.Fill())
            {
                return Skim.Ended;
            }
        }
    }

    /// <summary>Passes the value that starts at the next byte. Bytes from <see cref="ByteWindow.Keep"/> on are held until they pass the limit, then let go.</summary>
    public Skim SkipValue()
    {
        TooDeep = false;
        return window.Ahead[0] switch
        {
            (byte)'"' => SkipString(),
            (byte)'{' or (byte)'[' => SkipNested(),
            _ => SkipScalar(),
        };
    }

    /// <summary>Passes a string that starts at the next byte.</summary>
    public Skim SkipString()
    {
        window.Position++;
        while (true)
        {
            var ahead = window.Ahead;
            var at = ahead.IndexOfAny(StringStops);
            if (at < 0)
            {
                window.Position += ahead.Length;
                if (!Refill())
                {
                    return Skim.Ended;
                }
                continue;
            }
            window.Position += at;
            switch (ahead[at])
            {
                case (byte)'"':
                    window.Position++;
                    return Skim.Done;
                case (byte)'\\':
                    if (ahead.Length - at < 2 && !Refill())
                    {
                        return Skim.Ended;
                    }
                    window.Position += 2;
                    break;
                default:
                    if (Lines == LineMode.Unknown)
                    {
                        LineEndBreaks(insideString: true);
                    }
                    Why = "the line ends inside a text: a closing quotation mark is missing";
                    return Skim.Broken;
            }
        }
    }

    private Skim SkipNested()
    {
        var depth = 0;
        while (true)
        {
            var ahead = window.Ahead;
            var i = 0;
            while (i < ahead.Length)
            {
                switch (ahead[i])
                {
                    case (byte)'"':
                        var length = ahead[(i + 1)..].IndexOfAny(StringStops);
                        if (length >= 0 && ahead[i + 1 + length] == '"')
                        {
                            i += length + 2;
                            continue;
                        }
                        window.Position += i;
                        if (SkipString() is not Skim.Done and var broken)
                        {
                            return broken;
                        }
                        ahead = window.Ahead;
                        i = 0;
                        continue;
                    case (byte)'{' or (byte)'[':
                        TooDeep |= ++depth > limits.MaxDepth;
                        i++;
                        continue;
                    case (byte)'}' or (byte)']':
                        i++;
                        if (--depth == 0)
                        {
                            window.Position += i;
                            return Skim.Done;
                        }
                        continue;
                    case (byte)'\n' when Lines != LineMode.Whole:
                        window.Position += i;
                        if (LineEndBreaks(insideString: false))
                        {
                            return Skim.Broken;
                        }
                        ahead = window.Ahead;
                        i = 1;
                        continue;
                    case (byte)' ':
                        var run = ahead[i..].IndexOfAnyExcept((byte)' ');
                        i = run < 0 ? ahead.Length : i + run;
                        continue;
                    default:
                        i++;
                        continue;
                }
            }
            window.Position += i;
            if (!Refill())
            {
                return Skim.Ended;
            }
        }
    }

    private Skim SkipScalar()
    {
        while (true)
        {
            var ahead = window.Ahead;
            var at = ahead.IndexOfAny(",]} \r\n\t"u8);
            if (at >= 0)
            {
                window.Position += at;
                return Skim.Done;
            }
            window.Position += ahead.Length;
            if (!Refill())
            {
                return Skim.Ended;
            }
        }
    }

    private bool Refill()
    {
        if (window.Keep >= 0 && window.Offset - window.Keep > limits.MaxReleaseBytes)
        {
            window.Keep = -1;
        }
        return window.Fill();
    }

    /// <summary>
    /// Standing on a line end inside a document: is it a document laid out over lines, or JSON Lines with a line cut short? In the first document
    /// the next line decides: one that opens a new object where none may stand means the latter.
    /// </summary>
    private bool LineEndBreaks(bool insideString)
    {
        if (Lines == LineMode.Unknown)
        {
            var mayGoOn = !insideString && window.ValueMayFollow();
            window.Want(2);
            var opens = window.Ahead.Length > 1 && window.Ahead[1] == '{';
            Lines = opens && !mayGoOn ? LineMode.Lines : LineMode.Whole;
        }
        Why = "the line ends in the middle of a JSON value";
        return Lines == LineMode.Lines;
    }
}

/// <summary>How documents are separated in a file.</summary>
internal enum LineMode
{
    /// <summary>Still inside the first document, on its first line.</summary>
    Unknown,

    /// <summary>JSON Lines: a line end ends a document.</summary>
    Lines,

    /// <summary>A document laid out over several lines.</summary>
    Whole,
}
