using System.Globalization;

namespace Tandem.Classification;

/// <summary>How finely a CPV code speaks: the number of digits that count before trailing zeros (Regulation (EC) No 213/2008, Annex I).</summary>
public enum CpvLevel
{
    /// <summary>Two digits: 45000000.</summary>
    Division = 2,

    /// <summary>Three digits: 45200000.</summary>
    Group = 3,

    /// <summary>Four digits: 45210000.</summary>
    Class = 4,

    /// <summary>Five digits: 45214000.</summary>
    Category = 5,

    /// <summary>Six to eight digits: 45214400.</summary>
    Subcategory = 6,
}

/// <summary>
/// A code of the Common Procurement Vocabulary: eight digits whose trailing zeros say how general it is.
/// The type knows the shape alone; whether a code exists and what it is called is in <see cref="CpvList"/>.
/// </summary>
public readonly record struct Cpv : IComparable<Cpv>
{
    private Cpv(int number) => Number = number;

    /// <summary>The eight digits as a number, 1,000,000 to 99,999,999; leading zeros are lost in it, as in a spreadsheet.</summary>
    public int Number { get; }

    /// <summary>The eight digits.</summary>
    public string Digits => Number.ToString("D8", CultureInfo.InvariantCulture);

    /// <summary>The digits that count: <see cref="Digits"/> without trailing zeros, never fewer than two.</summary>
    public string Prefix => Digits[..SignificantDigits];

    /// <summary>The division: 45 of 45214400.</summary>
    public Cpv Division => Cut(2);

    /// <summary>The group, where the code says one; the division otherwise.</summary>
    public Cpv Group => Cut(3);

    /// <summary>The class, where the code says one; what is above it otherwise.</summary>
    public Cpv Class => Cut(4);

    /// <summary>The category, where the code says one; what is above it otherwise.</summary>
    public Cpv Category => Cut(5);

    /// <summary>How finely the code speaks.</summary>
    public CpvLevel Level => (CpvLevel)Math.Min(SignificantDigits, (int)CpvLevel.Subcategory);

    /// <summary>2 to 8: the digits before the trailing zeros.</summary>
    public int SignificantDigits
    {
        get
        {
            var count = 8;
            for (var rest = Number; count > 2 && rest % 10 == 0; rest /= 10)
            {
                count--;
            }
            return count;
        }
    }

    /// <summary>The last code that lies under this one: 45299999 for 45200000. With <see cref="Number"/> it bounds a range query.</summary>
    public int LastNumberUnder => Number + PowerOfTen(8 - SignificantDigits) - 1;

    /// <summary>This code with only its first digits kept and zeros after them.</summary>
    /// <param name="digits">2 to 8.</param>
    public Cpv Cut(int digits)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(digits, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(digits, 8);
        var unit = PowerOfTen(8 - digits);
        return new Cpv(Number / unit * unit);
    }

    /// <summary>True where the other code is this one or a more general one above it.</summary>
    public bool IsUnder(Cpv other) => Number >= other.Number && Number <= other.LastNumberUnder;

    /// <summary>True where the code begins with these digits: “45”, “452”.</summary>
    public bool IsUnder(string prefix) => Digits.StartsWith(prefix, StringComparison.Ordinal);

    /// <summary>The code of eight digits as a number.</summary>
    /// <returns>False where the number has no two digits that could name a division.</returns>
    public static bool TryFrom(int number, out Cpv cpv)
    {
        cpv = new Cpv(number);
        return number is >= 1_000_000 and <= 99_999_999;
    }

    /// <summary>Reads one code as people write it (<see cref="CpvText"/>): “45000000”, “45000000-7”, “CPV 4521”.</summary>
    public static bool TryParse(string? text, out Cpv cpv)
    {
        var written = CpvText.Find(text ?? "");
        cpv = written.Count == 1 ? written[0].Code : default;
        return written.Count == 1;
    }

    /// <summary>Reads one code that is known to be one.</summary>
    /// <exception cref="FormatException">The text is no CPV code.</exception>
    public static Cpv Parse(string text) =>
        TryParse(text, out var cpv) ? cpv : throw new FormatException($"“{text}” is no CPV code");

    /// <inheritdoc/>
    public int CompareTo(Cpv other) => Number.CompareTo(other.Number);

    /// <summary>The eight digits.</summary>
    public override string ToString() => Digits;

    private static int PowerOfTen(int exponent)
    {
        var power = 1;
        for (; exponent > 0; exponent--)
        {
            power *= 10;
        }
        return power;
    }
}
