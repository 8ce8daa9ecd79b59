namespace Tandem.Kernel.Yaml;

/// <summary>Something in a file of content that does not hold, for its author.</summary>
/// <param name="File">Path below the folder that was read, with forward slashes; empty where one file was.</param>
/// <param name="Line">From 1.</param>
/// <param name="Message">What is wrong, in a sentence.</param>
public sealed record ContentProblem(string File, int Line, string Message)
{
    public ContentProblem(int line, string message)
        : this("", line, message) { }
}
