using System.Text.Unicode;

namespace Tandem.Formats.Ocds;

/// <summary>
/// Reads the releases out of OCDS files of any size with memory that does not grow with the file: release packages, record packages, bare releases and
/// records, arrays of them, JSON Lines of any of them; plain, gzipped, UTF-8 or UTF-16; OCDS 1.0 and 1.1. Bad data is reported with its place:
/// a bad line of JSON Lines is left out and reading goes on; a broken single document ends there, and what came before is kept.
/// </summary>
/// <remarks>The bytes of an item are checked to be UTF-8 and bracketed; <see cref="ReleaseTree"/> checks the rest when it parses them.</remarks>
public sealed class OcdsReader : IDisposable
{
    private readonly ByteWindow window;
    private readonly JsonSkimmer skimmer;
    private readonly Action<Problem> onProblem;
    private readonly OcdsLimits limits;
    private readonly string file;
    private readonly Stack<OcdsFrame> frames = new();
    private bool stopped;
    private bool started;
    private (long Line, long Column) keptFrom;

    /// <summary>Opens content for reading. The stream is read forwards only and closed with the reader.</summary>
    /// <param name="stream">The content.</param>
    /// <param name="file">Its name, used in places.</param>
    /// <param name="onProblem">Called with every problem, in the order of the file.</param>
    /// <param name="limits">What to refuse; the defaults where null.</param>
    public OcdsReader(
        Stream stream,
        string file,
        Action<Problem> onProblem,
        OcdsLimits? limits = null
    )
    {
        this.file = file;
        this.onProblem = onProblem;
        this.limits = limits ?? OcdsLimits.Default;
        window = new ByteWindow(stream, this.limits);
        skimmer = new JsonSkimmer(window, this.limits);
    }

    /// <summary>What the package read last says about itself: complete once the package has ended, null where there was none.</summary>
    public OcdsPackage? Package { get; private set; }

    /// <summary>Bytes of (unpacked) content passed so far.</summary>
    public long BytesRead => window.Offset;

    /// <summary>Steps to the next release; false at the end. Problems met on the way are reported first.</summary>
    public bool Read(out OcdsItem item)
    {
        item = default;
        while (!stopped)
        {
            var found =
                frames.Count == 0
                    ? Outside()
                    : frames.Peek().Kind switch
                    {
                        OcdsFrameKind.Document => InDocument(frames.Peek()),
                        OcdsFrameKind.Documents => InDocuments(frames.Peek()),
                        _ => InReleases(frames.Peek()),
                    };
            if (found is { } release && Accept(release))
            {
                item = release;
                return true;
            }
        }
        return false;
    }

    /// <inheritdoc/>
    public void Dispose() => window.Dispose();

    private OcdsItem? Outside()
    {
        window.Keep = -1;
        if (skimmer.SkipSpace(insideDocument: false) == Skim.Ended)
        {
            if (window.Fault is { } fault)
            {
                Report(fault);
            }
            else if (!started)
            {
                Report("the file is empty");
            }
            stopped = true;
            return null;
        }
        switch (window.Ahead[0])
        {
            case (byte)'{':
                started = true;
                Open(OcdsFrameKind.Document);
                return null;
            case (byte)'[':
                started = true;
                Open(OcdsFrameKind.Documents);
                return null;
            case 0x1E: // The record separator of RFC 7464 JSON text sequences.
                window.Position++;
                return null;
            default:
                while (window.Ahead.Length < 32 && window.Fill()) { }
                Report(ForeignContent.Name(window.Ahead, started));
                Recover();
                return null;
        }
    }

    private OcdsItem? InDocuments(OcdsFrame frame)
    {
        if (!NextElement(frame))
        {
            return null;
        }
        if (window.Ahead[0] == '{')
        {
            Open(OcdsFrameKind.Document);
        }
        else
        {
            Report("expected a release, record or package here, an object that starts with {");
            Pass();
        }
        return null;
    }

    private OcdsItem? InReleases(OcdsFrame frame)
    {
        if (!NextElement(frame))
        {
            return null;
        }
        var place = window.Locate();
        var start = window.Offset;
        (window.Keep, keptFrom) = (start, place);
        var isObject = window.Ahead[0] == '{';
        if (!Pass())
        {
            return null;
        }
        var kept = window.Keep >= 0;
        window.Keep = -1;
        if (!isObject)
        {
            Report("a release must be an object that starts with {", place);
            return null;
        }
        frame.Owner!.Embedded++;
        return Item(kept, skimmer.TooDeep, start, place, frame.Owner.Record, frame.Position);
    }

