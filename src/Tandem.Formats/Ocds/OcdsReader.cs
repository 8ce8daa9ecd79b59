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
    private readonly OcdsCursor cursor;
    private readonly OcdsLimits limits;
    private bool started;

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
        this.limits = limits ?? OcdsLimits.Default;
        cursor = new OcdsCursor(stream, file, onProblem, this.limits);
    }

    /// <summary>What the package read last says about itself: complete once the package has ended, null where there was none.</summary>
    public OcdsPackage? Package { get; private set; }

    /// <summary>Bytes of (unpacked) content passed so far.</summary>
    public long BytesRead => cursor.Window.Offset;

    /// <summary>Steps to the next release; false at the end. Problems met on the way are reported first.</summary>
    public bool Read(out OcdsItem item)
    {
        item = default;
        while (!cursor.Stopped)
        {
            var frame = cursor.Frames.TryPeek(out var top) ? top : null;
            var found = frame?.Kind switch
            {
                null => Outside(),
                OcdsFrameKind.Document => InDocument(frame),
                OcdsFrameKind.Documents => InDocuments(frame),
                _ => InReleases(frame),
            };
            if (found is { } release && IsReadable(release, frame?.Owner))
            {
                item = release;
                return true;
            }
        }
        return false;
    }

    /// <inheritdoc/>
    public void Dispose() => cursor.Dispose();

    private OcdsItem? Outside()
    {
        cursor.LetGo();
        if (cursor.Skimmer.SkipSpace(insideDocument: false) == Skim.Ended)
        {
            if ((cursor.Window.Fault ?? (started ? null : "the file is empty")) is { } why)
            {
                cursor.Report(why);
            }
            cursor.Stop();
            return null;
        }
        switch (cursor.Next)
        {
            case (byte)'{' or (byte)'[':
                started = true;
                cursor.Enter(cursor.Next == '{' ? OcdsFrameKind.Document : OcdsFrameKind.Documents);
                break;
            case 0x1E: // The record separator of RFC 7464 JSON text sequences.
                cursor.Step();
                break;
            default:
                cursor.Window.Want(32);
                cursor.Report(ForeignContent.Name(cursor.Window.Ahead, started));
                cursor.Recover();
                break;
        }
        return null;
    }

    private OcdsItem? InDocuments(OcdsFrame frame)
    {
        if (!cursor.Element(frame))
        {
            return null;
        }
        if (cursor.Next == '{')
        {
            cursor.Enter(OcdsFrameKind.Document);
        }
        else
        {
            cursor.Report(
                "expected a release, record or package here, an object that starts with {"
            );
            cursor.Pass();
        }
        return null;
    }

    private OcdsItem? InReleases(OcdsFrame frame)
    {
        if (!cursor.Element(frame))
        {
            return null;
        }
        var start = cursor.Window.Offset;
        var place = cursor.Hold();
        var isObject = cursor.Next == '{';
        if (!cursor.Pass())
        {
            return null;
        }
        if (!isObject)
        {
            cursor.LetGo();
            cursor.Report("a release must be an object that starts with {", place);
            return null;
        }
        frame.Owner!.Embedded++;
        return Item(cursor.Skimmer.TooDeep, start, place, frame.Owner.Record, frame.Position);
    }

    private OcdsItem? InDocument(OcdsFrame frame)
    {
        if (!cursor.Space())
        {
            return null;
        }
        if (cursor.Next == '}')
        {
            cursor.Step();
            return Close(frame);
        }
        if (!cursor.Comma(frame, "}"))
        {
            return null;
        }
        if (cursor.Next != '"')
        {
            cursor.Break("expected the name of a property in quotation marks here");
            return null;
        }
        var key = OcdsKeys.ReadName(cursor.Window, cursor.Skimmer, out var skim);
        if (!cursor.Check(skim) || !cursor.Space())
        {
            return null;
        }
        if (cursor.Next != ':')
        {
            cursor.Break("expected : after the name of a property");
            return null;
        }
        cursor.Step();
        if (cursor.Space())
        {
            Member(frame, key);
        }
        return null;
    }

    private void Member(OcdsFrame frame, OcdsKey key)
    {
        var opens = cursor.Next;
        if (
            opens == '['
            && (key == OcdsKey.Releases || (key == OcdsKey.Records && frame.Record < 0))
        )
        {
            frame.IsPackage |= key == OcdsKey.Records || frame.Record < 0;
            frame.IsRelease = false;
            cursor.LetGo();
            cursor
                .Enter(key == OcdsKey.Records ? OcdsFrameKind.Documents : OcdsFrameKind.Releases)
                .Owner = frame;
            return;
        }
        var start = cursor.Window.Offset;
        var alone = cursor.Window.Keep < 0;
        var place = alone ? cursor.Hold() : cursor.Window.Locate();
        if (!cursor.Pass())
        {
            return;
        }
        frame.TooDeep |= cursor.Skimmer.TooDeep;
        var length = cursor.Window.Keep < 0 ? long.MaxValue : cursor.Window.Offset - start;
        if (key == OcdsKey.CompiledRelease && opens == '{')
        {
            frame.IsRelease = false;
            frame.Compiled =
                length <= limits.MaxReleaseBytes ? cursor.Window.Since(start).ToArray() : [];
            frame.CompiledPlace = place;
            frame.CompiledOffset = start;
        }
        else if (key == OcdsKey.VersionedRelease)
        {
            frame.IsRelease = false;
        }
        else if (key != OcdsKey.Other && length < 64 * 1024)
        {
            frame.Remember(key, cursor.Window.Since(start).Span);
        }
        if (alone)
        {
            cursor.LetGo();
        }
    }

    private OcdsItem? Close(OcdsFrame frame)
    {
        cursor.Leave();
        if (frame.IsRelease)
        {
            return Item(frame.TooDeep, frame.Start, frame.Place, frame.Record, -1);
        }
        Package = frame.IsPackage ? frame.Describe() : Package;
        if (
            frame.Embedded > frame.Linked
            || frame is { IsPackage: true, Compiled: null, Linked: 0 }
        )
        {
            return null;
        }
        if (frame.Compiled is { Length: > 0 } compiled)
        {
            var (line, column) = frame.CompiledPlace;
            return new OcdsItem(
                compiled,
                OcdsItemKind.CompiledRelease,
                cursor.File,
                line,
                column,
                frame.CompiledOffset,
                frame.Record,
                -1
            );
        }
        cursor.Report(
            frame.Compiled is not null ? TooLarge
                : frame.Linked > 0
                    ? "the record has only links to its releases: nothing in it could be read"
                : "the record has no releases and no compiled release: nothing in it could be read",
            frame.Place
        );
        return null;
    }

    private string TooLarge =>
        $"the release is larger than the {limits.MaxReleaseBytes} bytes allowed for one";

    private OcdsItem? Item(
        bool tooDeep,
        long start,
        (long Line, long Column) place,
        long record,
        long position
    )
    {
        var kept = cursor.Window.Keep >= 0;
        cursor.LetGo();
        var tooLarge = !kept || cursor.Window.Offset - start > limits.MaxReleaseBytes;
        if (tooLarge || tooDeep)
        {
            var why = tooLarge
                ? TooLarge
                : $"the release nests deeper than the {limits.MaxDepth} levels allowed";
            cursor.Report(why, place, OcdsItem.PathOf(record, position, OcdsItemKind.Release));
            return null;
        }
        return new OcdsItem(
            cursor.Window.Since(start),
            OcdsItemKind.Release,
            cursor.File,
            place.Line,
            place.Column,
            start,
            record,
            position
        );
    }

    /// <summary>Reports a release that is not UTF-8, or only a link.</summary>
    private bool IsReadable(in OcdsItem item, OcdsFrame? owner)
    {
        var json = item.Json.Span;
        if (!Utf8.IsValid(json))
        {
            var at = ForeignContent.NotUtf8(json, out var why);
            cursor.Report(why, at.From((item.Line, item.Column)), item.Place.Path);
            return false;
        }
        if (json.IndexOf("\"ocid\""u8) < 0 && ForeignContent.LinkedAddress(json) is { } address)
        {
            if (owner is not null)
            {
                owner.Linked++;
            }
            var why = $"the release is only a link to {address}; links are not followed";
            cursor.Report(why, (item.Line, item.Column), item.Place.Path, ProblemKind.Noticed);
            return false;
        }
        return true;
    }
}
