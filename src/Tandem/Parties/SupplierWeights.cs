using System.Globalization;

namespace Tandem.Parties;

/// <summary>
/// Learnt weights of a logistic regression on <see cref="NameComparison.Features"/>, with the shares of common words. Kept in
/// content/parties/supplier-likeness.tsv; learnt again with <c>tandem learn suppliers FOLDER</c>.
/// </summary>
public sealed class SupplierWeights(double[] weights, IReadOnlyDictionary<string, double> words)
{
    /// <summary>The content file.</summary>
    public const string File = "parties/supplier-likeness.tsv";

    /// <summary>Shares of words that many names have.</summary>
    public IReadOnlyDictionary<string, double> Words => words;

    /// <summary>The chance, 0 to 1, that the weights give two names of being one supplier.</summary>
    internal double Likeness(double[] features) => 1 / (1 + Math.Exp(-Logit(features)));

    internal double Logit(double[] features)
    {
        var sum = 0.0;
        for (var i = 0; i < features.Length; i++)
        {
            sum += weights[i] * features[i];
        }
        return sum;
    }

    /// <summary>Reads the content file: "feature" and "word" rows of name and number between tabs.</summary>
    public static SupplierWeights Read(TextReader text)
    {
        var weights = new double[NameComparison.Features.Length];
        var words = new Dictionary<string, double>();
        while (text.ReadLine() is { } line)
        {
            var cells = line.Split('\t');
            if (
                cells.Length != 3
                || !double.TryParse(cells[2], CultureInfo.InvariantCulture, out var number)
            )
            {
                continue;
            }
            if (cells[0] == "word")
            {
                words[cells[1]] = number;
            }
            else if (Array.IndexOf(NameComparison.Features, cells[1]) is >= 0 and var at)
            {
                weights[at] = number;
            }
        }
        return new(weights, words);
    }

    /// <summary>Writes what <see cref="Read"/> reads.</summary>
    public string Write(string heading) =>
        $"# {heading}\n"
        + string.Concat(
            NameComparison
                .Features.Zip(weights)
                .Select(f =>
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"feature\t{f.First}\t{f.Second:0.#####}\n"
                    )
                )
        )
        + string.Concat(
            words
                .OrderByDescending(w => w.Value)
                .ThenBy(w => w.Key, StringComparer.Ordinal)
                .Select(w =>
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"word\t{w.Key}\t{w.Value:0.#####}\n"
                    )
                )
        );

    /// <summary>Fits the weights (iteratively reweighted least squares, ridge 1): the same examples always give the same weights.</summary>
    internal static double[] Learn(
        IReadOnlyList<(double[] Features, bool Same, double Weight)> examples
    )
    {
        var n = NameComparison.Features.Length;
        var w = new double[n];
        for (var round = 0; round < 25; round++)
        {
            var hessian = new double[n, n + 1];
            foreach (var (x, same, weight) in examples)
            {
                var z = 0.0;
                for (var i = 0; i < n; i++)
                {
                    z += w[i] * x[i];
                }
                var p = 1 / (1 + Math.Exp(-z));
                var slope = weight * Math.Max(p * (1 - p), 1e-6);
                var error = weight * ((same ? 1 : 0) - p);
                for (var i = 0; i < n; i++)
                {
                    for (var j = 0; j < n; j++)
                    {
                        hessian[i, j] += slope * x[i] * x[j];
                    }
                    hessian[i, n] += error * x[i];
                }
            }
            for (var i = 0; i < n; i++)
            {
                hessian[i, i] += 1;
                hessian[i, n] -= w[i];
            }
            var step = Solve(hessian, n);
            for (var i = 0; i < n; i++)
            {
                w[i] += step[i];
            }
        }
        return w;
    }

    private static double[] Solve(double[,] m, int n)
    {
        for (var c = 0; c < n; c++)
        {
            var pivot = Enumerable.Range(c, n - c).MaxBy(r => Math.Abs(m[r, c]));
            for (var k = c; k <= n; k++)
            {
                (m[c, k], m[pivot, k]) = (m[pivot, k], m[c, k]);
            }
            for (var r = 0; r < n; r++)
            {
                var factor = r == c ? 0 : m[r, c] / m[c, c];
                for (var k = c; factor != 0 && k <= n; k++)
                {
                    m[r, k] -= factor * m[c, k];
                }
            }
        }
        return [.. Enumerable.Range(0, n).Select(i => m[i, n] / m[i, i])];
    }
}
