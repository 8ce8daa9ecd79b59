namespace Tandem.Formats.Ocds;

/// <summary>
/// Where the reader stands: the window, the brackets open around it, and what to do when the text there cannot be JSON: say so with the place, then go on
/// with the next line where the file is JSON Lines, or stop.
/// </summary>
internal sealed class OcdsCursor(
    Stream stream,
    string file,
    Action<Problem> onProblem,
    OcdsLimits limits
) : IDisposable
{
    private (long Line, long Column) keptFrom;
    private JsonSkimmer? skimmer;

    public ByteWindow Window { get; } = new(stream, limits);

    public JsonSkimmer Skimmer => skimmer ??= new JsonSkimmer(Window, limits);

    public Stack<OcdsFrame> Frames { get; } = new();

    /// <summary>Nothing more can be read.</summary>
    public bool Stopped { get; private set; }

    /// <summary>The next byte.</summary>
    public byte Next => Window.Ahead[0];

    public string File => file;

    public void Stop() => Stopped = true;

    public void Dispose() => Window.Dispose();

    /// <summary>Holds the bytes from here on; returns the place.</summary>
    public (long Line, long Column) Hold()
    {
        keptFrom = Window.Locate();
        Window.Keep = Window.Offset;
        return keptFrom;
    }

    /// <summary>Lets go of held bytes.</summary>
    public void LetGo() => Window.Keep = -1;

    /// <summary>Passes one byte.</summary>
    public void Step() => Window.Position++;

    /// <summary>Passes white space inside a document; false where the document broke.</summary>
    public bool Space() => Check(Skimmer.SkipSpace(insideDocument: true));

    /// <summary>Passes a value; false where it broke.</summary>
    public bool Pass() => Check(Skimmer.SkipValue());

    /// <summary>Passes a comma (unless at the first element) and white space; false where another byte stands there.</summary>
    public bool Comma(OcdsFrame frame, string orElse)
    {
        if (frame.Position >= 0)
        {
            if (Next != ',')
            {
                Break($"expected , or {orElse} here");
                return false;
            }
            Step();
            if (!Space())
            {
                return false;
            }
        }
        frame.Position++;
        return true;
    }

    /// <summary>Stands on the next element of an array, or leaves the array at its end.</summary>
    public bool Element(OcdsFrame frame)
    {
        if (!Space())
        {
            return false;
        }
        if (Next == ']')
        {
            Step();
            Leave();
            return false;
        }
        return Comma(frame, "]");
    }

    /// <summary>Enters a bracket.</summary>
    public OcdsFrame Enter(OcdsFrameKind kind)
    {
        var isDocument = kind == OcdsFrameKind.Document;
        var frame = new OcdsFrame(kind, Window.Offset, isDocument ? Hold() : Window.Locate());
        if (isDocument && Frames.TryPeek(out var outer) && outer.Owner is not null)
        {
            frame.Record = outer.Position;
        }
        Step();
        Frames.Push(frame);
        return frame;
    }

    /// <summary>Leaves a bracket. A first document that ended on its first line makes the file JSON Lines.</summary>
    public void Leave()
    {
        Frames.Pop();
        if (Frames.Count == 0 && Skimmer.Lines == LineMode.Unknown)
        {
            Skimmer.Lines = LineMode.Lines;
        }
    }

    /// <summary>Reports a broken value unless it was passed.</summary>
    public bool Check(Skim skim)
    {
        if (skim != Skim.Done)
        {
            Break(
                skim == Skim.Broken
                    ? Skimmer.Why
                    : Window.Fault ?? "the file ends in the middle of a JSON value"
            );
        }
        return skim == Skim.Done;
    }

    /// <summary>Reports that the text here cannot be JSON, or where in the held bytes it stopped being JSON already, and leaves all brackets.</summary>
    public void Break(string why)
    {
        var here = Window.Locate();
        if (
            Window.Keep >= 0
            && JsonFault.Find(Window.Since(Window.Keep).Span) is { } fault
            && fault.From(keptFrom) != here
        )
        {
            Report(fault.Message, fault.From(keptFrom));
        }
        else
        {
            Report(why, here);
        }
        Frames.Clear();
        Recover();
    }

    /// <summary>Goes on with the next line where the file is JSON Lines; stops otherwise.</summary>
    public void Recover()
    {
        LetGo();
        int end;
        while ((end = Window.Ahead.IndexOf((byte)'\n')) < 0)
        {
            Window.Position += Window.Ahead.Length;
            if (!Window.Fill())
            {
                Stop();
                return;
            }
        }
        Window.Position += end;
        if (Skimmer.Lines == LineMode.Unknown)
        {
            Window.Want(2);
            var opens = Window.Ahead.Length > 1 && Window.Ahead[1] is (byte)'{' or (byte)'[';
            Skimmer.Lines = opens ? LineMode.Lines : LineMode.Whole;
        }
        Stopped = Skimmer.Lines == LineMode.Whole;
    }

    /// <summary>Reports a problem, here where no other place is given.</summary>
    public void Report(
        string message,
        (long Line, long Column)? place = null,
        string? path = null,
        ProblemKind kind = ProblemKind.Refused
    )
    {
        var (line, column) = place ?? Window.Locate();
        onProblem(new Problem(new Place(file, line, column, path), message, kind));
    }
}
