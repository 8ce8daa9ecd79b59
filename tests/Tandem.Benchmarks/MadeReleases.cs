using System.Text.Json;
using Tandem.Classification;
using Tandem.Kernel;

namespace Tandem.Benchmarks;

/// <summary>
/// Makes OCDS releases in the size and shape of published ones (about 4 KB each, 1.7 for each process), the same for each seed: words from the names of
/// CPV codes, buyers from the known authorities, suppliers with numbers.
/// </summary>
internal sealed class MadeReleases
{
    private const string Filler =
        "the of and for to in with by from including council contract services provision supply required provider tender period year years option extend further "
        + "requirements specification delivery works local area within across all existing new support maintenance management suppliers should must evaluation quality price";

    private static readonly string[] Acts =
    [
        "Provision of",
        "Supply of",
        "Framework for",
        "Maintenance of",
        "Contract for",
        "Delivery of",
        "Procurement of",
        "",
    ];
    private readonly Random random;
    private readonly CpvEntry[] codes;
    private readonly Authority[] buyers;
    private readonly string[] filler = Filler.Split(' ');
    private readonly string[] words;

    public MadeReleases(int seed)
    {
        random = new Random(seed);
        using var reader = new StreamReader(Content.Shipped.Open("cpv/cpv-2008.tsv"));
        codes = CpvList.Read(reader).Entries.ToArray();
        buyers = KnownAuthorities
            .In(Content.Shipped)
            .All.Where(a => a.Nation != "Sweden" && !a.IsAbolished && a.Latitude is not null)
            .ToArray();
        words = codes
            .SelectMany(c =>
                c.Name.Split([' ', ',', '(', ')', '-'], StringSplitOptions.RemoveEmptyEntries)
            )
            .Distinct()
            .ToArray();
    }

    /// <summary>Writes the releases of this many processes and gives how many releases that was.</summary>
    /// <param name="singleObject">As one release package in one JSON object, rather than one release a line.</param>
    public long Write(string path, int processes, bool singleObject)
    {
        using var file = new FileStream(
            path,
            FileMode.Create,
            FileAccess.Write,
            FileShare.None,
            1 << 20
        );
        using var json = new Utf8JsonWriter(file, new JsonWriterOptions { SkipValidation = true });
        var count = 0L;
        if (singleObject)
        {
            file.Write(
                "{\"uri\":\"https://example.org/package\",\"version\":\"1.1\",\"publishedDate\":\"2026-01-01T00:00:00Z\",\"publisher\":{\"name\":\"Bench\"},\"releases\":["u8
            );
        }
        for (var i = 0; i < processes; i++)
        {
            var process = new Process(this, i);
            for (var stage = 1; stage <= process.Stages; stage++)
            {
                if (singleObject && count > 0)
                {
                    file.WriteByte((byte)',');
                }
                process.Write(json, stage);
                json.Flush();
                json.Reset();
                if (!singleObject)
                {
                    file.WriteByte((byte)'\n');
                }
                count++;
            }
        }
        if (singleObject)
        {
            file.Write("]}"u8);
        }
        return count;
    }

    private string Text(int length) =>
        string.Join(
            ' ',
            Enumerable
                .Range(0, length)
                .Select(_ =>
                    random.Next(10) < 6
                        ? filler[random.Next(filler.Length)]
                        : words[random.Next(words.Length)].ToLowerInvariant()
                )
        );

    private sealed class Process(MadeReleases make, int number)
    {
        private readonly string ocid = $"ocds-bench1-{number:00000000}";
        private readonly Authority buyer = make.buyers[make.random.Next(make.buyers.Length)];

        // A few codes are bought by everybody and most by few, as in life.
        private readonly CpvEntry code = make.codes[
            (int)(make.codes.Length * Math.Pow(make.random.NextDouble(), 3))
        ];
        private readonly string act = Acts[make.random.Next(Acts.Length)];
        private readonly string description = make.Text(make.random.Next(60, 560));
        private readonly DateOnly start = new DateOnly(2021, 1, 1).AddDays(make.random.Next(3000));
        private readonly int years = make.random.Next(1, 6);
        private readonly int supplier = make.random.Next(40_000);
        private readonly decimal value = make.random.Next(10_000, 9_000_000);
        private readonly string[] items = Enumerable
            .Range(0, make.random.Next(1, 5))
            .Select(_ => make.Text(10))
            .ToArray();

        public int Stages { get; } =
            make.random.Next(10) switch
            {
                < 5 => 1,
                < 8 => 2,
                _ => 3,
            };

