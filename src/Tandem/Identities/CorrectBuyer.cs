using Microsoft.EntityFrameworkCore;
using Tandem.Classification;
using Tandem.Kernel;
using Tandem.Parties;
using Tandem.Web;

namespace Tandem.Identities;

/// <summary>
/// A steward says which known authority a buyer's spelling stands for, or that it stands for none. Its contracts and notices follow in the same act, and
/// later imports keep to it.
/// </summary>
public sealed class CorrectBuyer(Db db, Actor actor, Authorities authorities)
{
    /// <param name="authorityCode">Code of the authority; null for a buyer that is none.</param>
    /// <exception cref="Refusal">The actor may not, there is no such buyer, or no such authority.</exception>
    public async Task<Buyer> RunAsync(
        Id<Buyer> id,
        string? authorityCode,
        string? reason = null,
        CancellationToken cancellation = default
    )
    {
        PartyPermissions.CorrectBuyers(actor).Permit();
        var authority = string.IsNullOrWhiteSpace(authorityCode)
            ? null
            : authorities.ByCode(authorityCode.Trim())
                ?? throw new Refusal("Choose an authority from the list", "Authority");
        var why = string.IsNullOrWhiteSpace(reason) ? null : reason.Trim();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        // Two stewards at once: the second waits here and reads what the first has left.
        await Sequence.TakeAsync(db, nameof(CorrectBuyer), 1, cancellation);
        var buyer =
            await db.Set<Buyer>().SingleOrDefaultAsync(b => b.Id == id, cancellation)
            ?? throw new Refusal("There is no such buyer", kind: RefusalKind.NotFound);
        if (buyer.CorrectedAt is not null && buyer.AuthorityCode == authority?.Code)
        {
            return buyer;
        }
        var before = buyer.AuthorityCode;
        var now = db.Now();
        buyer.AuthorityCode = authority?.Code;
        buyer.CorrectedAt = now;
        buyer.ResolvedHow =
            $"{(authority is null ? "Found to be no known authority" : "Chosen")} by {actor.Name} on {Words.Day(LocalDay.Of(now))}{(why is null ? "." : $": {why}")}";
        db.Record(
            actor,
            "buyer-corrected",
            nameof(Buyer),
            buyer.Id,
            new
            {
                buyer.Name,
                before,
                after = authority?.Code,
            },
            why
        );
        await db.SaveChangesAsync(cancellation);
        if (before != buyer.AuthorityCode)
        {
            await Restamp.OfBuyerAsync(db, buyer.Id, buyer.AuthorityCode, cancellation);
        }
        await transaction.CommitAsync(cancellation);
        return buyer;
    }
}
