namespace Tandem.Collaborations;

/// <summary>One reason of a likeness.</summary>
/// <param name="Name">What was compared.</param>
/// <param name="Words">What was found, in words.</param>
/// <param name="Contribution">What it adds, in log-odds.</param>
public sealed record LikenessPart(string Name, string Words, double Contribution);

/// <summary>How likely two purchases are the same need, that is, could be bought together.</summary>
/// <param name="LogOdds">The sum of <see cref="Start"/> and of the parts' contributions.</param>
/// <param name="Start">Where every pair begins, before anything alike is found, in log-odds.</param>
/// <param name="Parts">What was compared, the strongest first.</param>
public sealed record NeedLikeness(double LogOdds, double Start, IReadOnlyList<LikenessPart> Parts)
{
    /// <summary>Between 0 and 1, by the pairs the weights were learnt on; a rank among pairs rather than a frequency.</summary>
    public double Probability => ProbabilityOf(LogOdds);

    internal static double ProbabilityOf(double logOdds) => 1 / (1 + Math.Exp(-logOdds));
}
