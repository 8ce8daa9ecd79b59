using System.ComponentModel;
using System.Globalization;

namespace Tandem.Kernel;

/// <summary>The identity of one <typeparamref name="T"/>: a UUIDv7, so that ids made later sort later. Ids of different things cannot be mixed up.</summary>
[TypeConverter(typeof(IdTypeConverter))]
public readonly record struct Id<T>(Guid Value) : IParsable<Id<T>>
{
    /// <summary>A new id, stamped with <paramref name="now"/> (UTC).</summary>
    public static Id<T> New(DateTime now) =>
        new(Guid.CreateVersion7(new DateTimeOffset(now, TimeSpan.Zero)));

    /// <inheritdoc/>
    public static Id<T> Parse(string s, IFormatProvider? provider) => new(Guid.Parse(s, provider));

    /// <inheritdoc/>
    public static bool TryParse(string? s, IFormatProvider? provider, out Id<T> result)
    {
        var understood = Guid.TryParse(s, provider, out var value);
        result = new(value);
        return understood;
    }

    /// <summary>Lower-case, hyphened: the form used in addresses and in exports.</summary>
    public override string ToString() => Value.ToString("D");
}

/// <summary>Lets forms and routes carry any <see cref="Id{T}"/>.</summary>
internal sealed class IdTypeConverter(Type type) : TypeConverter
{
    public override bool CanConvertFrom(ITypeDescriptorContext? context, Type sourceType) =>
        sourceType == typeof(string);

    public override object? ConvertFrom(
        ITypeDescriptorContext? context,
        CultureInfo? culture,
        object value
    ) =>
        Guid.TryParse(value as string, out var guid)
            ? Activator.CreateInstance(type, guid)
            : throw new FormatException("This is not an identifier.");
}
