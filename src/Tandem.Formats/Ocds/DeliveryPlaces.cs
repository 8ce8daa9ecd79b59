using System.Buffers;

namespace Tandem.Formats.Ocds;

/// <summary>Gathers where something is delivered: codes of regions, and places in words.</summary>
internal sealed class DeliveryPlaces(TextCache cache)
{
    private readonly List<string> regions = [];
    private readonly List<string> places = [];

    /// <summary>NUTS or ITL codes.</summary>
    public IReadOnlyList<string> Regions => regions;

    /// <summary>Everything else that names a place.</summary>
    public IReadOnlyList<string> Places => places;

    /// <summary>Adds the places of a tender and of its items.</summary>
    public void Add(ReleaseNode tender)
    {
        Block(tender);
        foreach (var item in tender["items"u8].Each)
        {
            Block(item);
        }
    }

    private void Block(ReleaseNode block)
    {
        Address(block["deliveryAddress"u8]);
        foreach (var address in block["deliveryAddresses"u8].Each)
        {
            Address(address);
        }
        Location(block["deliveryLocation"u8]);
        foreach (var location in block["deliveryLocations"u8].Each)
        {
            Location(location);
        }
    }

    private void Address(ReleaseNode address)
    {
        Name(address["region"u8]);
        Name(address["locality"u8]);
    }

    private void Location(ReleaseNode location)
    {
        Name(location["description"u8]);
        foreach (var identifier in location["gazetteer"u8]["identifiers"u8].Each)
        {
            Name(identifier);
        }
    }

    private void Name(ReleaseNode value)
    {
        var text = value.Text;
        if (text.Length == 0)
        {
            return;
        }
        var isCode = IsRegion(text);
        var name = isCode ? cache.Get(text) : TextRepair.Mend(value.AsString());
        var list = isCode ? regions : places;
        if (name is not null && !list.Contains(name))
        {
            list.Add(name);
        }
    }

    /// <summary>Two capitals of a country and up to three capitals or digits: the form of NUTS and of ITL (whose country is TL).</summary>
    private static bool IsRegion(ReadOnlySpan<byte> text) =>
        text.Length is >= 3 and <= 5
        && text[..2].IndexOfAnyExceptInRange((byte)'A', (byte)'Z') < 0
        && text[2..].IndexOfAnyExcept(CodeLetters) < 0;

    private static readonly SearchValues<byte> CodeLetters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"u8
    );
}
