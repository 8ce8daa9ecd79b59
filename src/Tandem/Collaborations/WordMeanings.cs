using System.Numerics.Tensors;

namespace Tandem.Collaborations;

/// <summary>
/// Turns general word vectors into ones that tell purchases apart: the mean of public buying and the two directions its words
/// vary in most, which all its texts share, are taken out; then each number becomes one byte.
/// </summary>
internal static class WordMeanings
{
    private const int CommonDirections = 2;
    private const int Rounds = 30;
    private const int Seed = 5;

    /// <param name="vectors">Word vectors, the most frequent word first; where two words become one, the first counts.</param>
    /// <param name="ofField">The words of the field.</param>
    public static Dictionary<string, sbyte[]> Of(
        IReadOnlyList<(string Word, float[] Vector)> vectors,
        IEnumerable<string> ofField
    )
    {
        var byWord = new Dictionary<string, float[]>();
        foreach (var (word, vector) in vectors)
        {
            if (NeedText.Words(word) is [var one] && !NeedText.Empty.Contains(one))
            {
                byWord.TryAdd(one, [.. vector]);
            }
        }
        var field = ofField
            .Distinct()
            .Order(StringComparer.Ordinal)
            .Where(byWord.ContainsKey)
            .Select(w => byWord[w])
            .ToList();
        var mean = Sum(field);
        TensorPrimitives.Divide(mean, field.Count, mean);
        foreach (var vector in byWord.Values)
        {
            TensorPrimitives.Subtract(vector, mean, vector);
            Normalise(vector);
        }
        var random = new Random(Seed);
        for (var i = 0; i < CommonDirections; i++)
        {
            var common = MainDirection(field, random);
            foreach (var vector in byWord.Values)
            {
                var along = TensorPrimitives.Dot<float>(vector, common);
                TensorPrimitives.MultiplyAdd(common, -along, vector, vector);
            }
        }
        return byWord.ToDictionary(w => w.Key, w => ToBytes(w.Value));
    }

    private static float[] MainDirection(List<float[]> field, Random random)
    {
        var direction = new float[NeedWords.Dimensions];
        for (var i = 0; i < direction.Length; i++)
        {
            direction[i] = random.NextSingle() - 0.5f;
        }
        for (var round = 0; round < Rounds; round++)
        {
            var next = new float[direction.Length];
            foreach (var vector in field)
            {
                var along = TensorPrimitives.Dot<float>(vector, direction);
                TensorPrimitives.MultiplyAdd(vector, along, next, next);
            }
            Normalise(next);
            direction = next;
        }
        return direction;
    }

    private static float[] Sum(List<float[]> vectors)
    {
        var sum = new float[NeedWords.Dimensions];
        foreach (var vector in vectors)
        {
            TensorPrimitives.Add(sum, vector, sum);
        }
        return sum;
    }

    private static void Normalise(float[] vector)
    {
        var norm = TensorPrimitives.Norm<float>(vector);
        if (norm > 0)
        {
            TensorPrimitives.Divide(vector, norm, vector);
        }
    }

    private static sbyte[] ToBytes(float[] vector)
    {
        var largest = Math.Max(TensorPrimitives.MaxMagnitude<float>(vector), float.Epsilon);
        var scale = 127 / Math.Abs(largest);
        return [.. vector.Select(v => (sbyte)MathF.Round(v * scale))];
    }
}
