namespace Tandem.Collaborations;

/// <summary>Average precision: the mean, over all that should be found, of the share of right ones down to it in the ranking.</summary>
public static class AveragePrecision
{
    /// <summary>0 to 1; not a number where there is nothing to find. Ties keep the order given.</summary>
    public static double Of(IEnumerable<(double Score, bool IsRight)> ranked)
    {
        double found = 0;
        double sum = 0;
        var place = 0;
        foreach (var (_, isRight) in ranked.OrderByDescending(r => r.Score))
        {
            place++;
            if (isRight)
            {
                found++;
                sum += found / place;
            }
        }
        return sum / found;
    }
}
