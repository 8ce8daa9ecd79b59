namespace Tandem.Collaborations;

/// <summary>Logistic regression with a quadratic penalty on standardised weights, by Newton's method: exact and without chance.</summary>
internal static class LogisticRegression
{
    private const int Rounds = 15;

    /// <summary>Weights per unit of each measure and the start, in log-odds.</summary>
    /// <param name="measured">For each example its measures.</param>
    /// <param name="isPositive">For each example whether it is one.</param>
    /// <param name="penalty">How strongly weights are held towards zero.</param>
    public static (double[] Weights, double Start) Fit(
        IReadOnlyList<double[]> measured,
        IReadOnlyList<bool> isPositive,
        double penalty
    )
    {
        var count = measured[0].Length;
        var mean = Enumerable.Range(0, count).Select(j => measured.Average(m => m[j])).ToArray();
        var spread = Enumerable
            .Range(0, count)
            .Select(j => Math.Sqrt(measured.Average(m => Math.Pow(m[j] - mean[j], 2))) + 1e-6)
            .ToArray();
        var standard = measured
            .Select(m => m.Select((x, j) => (x - mean[j]) / spread[j]).Append(1).ToArray())
            .ToList();
        var weights = new double[count + 1];
        for (var round = 0; round < Rounds; round++)
        {
            var step = Solve(NewtonSystem(standard, isPositive, weights, penalty));
            for (var j = 0; j <= count; j++)
            {
                weights[j] += step[j];
            }
        }
        var perUnit = weights.Take(count).Select((w, j) => w / spread[j]).ToArray();
        return (perUnit, weights[count] - perUnit.Select((w, j) => w * mean[j]).Sum());
    }

    // The matrix of second derivatives, with the gradient as its last column. The start (the last weight) is not penalised.
    private static double[,] NewtonSystem(
        List<double[]> standard,
        IReadOnlyList<bool> isPositive,
        double[] weights,
        double penalty
    )
    {
        var size = weights.Length;
        var system = new double[size, size + 1];
        for (var i = 0; i < standard.Count; i++)
        {
            var x = standard[i];
            var p = NeedLikeness.ProbabilityOf(x.Zip(weights, (a, b) => a * b).Sum());
            for (var a = 0; a < size; a++)
            {
                system[a, size] += ((isPositive[i] ? 1 : 0) - p) * x[a];
                for (var b = 0; b < size; b++)
                {
                    system[a, b] += Math.Max(p * (1 - p), 1e-4) * x[a] * x[b];
                }
            }
        }
        for (var a = 0; a < size - 1; a++)
        {
            system[a, a] += penalty;
            system[a, size] -= penalty * weights[a];
        }
        return system;
    }

    // Gauss-Jordan elimination; the matrix is positive definite, so no pivot is zero.
    private static double[] Solve(double[,] system)
    {
        var size = system.GetLength(0);
        for (var a = 0; a < size; a++)
        {
            for (var row = 0; row < size; row++)
            {
                if (row == a)
                {
                    continue;
                }
                var factor = system[row, a] / system[a, a];
                for (var column = a; column <= size; column++)
                {
                    system[row, column] -= factor * system[a, column];
                }
            }
        }
        return [.. Enumerable.Range(0, size).Select(a => system[a, size] / system[a, a])];
    }
}
