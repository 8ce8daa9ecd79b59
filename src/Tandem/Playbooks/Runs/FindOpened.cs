using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using Tandem.Calls;
using Tandem.Evaluations.Notices;
using Tandem.Pipeline;
using Tandem.Releases;

namespace Tandem.Playbooks.Runs;

/// <summary>A kind of record that a step opens.</summary>
/// <param name="Words">What it is called: "a pipeline item".</param>
/// <param name="Begin">Where a new one begins, from the root, with what the run knows filled in; null where one is only attached.</param>
public sealed record OpenedKind(string Words, string? Begin);

/// <summary>Finds what a step makes, and where it begins: the page of a new record, or of the notice of one that is attached to the run.</summary>
public sealed class FindOpened(NoticeForms forms, DraftAwardNotice awards)
{
    /// <summary>Name under which the page of a new record is told which step it is made for.</summary>
    public const string Query = "for-step";

    /// <param name="attached">What is attached to the run and its steps.</param>
    /// <returns>Null where the step opens nothing.</returns>
    public async Task<OpenedKind?> RunAsync(
        Run run,
        RunStep step,
        IReadOnlyList<RunAttachment> attached,
        CancellationToken cancellation = default
    )
    {
        if (run.Plan.Step(step.Code) is not { Opens: { } asked } planned)
        {
            return null;
        }
        return asked switch
        {
            OpenedThings.PipelineItem => new("a pipeline item", Begin("/pipeline/new", run, step)),
            OpenedThings.Collaboration => new(
                "a collaboration",
                Begin("/collaborations/new", run, step)
            ),
            OpenedThings.NoticeDraft => await NoticeAsync(
                planned.Notice,
                run,
                step,
                attached,
                cancellation
            ),
            OpenedThings.Contract => new("a contract", null),
            OpenedThings.RequirementSet => new("a requirement set", null),
            OpenedThings.Assessment => new("an assessment", null),
            OpenedThings.Response => new("answers to a question set", null),
            OpenedThings.Call => new("a call", Begin("/calls/new", run, step)),
            _ => new("an event", null),
        };
    }

    // Of some notices drafts are made from a pipeline item, of some from the decision of a call, and of others not at all.
    private async Task<OpenedKind> NoticeAsync(
        string? code,
        Run run,
        RunStep step,
        IReadOnlyList<RunAttachment> attached,
        CancellationToken cancellation
    )
    {
        if (code is null || forms.Find(code) is not { } form)
        {
            return new("a notice", null);
        }
        RunAttachment? Last(string kind) =>
            attached.LastOrDefault(a => a.Kind == kind && a.DetachedAt is null);
        var draft = form.About switch
        {
            NoticeSubject.Item => Last(nameof(PipelineItem)) is { } item
                ? $"/pipeline/{item.Reference}/notices/{form.Code}"
                : null,
            _ => Last(nameof(Call)) is { } call
                ? await awards.AddressAsync(call.Reference, form.Code, cancellation)
                : null,
        };
        return new(
            "a notice draft",
            draft is null ? null : QueryHelpers.AddQueryString(draft, Query, Key(run, step))
        );
    }

    // Names under which the pages of new records take what is known already.
    private static string Begin(string path, Run run, RunStep step) =>
        QueryHelpers.AddQueryString(
            path,
            new Dictionary<string, string?>
            {
                ["title"] = run.Title,
                ["why"] = run.About.Length is > 0 and < 1000 ? run.About : null,
                ["cpv"] = run.CpvCodes.Length > 0 ? run.CpvCodes : null,
                ["value"] = (run.ValueMinor / 100m)?.ToString("0.##", CultureInfo.InvariantCulture),
                ["starts"] = run.StartsOn?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                [Query] = Key(run, step),
            }
        );

    private static string Key(Run run, RunStep step) => $"{run.Reference}.{step.Number}";
}
