using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Classification;
using Tandem.Kernel;

namespace Tandem.Pipeline;

/// <summary>Whether what is said of an item will do: its facts by themselves, its codes by the list of them, its contract by whose it is.</summary>
public sealed class CheckItem(Db db, Actor actor, ReferenceLists lists)
{
    /// <param name="before">What was said of it before; what is left as it was is not asked about again.</param>
    /// <exception cref="Refusal">Facts will not do; all that will not are said.</exception>
    public async Task RunAsync(
        Id<Organisation> organisation,
        PipelineFacts facts,
        PipelineFacts? before,
        CancellationToken cancellation = default
    )
    {
        var refusals = new Refusals();
        if (refusals.Of(facts.Checked) is { } kept)
        {
            facts = kept;
        }
        refusals.Of(() => Codes(lists, facts, before));
        await refusals.OfAsync(() => ContractAsync(organisation, facts, before, cancellation));
        refusals.Throw();
    }

    /// <summary>Codes that are in the list, or were there before.</summary>
    /// <exception cref="Refusal">One is not.</exception>
    internal static string Codes(ReferenceLists lists, PipelineFacts facts, PipelineFacts? before)
    {
        var known = lists.Current(CpvList.File, CpvList.Read);
        var unknown = facts
            .CpvCodes.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Except(before?.CpvCodes.Split(' ') ?? [])
            .FirstOrDefault(digits =>
                digits.Length == 8 && Cpv.TryParse(digits, out var code) && known.Find(code) is null
            );
        return unknown is null
            ? facts.CpvCodes
            : throw new Refusal(
                $"There is no CPV code {unknown}. Look it up under Categories, or leave it blank",
                nameof(facts.CpvCodes)
            );
    }

    private async Task ContractAsync(
        Id<Organisation> organisation,
        PipelineFacts facts,
        PipelineFacts? before,
        CancellationToken cancellation
    )
    {
        if (facts.ReplacesContractId is not { } replaced || replaced == before?.ReplacesContractId)
        {
            return;
        }
        var own = await db.Set<Organisation>().SingleAsync(o => o.Id == organisation, cancellation);
        if (!await PutContracts.Of(db, actor, own).AnyAsync(c => c.Id == replaced, cancellation))
        {
            throw new Refusal(
                $"This is not a contract of {own.Name}. Enter one of its own, or leave it blank",
                "Replaces"
            );
        }
    }
}
