using Tandem.Contracts;

namespace Tandem.Market;

/// <summary>Gives a notice, and those of its contracts that share its codes, the CPV codes that its words suggest where its buyer gave none or a division.</summary>
internal sealed class MissingCodes(SuggestedCodes suggested)
{
    /// <summary>The draft with suggested codes where it lacks its own.</summary>
    public NoticeDraft Fill(NoticeDraft draft)
    {
        var (codes, origin) = suggested.Of(draft.CpvCodes, draft.Title, draft.Description);
        return origin != CodeOrigin.Suggested
            ? draft
            : draft with
            {
                CpvCodes = codes,
                CpvOrigin = origin,
                Contracts =
                [
                    .. draft.Contracts.Select(c =>
                        c.CpvCodes == draft.CpvCodes
                            ? c with
                            {
                                CpvCodes = codes,
                                CpvOrigin = origin,
                            }
                            : c
                    ),
                ],
            };
    }
}
