using Microsoft.EntityFrameworkCore;
using Tandem.Identities;
using Tandem.Kernel;
using Tandem.Web;

namespace Tandem.Assessments;

/// <summary>Certificates, which are public, beside their supplier: of each kind the one that holds longest.</summary>
internal sealed class CertificatePapers(Db db, TimeProvider clock) : ISupplierPapers
{
    public async Task<IReadOnlyList<(string Number, SupplierPaper Paper)>> OfAsync(
        IReadOnlyCollection<string> numbers,
        CancellationToken cancellation
    )
    {
        var today = clock.Today();
        var found = await db.Set<Certificate>()
            .AsNoTracking()
            .Where(c => c.CompanyNumber != null && numbers.Contains(c.CompanyNumber))
            .ToListAsync(cancellation);
        return
        [
            .. found
                .GroupBy(c => (c.CompanyNumber, c.Kind))
                .Select(g => Certificate.Best(g)!)
                .OrderBy(c => c.Title, StringComparer.Ordinal)
                .Select(c => (c.CompanyNumber!, Paper(c, today))),
        ];
    }

    private static SupplierPaper Paper(Certificate certificate, DateOnly today)
    {
        var day = Words.Day(certificate.ExpiresOn);
        var state = certificate.StateOn(today);
        return new(
            certificate.Title,
            state switch
            {
                CertificateState.Valid => $"valid until {day}",
                CertificateState.Ending => $"ends soon, on {day}",
                CertificateState.Expired => $"ended on {day}",
                _ => "withdrawn",
            },
            certificate.Path,
            state is CertificateState.Valid or CertificateState.Ending
        );
    }
}
