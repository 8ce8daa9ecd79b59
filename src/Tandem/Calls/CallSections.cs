using Tandem.Calls.Kinds;
using Tandem.Kernel;
using Tandem.Web;

namespace Tandem.Calls;

/// <summary>The task list of a call: its sections, and what is still to do in each before it can be published.</summary>
public sealed class CallSections(
    IEnumerable<ICallSection> others,
    WorkingDays calendars,
    TimeProvider clock
)
{
    /// <summary>All sections, in the order people do them.</summary>
    public async Task<IReadOnlyList<SectionState>> OfAsync(
        Call call,
        CancellationToken cancellation = default
    )
    {
        var sections = Own(call).ToList();
        foreach (var other in others)
        {
            if (await other.OfAsync(call, cancellation) is { } section)
            {
                sections.Add(section);
            }
        }
        return sections;
    }

    /// <exception cref="Refusal">A section is not complete.</exception>
    public async Task MustBeCompleteAsync(Call call, CancellationToken cancellation = default)
    {
        var open = (await OfAsync(call, cancellation)).Where(s => !s.IsComplete).ToList();
        if (open.Count > 0)
        {
            throw new Refusal(
                string.Join(" ", open.Select(s => $"{s.Title}: {string.Join(" ", s.Missing)}"))
            );
        }
    }

    private IEnumerable<SectionState> Own(Call call)
    {
        var (kind, path) = (call.Kind, $"/calls/{call.Reference}");
        yield return new("about", "What it is about", $"{path}/about", [.. About(call)]);
        if (kind.Brief.Count > 0)
        {
            yield return new("brief", "Brief", $"{path}/brief", [.. Brief(call, kind)]);
        }
        yield return new(
            "entrants",
            kind.Eligibility is null ? "Who can enter" : "Who can enter, and eligibility",
            $"{path}/who",
            []
        );
        yield return new(
            "dates",
            kind.Stages.Count > 1 ? "Stages and dates" : "Dates",
            $"{path}/dates",
            CallDateChecks.Problems(call, calendars, clock.GetUtcNow().UtcDateTime)
        );
        yield return new(
            "form",
            kind.Stages.Count > 1 ? "Forms" : "Form",
            $"{path}/forms",
            [
                .. call
                    .InOrder.Where(s => s.FormVersion.Length == 0)
                    .Select(s => $"There is no form for {s.Title} in force. Choose one."),
            ]
        );
        if (kind.Stages.Any(s => s.Judging.Method != JudgingMethod.None))
        {
            yield return new(
                "judging",
                "Criteria and judging",
                $"{path}/criteria",
                [.. call.InOrder.SelectMany(Judging)]
            );
        }
        yield return new("people", "People", $"{path}/people", [.. People(call, kind)]);
        if (kind.Money != CallMoney.None || kind.Stages.Any(s => s.PaysEach))
        {
            yield return new("money", "Money", $"{path}/money", [.. Money(call, kind)]);
        }
    }

    private static IEnumerable<string> About(Call call)
    {
        if (call.Summary.Length == 0)
        {
            yield return "Enter a summary.";
        }
        if (call.Kind.Publishes.Ocds && call.CpvCodes.Length == 0)
        {
            yield return "Say what is bought: choose a CPV code.";
        }
    }

    private static IEnumerable<string> Brief(Call call, CallKind kind)
    {
        var parts = call.BriefParts;
        foreach (var rule in kind.Brief)
        {
            var text = parts.GetValueOrDefault(rule.Code);
            if (text is null && rule.IsRequired)
            {
                yield return $"Write “{rule.Title}”.";
            }
            else if (text is not null && rule.MaxWords is { } most && WordsIn(text) > most)
            {
                yield return $"“{rule.Title}” has {Words.Count(WordsIn(text), "word")}: {Words.Number(most)} at most.";
            }
        }
    }

    private static IEnumerable<string> Judging(CallStage stage) =>
        JudgingChecks.Problems(stage.Judging).Select(p => $"{stage.Title}: {p.Message}");

    private static IEnumerable<string> People(Call call, CallKind kind)
    {
        if (kind.NeedsApproval && call.People.All(p => p.Role != CallRole.Approver))
        {
            yield return "Name an approver.";
        }
        else if (kind.NeedsApproval && !call.HasSomebodyElseToApprove)
        {
            yield return "Name an approver who is not the only owner: nobody approves what they ask for themselves.";
        }
        var openers = call
            .People.Where(p => p.Role == CallRole.Opener)
            .Select(p => p.PersonId)
            .Distinct()
            .Count();
        if (call.Stages.Any(s => s.IsSealed) && openers < 3)
        {
            yield return $"Name at least three openers: two of them open the sealed {kind.Words.Entries}, and one may lose their passphrase.";
        }
        var judged = call.InOrder.Select(s => s.Judging).Where(j => j.IsScored).ToList();
        if (judged.Count == 0)
        {
            yield break;
        }
        if (call.People.All(p => p.Role != CallRole.LeadAssessor))
        {
            yield return "Name a lead assessor.";
        }
        var panel = call
            .People.Where(p => p.Role is CallRole.Assessor or CallRole.LeadAssessor)
            .Select(p => p.PersonId)
            .Distinct()
            .Count();
        var needed = judged.Max(j => j.Assessors);
        if (panel < needed)
        {
            yield return $"Each {kind.Words.Entry} is read by {Words.Count(needed, "assessor")}, and {Words.Count(panel, "is", "are")} named.";
        }
    }

    private static IEnumerable<string> Money(Call call, CallKind kind)
    {
        if (kind.Money == CallMoney.Budget && call.BudgetMinor is null)
        {
            yield return "Enter the budget.";
        }
        if (kind.Money == CallMoney.Value && call.ValueMinor is null)
        {
            yield return "Enter the estimated value.";
        }
        if (kind.Money == CallMoney.Prizes && call.PrizeList.Count == 0)
        {
            yield return "Enter at least one prize.";
        }
        foreach (
            var stage in call.InOrder.Where(s => kind.Stage(s.Code).PaysEach && s.FeeMinor is null)
        )
        {
            yield return $"Enter what each entrant of {stage.Title} is paid.";
        }
    }

    /// <summary>Words of a text, as people count them.</summary>
    internal static int WordsIn(string text) =>
        text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;
}
