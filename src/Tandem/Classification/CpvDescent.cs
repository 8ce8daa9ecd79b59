using System.Numerics;
using System.Numerics.Tensors;

namespace Tandem.Classification;

/// <summary>Multinomial logistic regression by AdaGrad: one example at a time, in a seeded order, on one thread, so that it gives the same weights every time.</summary>
/// <param name="classes">How many classes there are.</param>
/// <param name="width">Numbers in a row: the classes, filled up to a multiple of sixteen.</param>
internal sealed class CpvDescent(int classes, int width)
{
    private const int Passes = 4;
    private const int Seed = 7;
    private const float Rate = 0.2f;
    private const float Decay = 1e-4f;

    /// <summary>A sparse vector, the probability every class should have, and how much the example counts.</summary>
    public sealed record Example((int Row, float Value)[] Vector, float[] Target, float Weight);

    /// <summary>The weights, row by row; after the rows of the features one with the start of every class.</summary>
    /// <param name="examples">What to learn from.</param>
    /// <param name="rows">How many features there are.</param>
    public float[] Run(IReadOnlyList<Example> examples, int rows)
    {
        var weights = new float[(rows + 1) * width];
        var squares = new float[weights.Length];
        var slope = new float[width];
        var random = new Random(Seed);
        var order = Enumerable.Range(0, examples.Count).ToArray();
        for (var pass = 0; pass < Passes; pass++)
        {
            random.Shuffle(order);
            foreach (var at in order)
            {
                var (vector, target, weight) = examples[at];
                Scores(weights, vector, rows, slope);
                for (var k = 0; k < width; k++)
                {
                    slope[k] = weight * (slope[k] - target[k]);
                }
                foreach (var (row, value) in vector)
                {
                    Step(weights, squares, row * width, slope, value);
                }
                Step(weights, squares, rows * width, slope, 1);
            }
        }
        return weights;
    }

    private void Scores(float[] weights, (int Row, float Value)[] vector, int bias, float[] into)
    {
        Array.Copy(weights, bias * width, into, 0, width);
        foreach (var (row, value) in vector)
        {
            var scale = new Vector<float>(value);
            for (var k = 0; k < width; k += Vector<float>.Count)
            {
                (
                    new Vector<float>(into, k) + scale * new Vector<float>(weights, row * width + k)
                ).CopyTo(into, k);
            }
        }
        var used = into.AsSpan(0, classes);
        TensorPrimitives.SoftMax(used, used);
        into.AsSpan(classes).Clear();
    }

    private void Step(float[] weights, float[] squares, int row, float[] slope, float value)
    {
        var (by, decay, rate, least) = (
            new Vector<float>(value),
            new Vector<float>(Decay),
            new Vector<float>(Rate),
            new Vector<float>(1e-6f)
        );
        for (var k = 0; k < width; k += Vector<float>.Count)
        {
            var weight = new Vector<float>(weights, row + k);
            var down = (new Vector<float>(slope, k) * by) + (decay * weight);
            var sum = new Vector<float>(squares, row + k) + (down * down);
            sum.CopyTo(squares, row + k);
            (weight - (rate * down / (Vector.SquareRoot(sum) + least))).CopyTo(weights, row + k);
        }
    }
}
