using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Tandem.Evaluations;

/// <summary>The hash by which a row that never changes is known: the timeline keeps it from the moment the row was made.</summary>
internal static class RowDigest
{
    /// <summary>Hex SHA-256 over the values as a JSON array. A random id among them makes it impossible to guess the others from it.</summary>
    public static string Of(params object?[] values) =>
        Convert.ToHexStringLower(
            SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(values)))
        );
}
