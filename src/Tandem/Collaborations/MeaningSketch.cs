using System.Numerics;
using System.Numerics.Tensors;

namespace Tandem.Collaborations;

/// <summary>
/// A vector in 256 bits: on which side of 256 fixed random planes it lies. The share of bits in which two sketches differ is
/// about the angle between the vectors over 180°, so that most unlike pairs are told apart without touching the vectors.
/// </summary>
internal readonly record struct MeaningSketch(ulong A, ulong B, ulong C, ulong D)
{
    private const int Bits = 256;
    private const int Seed = 7;
    private static readonly float[] Planes = MakePlanes();

    public static MeaningSketch Of(ReadOnlySpan<float> vector)
    {
        Span<ulong> bits = stackalloc ulong[Bits / 64];
        for (var bit = 0; bit < Bits; bit++)
        {
            var plane = Planes.AsSpan(bit * NeedWords.Dimensions, NeedWords.Dimensions);
            if (TensorPrimitives.Dot(vector, plane) > 0)
            {
                bits[bit / 64] |= 1UL << (bit % 64);
            }
        }
        return new MeaningSketch(bits[0], bits[1], bits[2], bits[3]);
    }

    /// <summary>In how many of the 256 bits the two differ.</summary>
    public int Difference(MeaningSketch other) =>
        BitOperations.PopCount(A ^ other.A)
        + BitOperations.PopCount(B ^ other.B)
        + BitOperations.PopCount(C ^ other.C)
        + BitOperations.PopCount(D ^ other.D);

    private static float[] MakePlanes()
    {
        var random = new Random(Seed);
        var planes = new float[Bits * NeedWords.Dimensions];
        for (var i = 0; i < planes.Length; i++)
        {
            // The sum of a few even chances is near enough to the bell curve that makes all directions equally likely.
            planes[i] = random.NextSingle() + random.NextSingle() + random.NextSingle() - 1.5f;
        }
        return planes;
    }
}
