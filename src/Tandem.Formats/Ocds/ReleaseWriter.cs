using System.Text.Encodings.Web;
using System.Text.Json;

namespace Tandem.Formats.Ocds;

/// <summary>Writes releases of OCDS 1.1 (standard.open-contracting.org/1.1/en/schema/release). Every release is whole: what it leaves out is not known, or no longer so.</summary>
public static partial class ReleaseWriter
{
    private static readonly JsonWriterOptions Plain = new()
    {
        // Letters stay letters; what HTML could mistake is still escaped by the encoder of JSON itself.
        Encoder = JavaScriptEncoder.Create(System.Text.Unicode.UnicodeRanges.All),
    };

    /// <summary>The release as compact JSON (UTF-8).</summary>
    /// <param name="id">Id of the release, unique within its process.</param>
    /// <param name="date">When it was made (UTC).</param>
    /// <param name="tags">releaseTag codes of the standard.</param>
    public static byte[] Write(ReleaseFacts facts, string id, DateTime date, params string[] tags)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Plain))
        {
            json.WriteStartObject();
            json.WriteString("ocid", facts.Ocid);
            json.WriteString("id", id);
            json.WriteString("date", Instant(date));
            json.WriteStartArray("tag");
            foreach (var tag in tags)
            {
                json.WriteStringValue(tag);
            }
            json.WriteEndArray();
            json.WriteString("initiationType", "tender");
            json.WriteString("language", "en");
            Parties(json, facts);
            Reference(json, "buyer", facts.Buyer);
            if (facts.Planning is { } planning)
            {
                Planning(json, planning);
            }
            Tender(json, facts);
            Awards(json, facts);
            if (facts.Contract is { } contract)
            {
                Contract(json, facts, contract);
            }
            Related(json, facts);
            json.WriteEndObject();
        }
        return bytes.ToArray();
    }

    private static void Parties(Utf8JsonWriter json, ReleaseFacts facts)
    {
        json.WriteStartArray("parties");
        Party(json, facts.Buyer, "buyer");
        foreach (
            var supplier in (facts.Contract?.Suppliers ?? [])
                .Concat(facts.Awards.SelectMany(a => a.Suppliers))
                .DistinctBy(s => s.Id)
        )
        {
            Party(json, supplier, "supplier");
        }
        json.WriteEndArray();
    }

    private static void Party(Utf8JsonWriter json, PartyFacts party, string role)
    {
        json.WriteStartObject();
        json.WriteString("id", party.Id);
        json.WriteString("name", party.Name);
        if (party.Scheme is not null)
        {
            json.WriteStartObject("identifier");
            json.WriteString("scheme", party.Scheme);
            json.WriteString("id", party.Number);
            json.WriteString("legalName", party.Name);
            json.WriteEndObject();
        }
        if (party.PostalCode is not null || party.Locality is not null)
        {
            json.WriteStartObject("address");
            Text(json, "locality", party.Locality);
            Text(json, "postalCode", party.PostalCode);
            json.WriteEndObject();
        }
        json.WriteStartArray("roles");
        json.WriteStringValue(role);
        json.WriteEndArray();
        if (party.IsSme is not null || party.IsVcse is not null || party.Department is not null)
        {
            json.WriteStartObject("details");
            Text(
                json,
                "scale",
                party.IsSme is { } sme
                    ? sme
                        ? "sme"
                        : "large"
                    : null
            );
            if (party.IsVcse is { } vcse)
            {
                json.WriteBoolean("vcse", vcse);
            }
            Text(json, "department", party.Department);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private static void Planning(Utf8JsonWriter json, PlanningFacts planning)
    {
        json.WriteStartObject("planning");
        Text(json, "rationale", planning.Rationale);
        if (planning.Budget is not null || planning.ValueMinor is not null)
        {
            json.WriteStartObject("budget");
            Text(json, "description", planning.Budget);
            Money(json, "amount", planning.ValueMinor, planning.Currency);
            json.WriteEndObject();
        }
        Documents(json, planning.Documents);
        Milestones(json, planning.Milestones);
        json.WriteEndObject();
    }

    private static void Documents(Utf8JsonWriter json, IReadOnlyList<DocumentFacts> documents)
    {
        if (documents.Count == 0)
        {
            return;
        }
        json.WriteStartArray("documents");
        foreach (var document in documents)
        {
            json.WriteStartObject();
            json.WriteString("id", document.Id);
            json.WriteString("documentType", document.Type);
            json.WriteString("noticeType", document.NoticeType);
            Text(json, "description", document.Description);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void Tender(Utf8JsonWriter json, ReleaseFacts facts)
    {
        json.WriteStartObject("tender");
        json.WriteString("id", facts.Ocid);
        json.WriteString("title", facts.Tender?.Title ?? facts.Title);
        Text(json, "description", facts.Tender?.Description ?? facts.Description);
        Text(json, "procurementMethodDetails", facts.Tender?.MethodDetails ?? facts.Procedure);
        if (facts.Tender is { } tender)
        {
            Invitation(json, tender);
        }
        if (facts.Planning is { } planning)
        {
            if (facts.Tender is null)
            {
                json.WriteString("status", planning.Status);
                Money(json, "value", planning.ValueMinor, planning.Currency);
                Period(json, "tenderPeriod", planning.TenderStart, planning.TenderEnd);
            }
            Period(json, "contractPeriod", planning.ContractStart, planning.ContractEnd);
            if (planning.PlannedNotice is { } notice)
            {
                json.WriteStartObject("communication");
                json.WriteString("futureNoticeDate", Start(notice));
                json.WriteEndObject();
            }
        }
        Items(json, facts);
        json.WriteEndObject();
    }

    private static void Invitation(Utf8JsonWriter json, TenderFacts tender)
    {
        json.WriteString("status", tender.Status);
        Text(json, "procurementMethod", tender.Method);
        Money(json, "value", tender.ValueMinor, tender.Currency);
        Period(json, "tenderPeriod", tender.Opens, tender.Closes);
        Period(json, "enquiryPeriod", tender.Opens, tender.EnquiriesUntil);
        if (tender.AwardCriteria is { } criteria)
        {
            json.WriteString("awardCriteria", "ratedCriteria");
            json.WriteString("awardCriteriaDetails", criteria);
        }
        Text(json, "eligibilityCriteria", tender.Eligibility);
        if (tender.Address is { } address)
        {
            json.WriteStartArray("submissionMethod");
            json.WriteStringValue("electronicSubmission");
            json.WriteEndArray();
            json.WriteString("submissionMethodDetails", address);
        }
        Milestones(json, tender.Milestones);
        if (tender.Amendments.Count == 0)
        {
            return;
        }
        json.WriteStartArray("amendments");
        foreach (var (id, date, description) in tender.Amendments)
        {
            json.WriteStartObject();
            json.WriteString("id", id);
            json.WriteString("date", Instant(date));
            json.WriteString("description", description);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void Awards(Utf8JsonWriter json, ReleaseFacts facts)
    {
        if (facts.Contract is null && facts.Awards.Count == 0)
        {
            return;
        }
        json.WriteStartArray("awards");
        foreach (var award in facts.Awards)
        {
            json.WriteStartObject();
            json.WriteString("id", award.Id);
            json.WriteString("title", award.Title);
            Text(json, "description", award.Description);
            json.WriteString("status", award.Status);
            Text(json, "date", award.Date is { } at ? Instant(at) : null);
            Money(json, "value", award.ValueMinor, award.Currency);
            Suppliers(json, award.Suppliers);
            json.WriteEndObject();
        }
        if (facts.Contract is { } contract)
        {
            json.WriteStartObject();
            json.WriteString("id", contract.Id);
            json.WriteString("title", facts.Title);
            json.WriteString("status", "active");
            Text(json, "date", contract.AwardDate is { } day ? Start(day) : null);
            Suppliers(json, contract.Suppliers);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void Suppliers(Utf8JsonWriter json, IReadOnlyList<PartyFacts> suppliers)
    {
        if (suppliers.Count == 0)
        {
            return;
        }
        json.WriteStartArray("suppliers");
        foreach (var supplier in suppliers)
        {
            json.WriteStartObject();
            json.WriteString("id", supplier.Id);
            json.WriteString("name", supplier.Name);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void Contract(Utf8JsonWriter json, ReleaseFacts facts, ContractFacts contract)
    {
        json.WriteStartArray("contracts");
        json.WriteStartObject();
        json.WriteString("id", contract.Id);
        json.WriteString("awardID", contract.Id);
        json.WriteString("title", facts.Title);
        Text(json, "description", facts.Description);
        Text(json, "status", contract.Status);
        Period(json, "period", contract.Start, contract.End, contract.LatestEnd);
        Money(json, "value", contract.ValueMinor, contract.Currency);
        Money(json, "annualValue", contract.AnnualMinor, contract.Currency);
        Text(json, "dateSigned", contract.AwardDate is { } day ? Start(day) : null);
        Items(json, facts);
        if (contract.Implementation.Count > 0)
        {
            json.WriteStartObject("implementation");
            Milestones(json, contract.Implementation);
            json.WriteEndObject();
        }
        json.WriteEndObject();
        json.WriteEndArray();
    }
}
