using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Identities;
using Tandem.Kernel;
using Tandem.Web;

namespace Tandem.Questionnaires.Declarations;

/// <summary>Declarations that are shared with the reader, beside their supplier.</summary>
internal sealed class DeclarationPapers(Db db, Actor actor) : ISupplierPapers
{
    public async Task<IReadOnlyList<(string Number, SupplierPaper Paper)>> OfAsync(
        IReadOnlyCollection<string> numbers,
        CancellationToken cancellation
    )
    {
        var shared = db.Set<DeclarationShare>().StandingFor(actor).Select(s => s.OrganisationId);
        var own = actor.Firms.Keys.Select(id => new Id<Organisation>(id)).ToList();
        var found = await db.Set<Organisation>()
            .IgnoreQueryFilters()
            .AsNoTracking()
            .Where(o =>
                o.IsFirm
                && o.RegisteredNumber != null
                && numbers.Contains(o.RegisteredNumber)
                && (shared.Contains(o.Id) || own.Contains(o.Id))
            )
            .Select(o => new
            {
                Firm = o,
                At = db.Set<DeclarationEdition>()
                    .Where(e => e.OrganisationId == o.Id)
                    .Max(e => (DateTime?)e.PublishedAt),
            })
            .ToListAsync(cancellation);
        return
        [
            .. found.Select(f =>
                (
                    f.Firm.RegisteredNumber!,
                    new SupplierPaper(
                        "Declarations",
                        (
                            f.At is { } at
                                ? $"published on {Words.Day(LocalDay.Of(at))}"
                                : "nothing published yet"
                        ) + (f.Firm.ConfirmedAt is null ? ", firm not confirmed" : ""),
                        $"/declarations/{f.Firm.Slug}",
                        f is { At: not null, Firm.ConfirmedAt: not null }
                    )
                )
            ),
        ];
    }
}