    private OcdsItem? InDocument(OcdsFrame frame)
    {
        if (!Space())
        {
            return null;
        }
        var next = window.Ahead[0];
        if (next == '}')
        {
            window.Position++;
            return Close(frame);
        }
        if (frame.Position >= 0)
        {
            if (next != ',')
            {
                Broken("expected , or } here");
                return null;
            }
            window.Position++;
            if (!Space())
            {
                return null;
            }
            next = window.Ahead[0];
        }
        frame.Position++;
        if (next != '"')
        {
            Broken("expected the name of a property in quotation marks here");
            return null;
        }
        if (OcdsKeys.ReadName(window, skimmer, out var skim) is not { } key)
        {
            Broken(skim);
            return null;
        }
        if (!Space())
        {
            return null;
        }
        if (window.Ahead[0] != ':')
        {
            Broken("expected : after the name of a property");
            return null;
        }
        window.Position++;
        if (Space())
        {
            Member(frame, key);
        }
        return null;
    }

    private void Member(OcdsFrame frame, OcdsKey key)
    {
        var opens = window.Ahead[0];
        if (
            opens == '['
            && (key == OcdsKey.Releases || (key == OcdsKey.Records && frame.Record < 0))
        )
        {
            frame.IsPackage |= key == OcdsKey.Records || frame.Record < 0;
            frame.IsRelease = false;
            window.Keep = -1;
            var inner = Open(
                key == OcdsKey.Records ? OcdsFrameKind.Documents : OcdsFrameKind.Releases
            );
            inner.Owner = frame;
            return;
        }
        var own = window.Keep < 0;
        var start = window.Offset;
        var place = own || key == OcdsKey.CompiledRelease ? window.Locate() : default;
        if (own)
        {
            (window.Keep, keptFrom) = (start, place);
        }
        if (!Pass())
        {
            return;
        }
        frame.TooDeep |= skimmer.TooDeep;
        var kept = window.Keep >= 0;
        if (key == OcdsKey.CompiledRelease && opens == '{')
        {
            frame.IsRelease = false;
            frame.Compiled =
                kept && window.Offset - start <= limits.MaxReleaseBytes
                    ? window.Since(start).ToArray()
                    : [];
            frame.CompiledPlace = place;
            frame.CompiledOffset = start;
        }
        else if (key == OcdsKey.VersionedRelease)
        {
            frame.IsRelease = false;
        }
        else if (key != OcdsKey.Other && kept && window.Offset - start < 64 * 1024)
        {
            frame.Remember(key, window.Since(start).Span);
        }
        if (own)
        {
            window.Keep = -1;
        }
    }

    private OcdsItem? Close(OcdsFrame frame)
    {
        frames.Pop();
        DocumentEnded();
        var kept = window.Keep >= 0;
        if (frame.IsRelease)
        {
            var whole = Item(kept, frame.TooDeep, frame.Start, frame.Place, frame.Record, -1);
            window.Keep = -1;
            return whole;
        }
        if (frame.IsPackage)
        {
            Package = frame.Describe();
        }
        if (
            frame.Embedded > frame.Linked
            || frame is { IsPackage: true, Compiled: null, Linked: 0 }
        )
        {
            return null;
        }
        if (frame.Compiled is { } compiled)
        {
            var (line, column) = frame.CompiledPlace;
            if (compiled.Length > 0)
            {
                return new OcdsItem(
                    compiled,
                    OcdsItemKind.CompiledRelease,
                    file,
                    line,
                    column,
                    frame.CompiledOffset,
                    frame.Record,
                    -1
                );
            }
            Report(TooLarge, frame.CompiledPlace);
            return null;
        }
        var why =
            frame.Linked > 0
                ? "the record has only links to its releases"
                : "the record has no releases and no compiled release";
        Report(why + ": nothing in it could be read", frame.Place);
        return null;
    }

    private string TooLarge =>
        $"the release is larger than the {limits.MaxReleaseBytes} bytes allowed for one";

