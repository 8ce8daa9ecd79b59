using System.Globalization;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Accounts;
using Tandem.Discussions;
using Tandem.Kernel;

namespace Tandem.Assessments;

/// <summary>How a certificate stands on a day.</summary>
public enum CertificateState
{
    Valid,

    /// <summary>Valid, and ends within the month.</summary>
    Ending,
    Expired,
    Withdrawn,
}

/// <summary>
/// What says that an assessment was passed: to whom, for which scope, from when to when. Anybody who knows its number can check it. What it says is signed,
/// so that a change of a single character shows.
/// </summary>
public sealed class Certificate
{
    /// <summary>Days before its end from which it is shown as ending.</summary>
    public const int EndingDays = 30;

    // Crockford’s base 32: no letters that are read as digits, no U. Twelve of them are 60 bits, so a number can be neither guessed nor counted.
    private const string Letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    public Id<Certificate> Id { get; private set; }

    /// <summary>What stands on it and in addresses: 7K3M-92QX-4TFD.</summary>
    public string Number { get; private set; } = "";
    public Id<Assessment> AssessmentId { get; private set; }
    public Id<Organisation> OrganisationId { get; private set; }
    public string Kind { get; private set; } = "";
    public string KindVersion { get; private set; } = "";
    public string Title { get; private set; } = "";
    public string Holder { get; private set; } = "";

    /// <summary>Register and number as suppliers are known by: <c>GB-COH:01234567</c>.</summary>
    public string? CompanyNumber { get; private set; }
    public string Scope { get; private set; } = "";
    public DateOnly IssuedOn { get; private set; }

    /// <summary>The last day on which it is valid.</summary>
    public DateOnly ExpiresOn { get; private set; }
    public string BodyName { get; private set; } = "";

    /// <summary>Base 64 of the signature of <see cref="Said"/>.</summary>
    public string Signature { get; private set; } = "";
    public string KeyId { get; private set; } = "";
    public DateTime IssuedAt { get; private set; }
    public DateTime? WithdrawnAt { get; private set; }
    public string? WithdrawalReason { get; private set; }
    public string? WithdrawnByName { get; private set; }

    public string Path => $"/certificates/{Number}";

    /// <summary>What is signed: every fact of the certificate, one on a line.</summary>
    public string Said =>
        string.Join(
            '\n',
            "tandem-certificate-1",
            Number,
            Kind,
            KindVersion,
            Title,
            Holder.ReplaceLineEndings(" "),
            CompanyNumber ?? "",
            Scope.ReplaceLineEndings(" "),
            IssuedOn.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            ExpiresOn.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            BodyName.ReplaceLineEndings(" ")
        );

    /// <summary>How it stands on a day.</summary>
    public CertificateState StateOn(DateOnly day) =>
        WithdrawnAt is not null ? CertificateState.Withdrawn
        : ExpiresOn < day ? CertificateState.Expired
        : ExpiresOn < day.AddDays(EndingDays) ? CertificateState.Ending
        : CertificateState.Valid;

    /// <summary>The one that holds longest, and one that was withdrawn only where there is no other.</summary>
    public static Certificate? Best(IEnumerable<Certificate> certificates) =>
        certificates
            .OrderBy(c => c.WithdrawnAt is not null)
            .ThenByDescending(c => c.ExpiresOn)
            .FirstOrDefault();

    internal static Certificate Issue(
        Assessment assessment,
        CertificateRule rule,
        CertificateFacts facts,
        DateTime now,
        CertificateKey key
    )
    {
        var day = LocalDay.Of(now);
        var certificate = new Certificate
        {
            Id = Id<Certificate>.New(now),
            Number = NewNumber(),
            AssessmentId = assessment.Id,
            OrganisationId = assessment.OrganisationId,
            Kind = assessment.Kind,
            KindVersion = facts.Version,
            Title = rule.Title,
            Holder = facts.Holder,
            CompanyNumber = facts.CompanyNumber,
            Scope = facts.Scope,
            IssuedOn = day,
            ExpiresOn = day.AddMonths(rule.Months).AddDays(-1),
            BodyName = facts.BodyName,
            IssuedAt = now,
        };
        (certificate.KeyId, certificate.Signature) = key.Sign(certificate.Said);
        return certificate;
    }

    /// <summary>Ends it before its day.</summary>
    /// <exception cref="Refusal">It is withdrawn already, or there is no reason.</exception>
    public void Withdraw(string? reason, Actor actor, DateTime now)
    {
        if (WithdrawnAt is not null)
        {
            throw new Refusal("This certificate is withdrawn already.");
        }
        WithdrawalReason = PlainText.Take(reason, 1000, "why it is withdrawn", "Reason");
        (WithdrawnAt, WithdrawnByName) = (now, actor.Name);
    }

    /// <summary>A number as people type it, in the form in which it is kept; null where it is none.</summary>
    public static string? Read(string? typed)
    {
        var letters = new string([
            .. (typed ?? "")
                .ToUpperInvariant()
                .Where(char.IsAsciiLetterOrDigit)
                .Select(c =>
                    c switch
                    {
                        'O' => '0',
                        'I' or 'L' => '1',
                        _ => c,
                    }
                ),
        ]);
        return letters.Length == 12 && letters.All(c => Letters.Contains(c))
            ? $"{letters[..4]}-{letters[4..8]}-{letters[8..]}"
            : null;
    }

    private static string NewNumber()
    {
        var letters = RandomNumberGenerator.GetString(Letters, 12);
        return $"{letters[..4]}-{letters[4..8]}-{letters[8..]}";
    }

    private sealed class Mapping : IEntityTypeConfiguration<Certificate>
    {
        public void Configure(EntityTypeBuilder<Certificate> entity)
        {
            entity.HasIndex(c => c.Number).IsUnique();
            entity.HasIndex(c => c.AssessmentId);
            entity.HasIndex(c => c.OrganisationId);
            entity.HasIndex(c => c.CompanyNumber);
            entity.HasIndex(c => new { c.Kind, c.ExpiresOn });
            entity.Ignore(c => c.Said);
            entity.HasOne<Assessment>().WithMany().HasForeignKey(c => c.AssessmentId);
            entity.HasOne<Organisation>().WithMany().HasForeignKey(c => c.OrganisationId);
        }
    }
}

/// <summary>What a certificate says beside its dates.</summary>
/// <param name="Version">Version of the question set, or of the kind where it has none.</param>
public sealed record CertificateFacts(
    string Version,
    string Holder,
    string? CompanyNumber,
    string Scope,
    string BodyName
);
