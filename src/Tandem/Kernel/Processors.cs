namespace Tandem.Kernel;

/// <summary>
/// How many processors a piece of work takes. The pool holds more threads than there are processors (see the project file), so that readers are served
/// while such work goes on; work that did not say would spread over all of them.
/// </summary>
public static class Processors
{
    /// <summary>As many as there are: for what somebody waits for.</summary>
    public static ParallelOptions All(CancellationToken cancellation = default) =>
        new()
        {
            MaxDegreeOfParallelism = Environment.ProcessorCount,
            CancellationToken = cancellation,
        };

    /// <summary>One: for what is made ready before anybody asks for it.</summary>
    public static ParallelOptions One(CancellationToken cancellation = default) =>
        new() { MaxDegreeOfParallelism = 1, CancellationToken = cancellation };
}
