using System.Globalization;
using System.Text.Json;

namespace Tandem.Formats.Ocds;

/// <summary>The parts that stand in several places of a release: items, milestones, periods, amounts.</summary>
public static partial class ReleaseWriter
{
    private static void Items(Utf8JsonWriter json, ReleaseFacts facts)
    {
        if (facts.Cpv.Count == 0 && facts.Region is null)
        {
            return;
        }
        json.WriteStartArray("items");
        json.WriteStartObject();
        json.WriteString("id", "1");
        if (facts.Cpv.Count > 0)
        {
            json.WritePropertyName("classification");
            Classification(json, facts.Cpv[0]);
        }
        if (facts.Cpv.Count > 1)
        {
            json.WriteStartArray("additionalClassifications");
            foreach (var code in facts.Cpv.Skip(1))
            {
                Classification(json, code);
            }
            json.WriteEndArray();
        }
        if (facts.Region is { } region)
        {
            json.WriteStartArray("deliveryAddresses");
            json.WriteStartObject();
            json.WriteString("region", region);
            json.WriteEndObject();
            json.WriteEndArray();
        }
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void Classification(Utf8JsonWriter json, (string Code, string? Name) cpv)
    {
        json.WriteStartObject();
        json.WriteString("scheme", "CPV");
        json.WriteString("id", cpv.Code);
        Text(json, "description", cpv.Name);
        json.WriteEndObject();
    }

    private static void Milestones(Utf8JsonWriter json, IReadOnlyList<MilestoneFacts> milestones)
    {
        if (milestones.Count == 0)
        {
            return;
        }
        json.WriteStartArray("milestones");
        foreach (var milestone in milestones)
        {
            json.WriteStartObject();
            json.WriteString("id", milestone.Id);
            json.WriteString("title", milestone.Title);
            json.WriteString("type", milestone.Type);
            Text(json, "description", milestone.Description);
            Text(json, "dueDate", milestone.Due is { } due ? Start(due) : null);
            Text(json, "dateMet", milestone.Met is { } met ? Start(met) : null);
            json.WriteString("status", milestone.Status);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    // relatedProcess of the standard: “prior” was before it, “planning” plans it.
    private static void Related(Utf8JsonWriter json, ReleaseFacts facts)
    {
        var (relationship, ocid) = facts switch
        {
            { Planning.PriorOcid: { } prior } => ("prior", prior),
            { ContinuedUnder: { } other } => ("planning", other),
            _ => ("", ""),
        };
        if (ocid.Length == 0)
        {
            return;
        }
        json.WriteStartArray("relatedProcesses");
        json.WriteStartObject();
        json.WriteString("id", "1");
        json.WriteStartArray("relationship");
        json.WriteStringValue(relationship);
        json.WriteEndArray();
        json.WriteString("scheme", "ocid");
        json.WriteString("identifier", ocid);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void Reference(Utf8JsonWriter json, string name, PartyFacts party)
    {
        json.WriteStartObject(name);
        json.WriteString("id", party.Id);
        json.WriteString("name", party.Name);
        json.WriteEndObject();
    }

    private static void Period(
        Utf8JsonWriter json,
        string name,
        DateOnly? start,
        DateOnly? end,
        DateOnly? latest = null
    )
    {
        if (start is null && end is null && latest is null)
        {
            return;
        }
        json.WriteStartObject(name);
        Text(json, "startDate", start is { } first ? Start(first) : null);
        Text(json, "endDate", end is { } last ? End(last) : null);
        Text(json, "maxExtentDate", latest is { } extent ? End(extent) : null);
        json.WriteEndObject();
    }

    private static void Period(Utf8JsonWriter json, string name, DateTime? start, DateTime? end)
    {
        if (start is null && end is null)
        {
            return;
        }
        json.WriteStartObject(name);
        Text(json, "startDate", start is { } first ? Instant(first) : null);
        Text(json, "endDate", end is { } last ? Instant(last) : null);
        json.WriteEndObject();
    }

    private static void Money(Utf8JsonWriter json, string name, long? minor, string currency)
    {
        if (minor is not { } amount)
        {
            return;
        }
        json.WriteStartObject(name);
        json.WriteNumber("amount", amount / 100m);
        json.WriteString("currency", currency);
        json.WriteEndObject();
    }

    private static void Text(Utf8JsonWriter json, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            json.WriteString(name, value);
        }
    }

    private static string Instant(DateTime utc) =>
        utc.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Start(DateOnly day) =>
        day.ToString("yyyy-MM-dd'T00:00:00Z'", CultureInfo.InvariantCulture);

    private static string End(DateOnly day) =>
        day.ToString("yyyy-MM-dd'T23:59:59Z'", CultureInfo.InvariantCulture);
}
