using Tandem.Following;
using Tandem.Kernel;
using Tandem.Web;

namespace Tandem.Assessments;

/// <summary>Tells both sides of an assessment what was done, and what comes next; whoever did it is not told.</summary>
public sealed class TellOfAct(Actor actor, Messages messages)
{
    public async Task RunAsync(
        Assessment assessment,
        AssessmentKind kind,
        ActRule act,
        OutcomeRule? outcome,
        CancellationToken cancellation
    )
    {
        var step = kind.Step(assessment.State);
        foreach (var side in new[] { Side.Applicant, Side.Assessors })
        {
            if (side == Side.Assessors && assessment.HandedOverAt is null)
            {
                continue;
            }
            var said = Said(
                step,
                side == Side.Assessors || step.Shows ? outcome : null,
                assessment.OnlyUnits.Length > 0,
                assessment.Due
            );
            var people = assessment
                .Present.Where(m =>
                    kind.Role(m.Role) is { } role
                    && role.Side == side
                    && m.PersonId.Value != actor.PersonId
                )
                .Select(m => m.PersonId)
                .ToList();
            var words = new MessageWords(
                $"assessment:{assessment.Id}:{assessment.Revision}:{act.Code}:{side}",
                $"{act.Done}: {kind.Title}, {assessment.Subject}",
                said,
                assessment.Path,
                Owed: assessment.Waits == side,
                nameof(Assessment),
                assessment.Id.ToString()
            );
            if (people.Count > 0)
            {
                await messages.ToPeopleAsync(people, words, cancellation);
            }
            else
            {
                await messages.ToOrganisationAsync(
                    side == Side.Applicant ? assessment.OrganisationId : assessment.BodyId,
                    Role.Officer,
                    words,
                    actor.PersonId,
                    cancellation
                );
            }
        }
    }

    // What came out is told to a side only once it may read it.
    private static IReadOnlyList<string> Said(
        StepRule step,
        OutcomeRule? outcome,
        bool again,
        DateOnly? due
    ) =>
        [
            .. new[]
            {
                outcome is null ? "" : $"{outcome.Title}. {outcome.WordsOf(again)}".Trim(),
                step.Words,
                due is { } day ? $"By {Words.Day(day)}." : "",
            }.Where(s => s.Length > 0),
        ];
}
