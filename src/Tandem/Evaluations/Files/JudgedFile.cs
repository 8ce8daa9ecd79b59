using Tandem.Web;

namespace Tandem.Evaluations.Files;

/// <summary>A file of an entry that is read without names.</summary>
/// <param name="Version">Number of the version it came with.</param>
/// <param name="Question">The question it answers.</param>
/// <param name="OwnName">What the entrant called it: for those who know who entered.</param>
/// <param name="Name">What assessors see instead.</param>
/// <param name="Check">What was found last; null while nobody has looked.</param>
public sealed record JudgedFile(
    JudgedEntry Entry,
    Guid Id,
    int Version,
    string Question,
    string OwnName,
    string Name,
    long Bytes,
    FileCheck? Check
)
{
    public bool IsReleased => Check?.IsReleased == true;

    /// <summary>How it stands, in words.</summary>
    public string Standing =>
        Check switch
        {
            null => "Not looked at yet",
            { IsReleased: true } => "Assessors may open it",
            _ => "Held back",
        };

    public string Colour =>
        Check switch
        {
            null => "yellow",
            { IsReleased: true } => "green",
            _ => "red",
        };

    public string Size => Words.Size(Bytes);
}

/// <summary>A file as its version has it, before anybody has looked.</summary>
internal sealed record KnownFile(Guid Id, int Version, string Question, string Name, long Bytes);
