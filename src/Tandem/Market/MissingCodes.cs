using Tandem.Classification;
using Tandem.Contracts;

namespace Tandem.Market;

/// <summary>
/// Suggests CPV codes where the buyer gave none, or only a division: a group, read from the words. A division that was given is kept, and what is
/// suggested lies within it. What is suggested is marked as such.
/// </summary>
internal sealed class MissingCodes(IServiceProvider services)
{
    /// <summary>Below this a suggestion would more often be wrong than right.</summary>
    private const double LeastProbability = 0.5;

    private const int Considered = 30;

    // Read when first needed: most files have their codes.
    private readonly Lazy<CpvClassifier> classifier = new(
        services.GetRequiredService<CpvClassifier>
    );

    /// <summary>The draft with suggested codes where it lacks its own.</summary>
    public NoticeDraft Fill(NoticeDraft draft)
    {
        if (!Lacks(draft.CpvCodes) || Suggest(draft) is not { } codes)
        {
            return draft;
        }
        return draft with
        {
            CpvCodes = codes,
            CpvOrigin = CodeOrigin.Suggested,
            Contracts =
            [
                .. draft.Contracts.Select(c =>
                    c.CpvCodes == draft.CpvCodes
                        ? c with
                        {
                            CpvCodes = codes,
                            CpvOrigin = CodeOrigin.Suggested,
                        }
                        : c
                ),
            ],
        };
    }

    private static bool Lacks(string codes) =>
        codes.Length == 0 || (codes.Length == 8 && codes.AsSpan(2).IndexOfAnyExcept('0') < 0);

    private string? Suggest(NoticeDraft draft)
    {
        var given = draft.CpvCodes;
        var groups = classifier.Value.Suggest(draft.Title, draft.Description, Considered);
        if (given.Length > 0)
        {
            // Within the buyer's own division the likeliest group is worth more than none.
            var within = groups.FirstOrDefault(g =>
                g.Code.ToString().StartsWith(given[..2], StringComparison.Ordinal)
            );
            return within is null || within.Code.ToString() == given
                ? null
                : $"{within.Code} {given}";
        }
        if (groups is [{ Probability: >= LeastProbability } group, ..])
        {
            return group.Code.ToString();
        }
        return
            classifier.Value.Suggest(draft.Title, draft.Description, 1, CpvLevel.Division)
                is [{ Probability: >= LeastProbability } division]
            ? division.Code.ToString()
            : null;
    }
}
