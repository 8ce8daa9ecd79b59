using Tandem.Accounts;
using Tandem.Discussions;
using Tandem.Kernel;

namespace Tandem.Assessments;

/// <summary>Does one act of the table of an assessment's kind: submit, take on, ask, decide, publish, withdraw, and whatever else the kind knows.</summary>
public sealed class TakeAct(
    Db db,
    Actor actor,
    FindAssessment find,
    AssessmentKinds kinds,
    AssessmentUnits units,
    AssessmentAnswers answers,
    WorkingDays workingDays,
    IssueCertificate issue,
    TellOfAct tell,
    PanelCheck panel,
    PublishReport publish,
    WritePost write
)
{
    /// <param name="code">Code of the act.</param>
    /// <exception cref="Refusal">The actor may not, it is not open now, or what it needs is missing.</exception>
    public async Task<Assessment> RunAsync(
        string reference,
        string code,
        string? reason,
        CancellationToken cancellation = default
    )
    {
        var assessment = await find.RunAsync(reference, cancellation);
        var kind = kinds.Find(assessment.Kind, assessment.KindVersion);
        var act =
            kind.Acts.FirstOrDefault(a => a.Code == code)
            ?? throw new Refusal("There is no such act.", kind: RefusalKind.NotFound);
        AssessmentPermissions.MayAs(actor, kind, assessment, act.Who).Permit();
        DeclareInterest.MustHaveSaid(kind, assessment, actor, act.Who);
        await DoAsync(assessment, kind, act, reason, actor, cancellation);
        return assessment;
    }

    /// <summary>Does it without asking whether they may: for clocks that have run out, and after another rule has been asked.</summary>
    /// <param name="by">Who does it, as the history names them.</param>
    internal async Task DoAsync(
        Assessment assessment,
        AssessmentKind kind,
        ActRule act,
        string? reason,
        Actor by,
        CancellationToken cancellation
    )
    {
        var now = db.Now();
        var rated = await units.OfAsync(assessment, kind, cancellation);
        await MustBeReadyAsync(assessment, kind, act, rated, cancellation);
        var outcome =
            act.Does == ActEffect.Decide
                ? await OutcomeAsync(assessment, kind, act, rated, cancellation)
                : null;
        var asked = act.Does == ActEffect.Ask ? ToPutRight(assessment, kind) : [];
        assessment.Act(
            kind,
            act,
            outcome is null ? null : kind.Step(outcome.To),
            reason,
            by,
            now,
            workingDays[assessment.Calendar]
        );
        switch (act.Does)
        {
            case ActEffect.Submit:
                await answers.HandInAsync(assessment, cancellation);
                break;
            case ActEffect.Ask:
                await answers.GiveBackAsync(assessment, asked, cancellation);
                foreach (var member in assessment.Present)
                {
                    member.Resume();
                }
                break;
            case ActEffect.Decide:
                assessment.Decide(
                    kind.Outcome(assessment.StatedOutcome) ?? outcome!,
                    outcome!.Code,
                    now
                );
                // The ratings behind what nobody has shown anything for are decided anew.
                db.RemoveRange(assessment.Actions.Where(a => a.State == ActionState.Open));
                Owe(assessment, kind, rated, now);
                break;
            default:
                break;
        }
        db.Record(
            by,
            outcome is null ? AssessmentVerbs.Moved : AssessmentVerbs.Decided,
            nameof(Assessment),
            assessment.Id,
            new
            {
                assessment.Reference,
                act = act.Code,
                assessment.State,
                assessment.Outcome,
                assessment.Due,
            },
            reason
        );
        if (outcome?.Certificate == true)
        {
            await issue.RunAsync(assessment, kind, cancellation);
        }
        if (act.Does == ActEffect.Publish && kind.Reports)
        {
            await publish.RunAsync(assessment, kind, rated, now, cancellation);
        }
        await tell.RunAsync(
            assessment,
            kind,
            act,
            outcome is null ? null : kind.Outcome(assessment.Outcome),
            cancellation
        );
        await db.SaveChangesAsync(cancellation);
        if (act.Speaks)
        {
            await SpeakAsync(assessment, act, reason, cancellation);
        }
    }

    // Said where the other side can answer it, so that the reasons of both stand in one place.
    private Task SpeakAsync(
        Assessment assessment,
        ActRule act,
        string? reason,
        CancellationToken cancellation
    )
    {
        var own = new[] { assessment.OrganisationId, assessment.BodyId }
            .Where(o => actor.Has(o.Value, Role.Member))
            .Select(o => (Id<Organisation>?)o)
            .FirstOrDefault();
        return write.RunAsync(
            nameof(Assessment),
            assessment.Id.ToString(),
            PostKind.Discussion,
            $"{act.Done}.\n\n{reason}",
            own,
            cancellation: cancellation,
            formal: true
        );
    }

    /// <summary>What stands in the way of an act, as one sentence; null where nothing does.</summary>
    public async Task<string?> MissingAsync(
        Assessment assessment,
        AssessmentKind kind,
        ActRule act,
        IReadOnlyList<AssessmentUnit> rated,
        CancellationToken cancellation = default
    )
    {
        if (
            act.NeedsDeclaration
            && await answers.MissingAsync(assessment, kind, cancellation) is { } m
        )
        {
            return m;
        }
        if (
            act.NeedsFinished
            && assessment.Present.Any(a =>
                a.FinishedAt is null
                && kind.Role(a.Role) is { Side: Side.Assessors, Observes: false, Rates: true } role
                && (role.Code != kind.ConsolidatedBy || assessment.Present.Count() == 1)
            )
        )
        {
            return "Not everybody who rates has finished.";
        }
        if (act.NeedsRatings)
        {
            var counting = assessment.Counting(kind);
            var left = rated.Count(u => !counting.ContainsKey(u.Code));
            if (left > 0)
            {
                return left == 1
                    ? "One rating is still to be given."
                    : $"{left} ratings are still to be given.";
            }
            var changed = (
                await answers.ChangedSinceRatedAsync(assessment, kind, cancellation)
            ).Count(c => rated.Any(u => u.Code == c));
            if (changed > 0)
            {
                return changed == 1
                    ? "One answer has changed since it was marked: mark it again."
                    : $"{changed} answers have changed since they were marked: mark them again.";
            }
        }
        if (
            act.NeedsPanel
            && await panel.MissingAsync(assessment, kind, cancellation) is { } wanting
        )
        {
            return wanting;
        }
        return act.Does == ActEffect.Ask && ToPutRight(assessment, kind).Count == 0
                ? "No answer has a rating that asks for something to be put right."
            : act.NeedsClosedActions && assessment.Actions.Any(a => a.State != ActionState.Closed)
                ? "Not every action is closed."
            : null;
    }

    private async Task MustBeReadyAsync(
        Assessment assessment,
        AssessmentKind kind,
        ActRule act,
        IReadOnlyList<AssessmentUnit> rated,
        CancellationToken cancellation
    )
    {
        if (await MissingAsync(assessment, kind, act, rated, cancellation) is { } missing)
        {
            throw new Refusal(missing);
        }
    }

    /// <summary>Units whose rating asks for something to be put right.</summary>
    private static IReadOnlyList<string> ToPutRight(Assessment assessment, AssessmentKind kind)
    {
        var scale = kind.Scale(assessment.Scale);
        return
        [
            .. assessment
                .Counting(kind)
                .Values.Where(f => scale.Rating(f.Rating)?.NeedsFix == true)
                .Select(f => f.Unit),
        ];
    }

    private async Task<OutcomeRule> OutcomeAsync(
        Assessment assessment,
        AssessmentKind kind,
        ActRule act,
        IReadOnlyList<AssessmentUnit> rated,
        CancellationToken cancellation
    ) =>
        act.Outcome is { } given
            ? kind.Outcome(given)!
            : OutcomeByRule.Find(
                kind,
                kind.Scale(assessment.Scale),
                rated,
                assessment.Counting(kind),
                (await answers.AutoFailsAsync(assessment, cancellation)).Count
            );

    internal static void Owe(
        Assessment assessment,
        AssessmentKind kind,
        IReadOnlyList<AssessmentUnit> rated,
        DateTime now
    )
    {
        var titles = rated.ToDictionary(u => u.Code, u => u.Title);
        foreach (var finding in assessment.Counting(kind).Values.OrderBy(f => f.Unit))
        {
            if (kind.Owed.FirstOrDefault(o => o.Rating == finding.Rating) is { } owed)
            {
                assessment.Owe(
                    finding.Unit,
                    finding.Rating!,
                    finding.Fix
                        ?? finding.Reason
                        ?? titles.GetValueOrDefault(finding.Unit, finding.Unit),
                    LocalDay.Of(now).AddMonths(owed.Months),
                    now
                );
            }
        }
    }
}
