using System.Globalization;
using System.Text.Json;
using Tandem.Formats.Tabular;

namespace Tandem.Demo;

/// <summary>Writes the purchases of the demo network in the forms real ones come in: OCDS releases, and contract registers.</summary>
internal static class DemoFiles
{
    /// <summary>Councils that keep a register here, by code: what they buy comes from there, not from notices.</summary>
    public static readonly IReadOnlyList<string> WithRegister = ["ZSP", "ZWW", "ZNF"];

    /// <summary>Headings of the registers, as the Local Government Transparency Code has them.</summary>
    public static readonly string[] RegisterHeadings =
    [
        "Reference number",
        "Title of agreement",
        "Description of the goods or services",
        "Supplier name",
        "Company number",
        "SME",
        "VCSE",
        "Total value",
        "Start date",
        "End date",
        "Extension end date",
        "CPV code",
    ];

    /// <summary>Writes one line for each release of each purchase that was published.</summary>
    public static void WriteReleases(Stream output, IEnumerable<DemoPurchase> purchases)
    {
        foreach (var release in purchases.Where(IsPublished).SelectMany(Releases))
        {
            JsonSerializer.Serialize(output, release);
            output.WriteByte((byte)'\n');
        }
    }

    /// <summary>Writes the register of one council, with the headings of the Local Government Transparency Code.</summary>
    public static void WriteRegister(
        Stream output,
        IEnumerable<DemoPurchase> purchases,
        string council
    ) =>
        SafeCsv.Write(
            output,
            purchases
                .Where(p =>
                    p.Council.Code == council && p.Stage == DemoStage.Contracted && !IsPublished(p)
                )
                .Select(p =>
                    (IEnumerable<string?>)
                        [
                            $"{council}-{p.Number:0000}",
                            p.Title,
                            p.Description,
                            p.Supplier.Name,
                            p.Supplier.CompanyNumber,
                            p.Supplier.IsSme ? "Yes" : "No",
                            p.Supplier.IsVcse ? "Yes" : "No",
                            p.Value.ToString(CultureInfo.InvariantCulture),
                            Day(p.Start),
                            Day(p.End),
                            Day(p.LatestEnd),
                            // One in four registers' rows has no code, as in life.
                            p.Number % 4
                            == 0
                                ? null
                                : p.Need.Cpv,
                        ]
                )
                .Prepend(RegisterHeadings)
        );

    private static bool IsPublished(DemoPurchase p) =>
        p.Stage != DemoStage.Contracted
        || !WithRegister.Contains(p.Council.Code)
        || p.Number % 3 == 0;

    private static IEnumerable<object> Releases(DemoPurchase p)
    {
        switch (p.Stage)
        {
            case DemoStage.Planned:
                yield return Release(
                    p,
                    1,
                    p.Published,
                    "planning",
                    new { tender = Tender(p, "planned") }
                );
                break;
            case DemoStage.Tendering:
                yield return Release(
                    p,
                    1,
                    p.Published,
                    "tender",
                    new { tender = Tender(p, "active") }
                );
                break;
            default:
                yield return Release(
                    p,
                    1,
                    p.Published,
                    "tender",
                    new { tender = Tender(p, "active") }
                );
                yield return Release(
                    p,
                    2,
                    p.Start.AddMonths(-1),
                    "award",
                    new
                    {
                        tender = new { id = "1", status = "complete" },
                        awards = new[] { Award(p) },
                    }
                );
                if (p.Number % 2 == 0)
                {
                    yield return Release(
                        p,
                        3,
                        p.Start.AddDays(-10),
                        "contract",
                        new { contracts = new[] { Contract(p) } }
                    );
                }
                break;
        }
    }

    private static Dictionary<string, object?> Release(
        DemoPurchase p,
        int number,
        DateOnly day,
        string tag,
        object sections
    )
    {
        var ocid = $"ocds-demo01-{p.Number:00000}";
        var release = new Dictionary<string, object?>
        {
            ["ocid"] = ocid,
            ["id"] = $"{ocid}-{number}",
            ["date"] = $"{Iso(day)}T09:00:00Z",
            ["tag"] = new[] { tag },
            ["initiationType"] = "tender",
            ["language"] = "en",
            ["buyer"] = new { id = p.Council.Code, name = p.Council.Name },
            ["parties"] = tag is "planning" or "tender"
                ? new[] { Buyer(p) }
                : [Buyer(p), Supplier(p)],
        };
        foreach (var section in sections.GetType().GetProperties())
        {
            release[section.Name] = section.GetValue(sections);
        }
        return release;
    }

    private static object Buyer(DemoPurchase p) =>
        new
        {
            id = p.Council.Code,
            name = p.Council.Name,
            roles = new[] { "buyer" },
            address = new { locality = p.Council.ShortName, countryName = "United Kingdom" },
        };

    private static object Supplier(DemoPurchase p) =>
        new
        {
            id = p.Supplier.CompanyNumber ?? p.Supplier.Name,
            name = p.Supplier.Name,
            roles = new[] { "supplier" },
            identifier = p.Supplier.CompanyNumber is { } number
                ? new
                {
                    scheme = "GB-COH",
                    id = number,
                    legalName = p.Supplier.Name,
                }
                : null,
            address = new { locality = p.Supplier.Town, countryName = "United Kingdom" },
            details = new { scale = p.Supplier.IsSme ? "sme" : "large", vcse = p.Supplier.IsVcse },
        };

    private static object Tender(DemoPurchase p, string status) =>
        new
        {
            id = "1",
            title = p.Title,
            description = p.Description,
            status,
            mainProcurementCategory = p.Need.Category,
            procurementMethod = "open",
            procurementMethodDetails = "Open procedure",
            value = Money(p),
            classification = new { scheme = "CPV", id = p.Need.Cpv },
            tenderPeriod = new
            {
                startDate = Instant(
                    p.Stage == DemoStage.Planned ? p.Start.AddMonths(-6) : p.Published
                ),
                endDate = Instant(p.Deadline),
            },
            contractPeriod = Period(p),
            communication = status == "planned"
                ? new { futureNoticeDate = Instant(p.Start.AddMonths(-6)) }
                : null,
        };

    private static object Award(DemoPurchase p) =>
        new
        {
            id = "1",
            title = p.Title,
            status = "active",
            date = Instant(p.Start.AddMonths(-1)),
            value = Money(p),
            suppliers = new[]
            {
                new { id = p.Supplier.CompanyNumber ?? p.Supplier.Name, name = p.Supplier.Name },
            },
            contractPeriod = Period(p),
        };

    private static object Contract(DemoPurchase p) =>
        new
        {
            id = "1",
            awardID = "1",
            title = p.Title,
            status = "active",
            dateSigned = Instant(p.Start.AddDays(-10)),
            value = Money(p),
            period = Period(p),
        };

    private static object Period(DemoPurchase p) =>
        new
        {
            startDate = Instant(p.Start),
            endDate = Instant(p.End),
            maxExtentDate = Instant(p.LatestEnd),
        };

    private static object Money(DemoPurchase p) => new { amount = p.Value, currency = "GBP" };

    private static string Instant(DateOnly day) => $"{Iso(day)}T00:00:00Z";

    private static string Iso(DateOnly day) =>
        day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Day(DateOnly day) =>
        day.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture);
}
