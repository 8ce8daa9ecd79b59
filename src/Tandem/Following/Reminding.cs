namespace Tandem.Following;

/// <summary>When somebody is reminded of an answer that they owe.</summary>
public static class Reminding
{
    /// <summary>Working days before an answer is due.</summary>
    public const int Ahead = 2;

    /// <summary>Days within which <see cref="Ahead"/> working days lie, however the bank holidays fall.</summary>
    public const int Farthest = 10;
}
