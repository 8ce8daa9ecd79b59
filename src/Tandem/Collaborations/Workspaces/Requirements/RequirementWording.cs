using Tandem.Web.Components;

namespace Tandem.Collaborations.Workspaces;

/// <summary>What is said of requirements in plain words.</summary>
public static class RequirementWording
{
    public static string Level(RequirementLevel level) =>
        level switch
        {
            RequirementLevel.Must => "Must",
            RequirementLevel.Should => "Should",
            _ => "Not needed",
        };

    public static string Colour(RequirementLevel level) =>
        level switch
        {
            RequirementLevel.Must => "purple",
            RequirementLevel.Should => "blue",
            _ => "grey",
        };

    /// <summary>The three levels, the strictest first.</summary>
    public static readonly IReadOnlyList<Choice> Levels =
    [
        .. Enum.GetValues<RequirementLevel>().Select(l => new Choice(l.ToString(), Level(l))),
    ];

    public static (string Text, string Colour) State(VersionState state) =>
        state switch
        {
            VersionState.Agreed => ("Agreed", "green"),
            VersionState.TakenBack => ("Taken back", "grey"),
            _ => ("Proposed", "yellow"),
        };

    /// <summary>A level as people write it in their own lists; null where it is none.</summary>
    public static RequirementLevel? Read(string? words) =>
        words?.Trim().ToLowerInvariant() switch
        {
            "must" or "must have" or "m" or "mandatory" or "essential" or "required" =>
                RequirementLevel.Must,
            "should" or "should have" or "s" or "desirable" or "could" or "could have" or "c" =>
                RequirementLevel.Should,
            "not needed" or "won't" or "won’t" or "wont" or "w" or "no" or "none" =>
                RequirementLevel.NotNeeded,
            _ => null,
        };
}