    private OcdsItem? Item(
        bool kept,
        bool tooDeep,
        long start,
        (long Line, long Column) place,
        long record,
        long position
    )
    {
        var tooLarge = !kept || window.Offset - start > limits.MaxReleaseBytes;
        if (tooLarge || tooDeep)
        {
            var why = tooLarge
                ? TooLarge
                : $"the release nests deeper than the {limits.MaxDepth} levels allowed";
            Report(why, place, OcdsItem.PathOf(record, position, OcdsItemKind.Release));
            return null;
        }
        return new OcdsItem(
            window.Since(start),
            OcdsItemKind.Release,
            file,
            place.Line,
            place.Column,
            start,
            record,
            position
        );
    }

    private bool Accept(in OcdsItem item)
    {
        var json = item.Json.Span;
        if (!Utf8.IsValid(json))
        {
            onProblem(ForeignContent.NotUtf8(item));
            return false;
        }
        if (json.IndexOf("\"ocid\""u8) < 0 && ForeignContent.LinkedAddress(json) is { } address)
        {
            if (frames.TryPeek(out var frame) && frame.Owner is { } owner)
            {
                owner.Linked++;
            }
            onProblem(
                new Problem(
                    item.Place,
                    $"the release is only a link to {address}; links are not followed",
                    ProblemKind.Noticed
                )
            );
            return false;
        }
        return true;
    }

    private OcdsFrame Open(OcdsFrameKind kind)
    {
        var frame = new OcdsFrame(kind, window.Offset, window.Locate());
        var outer = frames.TryPeek(out var above) ? above : null;
        if (kind == OcdsFrameKind.Document)
        {
            frame.Record = outer is { Kind: OcdsFrameKind.Documents, Owner: not null }
                ? outer.Position
                : -1;
            (window.Keep, keptFrom) = (window.Offset, frame.Place);
        }
        window.Position++;
        frames.Push(frame);
        return frame;
    }

    /// <summary>Stands on the next element of an array, or leaves the array at its end.</summary>
    private bool NextElement(OcdsFrame frame)
    {
        if (!Space())
        {
            return false;
        }
        if (window.Ahead[0] == ']')
        {
            window.Position++;
            frames.Pop();
            DocumentEnded();
            return false;
        }
        if (frame.Position >= 0)
        {
            if (window.Ahead[0] != ',')
            {
                Broken("expected , or ] here");
                return false;
            }
            window.Position++;
            if (!Space())
            {
                return false;
            }
        }
        frame.Position++;
        return true;
    }

    private void DocumentEnded()
    {
        if (frames.Count == 0 && skimmer.Lines == LineMode.Unknown)
        {
            skimmer.Lines = LineMode.Lines;
        }
    }

    private bool Space()
    {
        var skim = skimmer.SkipSpace(insideDocument: true);
        if (skim != Skim.Done)
        {
            Broken(skim);
        }
        return skim == Skim.Done;
    }

    private bool Pass()
    {
        var skim = skimmer.SkipValue();
        if (skim != Skim.Done)
        {
            Broken(skim);
        }
        return skim == Skim.Done;
    }

    private void Broken(Skim skim) =>
        Broken(
            skim == Skim.Broken
                ? skimmer.Why
                : window.Fault ?? "the file ends in the middle of a JSON value"
        );

    private void Broken(string why)
    {
        // Brackets and quotes say that a value is broken only where it ends: the first fault may stand well before.
        var exact = window.Keep >= 0 ? JsonFault.Find(window.Since(window.Keep).Span) : null;
        if (exact is { } fault)
        {
            Report(fault.Message, fault.From(keptFrom));
        }
        else
        {
            Report(why);
        }
        frames.Clear();
        Recover();
    }

    /// <summary>Goes on with the next line where the file is JSON Lines; stops otherwise.</summary>
    private void Recover()
    {
        window.Keep = -1;
        int end;
        while ((end = window.Ahead.IndexOf((byte)'\n')) < 0)
        {
            window.Position += window.Ahead.Length;
            if (!window.Fill())
            {
                stopped = true;
                return;
            }
        }
        window.Position += end;
        if (skimmer.Lines == LineMode.Unknown)
        {
            while (window.Ahead.Length < 2 && window.Fill()) { }
            skimmer.Lines =
                window.Ahead.Length > 1 && window.Ahead[1] is (byte)'{' or (byte)'['
                    ? LineMode.Lines
                    : LineMode.Whole;
        }
        stopped = skimmer.Lines == LineMode.Whole;
    }

    private void Report(string message, (long Line, long Column)? place = null, string? path = null)
    {
        var (line, column) = place ?? window.Locate();
        onProblem(new Problem(new Place(file, line, column, path), message));
    }
}