        public void Write(Utf8JsonWriter json, int stage)
        {
            json.WriteStartObject();
            json.WriteString("ocid", ocid);
            json.WriteString("id", $"{ocid}-{stage}");
            json.WriteString("date", $"{start.AddMonths(stage - 4):yyyy-MM-dd}T09:00:00Z");
            json.WriteStartArray("tag");
            json.WriteStringValue(
                stage switch
                {
                    1 => "tender",
                    2 => "award",
                    _ => "contract",
                }
            );
            json.WriteEndArray();
            json.WriteString("initiationType", "tender");
            json.WriteStartObject("buyer");
            json.WriteString("id", buyer.Code);
            json.WriteString("name", buyer.Name);
            json.WriteEndObject();
            Parties(json, stage);
            Tender(json, stage);
            if (stage >= 2)
            {
                Award(json, "awards", "contractPeriod");
            }
            if (stage >= 3)
            {
                Award(json, "contracts", "period");
            }
            json.WriteEndObject();
        }

        private void Parties(Utf8JsonWriter json, int stage)
        {
            json.WriteStartArray("parties");
            Party(json, buyer.Code, buyer.Name, "buyer", null);
            if (stage >= 2)
            {
                Party(
                    json,
                    $"S{supplier}",
                    $"Supplier number {supplier} Ltd",
                    "supplier",
                    $"{98_000_000 + supplier}"
                );
            }
            json.WriteEndArray();
        }

        private static void Party(
            Utf8JsonWriter json,
            string id,
            string name,
            string role,
            string? company
        )
        {
            json.WriteStartObject();
            json.WriteString("id", id);
            json.WriteString("name", name);
            json.WriteStartArray("roles");
            json.WriteStringValue(role);
            json.WriteEndArray();
            if (company is not null)
            {
                json.WriteStartObject("identifier");
                json.WriteString("scheme", "GB-COH");
                json.WriteString("id", company);
                json.WriteString("legalName", name);
                json.WriteEndObject();
            }
            json.WriteStartObject("address");
            json.WriteString("streetAddress", "1 High Street");
            json.WriteString("postalCode", "AB1 2CD");
            json.WriteString("countryName", "United Kingdom");
            json.WriteEndObject();
            json.WriteStartObject("contactPoint");
            json.WriteString("name", "Procurement team");
            json.WriteString("email", "procurement@example.org");
            json.WriteEndObject();
            json.WriteEndObject();
        }

        private void Tender(Utf8JsonWriter json, int stage)
        {
            json.WriteStartObject("tender");
            json.WriteString("id", "1");
            json.WriteString("title", $"{act} {code.Name.ToLowerInvariant()}".Trim());
            json.WriteString("description", description);
            json.WriteString("status", stage == 1 ? "active" : "complete");
            json.WriteString("procurementMethod", "open");
            json.WriteString("mainProcurementCategory", "services");
            Value(json, "value");
            json.WriteStartArray("items");
            for (var i = 0; i < items.Length; i++)
            {
                json.WriteStartObject();
                json.WriteString("id", $"{i + 1}");
                json.WriteString("description", items[i]);
                json.WriteStartObject("classification");
                json.WriteString("scheme", "CPV");
                json.WriteString("id", code.Code.ToString());
                json.WriteString("description", code.Name);
                json.WriteEndObject();
                json.WriteNumber("quantity", 1);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            Period(json, "tenderPeriod", start.AddMonths(-4), start.AddMonths(-3));
            Period(json, "contractPeriod", start, start.AddYears(years).AddDays(-1));
            json.WriteEndObject();
        }

        private void Award(Utf8JsonWriter json, string section, string period)
        {
            json.WriteStartArray(section);
            json.WriteStartObject();
            json.WriteString("id", "1");
            if (section == "contracts")
            {
                json.WriteString("awardID", "1");
            }
            json.WriteString("title", $"{act} {code.Name.ToLowerInvariant()}".Trim());
            json.WriteString("status", "active");
            Value(json, "value");
            if (section == "awards")
            {
                json.WriteStartArray("suppliers");
                json.WriteStartObject();
                json.WriteString("id", $"S{supplier}");
                json.WriteString("name", $"Supplier number {supplier} Ltd");
                json.WriteEndObject();
                json.WriteEndArray();
            }
            Period(json, period, start, start.AddYears(years).AddDays(-1));
            json.WriteEndObject();
            json.WriteEndArray();
        }

        private void Value(Utf8JsonWriter json, string name)
        {
            json.WriteStartObject(name);
            json.WriteNumber("amount", value);
            json.WriteString("currency", "GBP");
            json.WriteEndObject();
        }

        private static void Period(Utf8JsonWriter json, string name, DateOnly from, DateOnly to)
        {
            json.WriteStartObject(name);
            json.WriteString("startDate", $"{from:yyyy-MM-dd}T00:00:00Z");
            json.WriteString("endDate", $"{to:yyyy-MM-dd}T00:00:00Z");
            json.WriteEndObject();
        }
    }
}
