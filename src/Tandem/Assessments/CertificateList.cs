using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Tandem.Contracts.Lists;
using Tandem.Kernel;
using Tandem.Web.Components;
using Tandem.Web.Lists;

namespace Tandem.Assessments;

/// <summary>A certificate as whoever checks it sees it.</summary>
/// <param name="IsUnaltered">Whether what it says is what was signed.</param>
public sealed record CheckedCertificate(
    Certificate Certificate,
    CertificateState State,
    bool IsUnaltered,
    string KindTitle,
    string Says,
    DateOnly Today
)
{
    /// <summary>Whether it can be relied on today.</summary>
    public bool Stands =>
        IsUnaltered && State is CertificateState.Valid or CertificateState.Ending && IsUnaltered;
}

/// <summary>Checks a certificate by its number, for anybody.</summary>
public sealed class CheckCertificate(
    Db db,
    CertificateKey key,
    AssessmentKinds kinds,
    TimeProvider clock
)
{
    /// <summary>Null where there is no certificate of that number.</summary>
    public async Task<CheckedCertificate?> RunAsync(
        string? typed,
        CancellationToken cancellation = default
    )
    {
        if (
            Certificate.Read(typed) is not { } number
            || await db.Set<Certificate>()
                .AsNoTracking()
                .SingleOrDefaultAsync(c => c.Number == number, cancellation)
                is not { } certificate
        )
        {
            return null;
        }
        var kind = kinds.All.FirstOrDefault(k => k.Name == certificate.Kind);
        var today = clock.Today();
        return new(
            certificate,
            certificate.StateOn(today),
            key.Holds(certificate.Said, certificate.KeyId, certificate.Signature),
            kind?.Title ?? certificate.Title,
            kind?.Certificate?.Says ?? "",
            today
        );
    }
}

/// <summary>A certificate as data, with all that is needed to check its signature elsewhere.</summary>
/// <param name="Standing">valid, ending, expired, withdrawn or altered.</param>
/// <param name="SignedText">The text that was signed: UTF-8, lines ended by a single line feed.</param>
/// <param name="Signature">Base 64 of an ECDSA signature (P-256, SHA-256, IEEE P1363 form).</param>
public sealed record CertificateRecord(
    string Number,
    string Title,
    string Version,
    string Holder,
    string? CompanyNumber,
    string Scope,
    DateOnly IssuedOn,
    DateOnly ExpiresOn,
    string IssuedBy,
    string Standing,
    string? WithdrawalReason,
    string SignedText,
    string Signature,
    string KeyId,
    string PublicKey
)
{
    public static CertificateRecord Of(CheckedCertificate found)
    {
        var c = found.Certificate;
        return new(
            c.Number,
            c.Title,
            c.KindVersion,
            c.Holder,
            c.CompanyNumber,
            c.Scope,
            c.IssuedOn,
            c.ExpiresOn,
            c.BodyName,
            found.IsUnaltered ? found.State.ToString().ToLowerInvariant() : "altered",
            c.WithdrawalReason,
            c.Said,
            c.Signature,
            c.KeyId,
            "/certificates/key.pem"
        );
    }
}

/// <summary>Which certificates are asked for, as an address says it.</summary>
public sealed record CertificateFilter
{
    public string? Words { get; init; }
    public string? Kind { get; init; }

    /// <summary>valid, ending, expired or withdrawn.</summary>
    public string? Status { get; init; }
    public int Page { get; init; } = 1;

    public static readonly IReadOnlyList<Choice> Statuses =
    [
        new("valid", "Valid"),
        new("ending", "Ends within 30 days"),
        new("expired", "Expired"),
        new("withdrawn", "Withdrawn"),
    ];

    /// <summary>Reads the query; what cannot be understood is left out.</summary>
    public static CertificateFilter Read(IQueryCollection query) =>
        new()
        {
            Words = query.Words("q"),
            Kind = query.Words("kind"),
            Status = query.OneOf("status", Statuses),
            Page = query.Page(),
        };
}

/// <summary>Certificates, which are public: found by holder, number or company number.</summary>
public sealed class CertificateList(Db db, TimeProvider clock)
{
    public const int PageSize = 25;

    public DateOnly Today => clock.Today();

    /// <summary>What the search over everything shows of them: every certificate is public.</summary>
    public async Task<SearchFound> SearchAsync(
        string words,
        int take,
        CancellationToken cancellation
    )
    {
        var found = Find(new() { Words = words });
        return new(
            await found.CountAsync(cancellation),
            null,
            [
                .. (await found.Take(take).ToListAsync(cancellation)).Select(c =>
                    CertificateRow.Of(c, Today)
                ),
            ]
        );
    }

    /// <summary>Those that fit, by holder.</summary>
    public IQueryable<Certificate> Find(CertificateFilter filter)
    {
        var today = Today;
        var soon = today.AddDays(Certificate.EndingDays);
        var found = db.Set<Certificate>().AsNoTracking();
        if (filter.Words is { } words)
        {
            var small = words.ToLowerInvariant();
            var number = Certificate.Read(words) ?? "";
            var company = ":" + words.ToUpperInvariant();
            found = found.Where(c =>
                c.Holder.ToLower().Contains(small)
                || c.Number == number
                || (c.CompanyNumber != null && c.CompanyNumber.EndsWith(company))
            );
        }
        if (filter.Kind is { } kind)
        {
            found = found.Where(c => c.Kind == kind);
        }
        found = filter.Status switch
        {
            "valid" => found.Where(c => c.WithdrawnAt == null && c.ExpiresOn >= today),
            "ending" => found.Where(c =>
                c.WithdrawnAt == null && c.ExpiresOn >= today && c.ExpiresOn < soon
            ),
            "expired" => found.Where(c => c.WithdrawnAt == null && c.ExpiresOn < today),
            "withdrawn" => found.Where(c => c.WithdrawnAt != null),
            _ => found,
        };
        return found.OrderBy(c => c.Holder).ThenByDescending(c => c.ExpiresOn).ThenBy(c => c.Id);
    }
}

/// <summary>A certificate as lists and files show it.</summary>
public sealed record CertificateRow(Certificate Certificate, CertificateState State)
{
    public static CertificateRow Of(Certificate certificate, DateOnly today) =>
        new(certificate, certificate.StateOn(today));

    /// <summary>Headings of the table form.</summary>
    public static readonly IReadOnlyList<string> Columns =
    [
        "Number",
        "Certificate",
        "Version",
        "Holder",
        "Company number",
        "Scope",
        "Issued on",
        "Valid until",
        "Issued by",
        "Standing",
    ];

    public IReadOnlyList<string?> Cells =>
        [
            Certificate.Number,
            Certificate.Title,
            Certificate.KindVersion,
            Certificate.Holder,
            Certificate.CompanyNumber,
            Certificate.Scope,
            Certificate.IssuedOn.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            Certificate.ExpiresOn.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            Certificate.BodyName,
            CertificateWords.State(State),
        ];
}

/// <summary>Words and colours for how a certificate stands.</summary>
public static class CertificateWords
{
    public static string State(CertificateState state) =>
        state switch
        {
            CertificateState.Valid => "Valid",
            CertificateState.Ending => "Ends soon",
            CertificateState.Expired => "Expired",
            _ => "Withdrawn",
        };

    public static string Colour(CertificateState state) =>
        state switch
        {
            CertificateState.Valid => "green",
            CertificateState.Ending => "yellow",
            CertificateState.Expired => "grey",
            _ => "red",
        };

    /// <summary>A company number without its register.</summary>
    public static string? Number(string? company) => company?[(company.IndexOf(':') + 1)..];
}
