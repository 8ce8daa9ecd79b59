using Tandem.Kernel;

namespace Tandem.Assessments;

/// <summary>Keeps the ratings somebody gives: as an assessor for themselves, or as whoever consolidates for all.</summary>
public sealed class RateUnits(
    Db db,
    Actor actor,
    FindAssessment find,
    AssessmentKinds kinds,
    AssessmentUnits units,
    AssessmentAnswers answers
)
{
    /// <param name="consolidated">For all who rate, by whoever consolidates.</param>
    /// <returns>Units of which words were left out, for they were written for an earlier rating that was not met.</returns>
    /// <exception cref="Refusal">The actor may not rate, has not declared interests, or a rating lacks its reason.</exception>
    public async Task<IReadOnlyList<string>> RunAsync(
        string reference,
        IReadOnlyList<FindingDraft> drafts,
        bool consolidated = false,
        CancellationToken cancellation = default
    )
    {
        var assessment = await find.RunAsync(reference, cancellation);
        var kind = kinds.Find(assessment.Kind, assessment.KindVersion);
        MustRate(actor, kind, assessment, consolidated);
        var known = (await units.OfAsync(assessment, kind, cancellation))
            .Select(u => u.Code)
            .ToHashSet();
        var rated = kind.Form(assessment.Form)?.Rated != false;
        var now = db.Now();
        var open = await answers.OpenAsync(assessment, cancellation);
        var changed = await answers.ChangedSinceRatedAsync(assessment, kind, cancellation);
        var mine = assessment
            .Findings.Where(f =>
                f.SupersededAt is null
                && !changed.Contains(f.Unit)
                && f.Consolidated == consolidated
                && (consolidated || f.ById?.Value == actor.PersonId)
            )
            .ToDictionary(f => f.Unit);
        var kept = new List<string>();
        var leftOut = new List<string>();
        foreach (var draft in drafts.Where(d => !Same(d, mine.GetValueOrDefault(d.Unit))))
        {
            if (!known.Contains(draft.Unit))
            {
                throw new Refusal($"‘{draft.Unit}’ is not rated in this assessment.");
            }
            var finding = assessment.Rate(
                kind,
                draft with
                {
                    MustRate = rated,
                    AnswerHash = AssessmentAnswers.HashOf(open, kind, draft.Unit),
                },
                consolidated,
                actor,
                now
            );
            kept.Add(draft.Unit);
            if (
                (finding.Reason is null && Discussions.PlainText.Clean(draft.Reason).Length > 0)
                || (finding.Fix is null && Discussions.PlainText.Clean(draft.Fix).Length > 0)
            )
            {
                leftOut.Add(draft.Unit);
            }
        }
        if (kept.Count == 0)
        {
            return [];
        }
        db.Record(
            actor,
            consolidated ? "assessment-consolidated" : "assessment-rated",
            nameof(Assessment),
            assessment.Id,
            new { assessment.Reference, units = kept }
        );
        await db.SaveChangesAsync(cancellation);
        return leftOut;
    }

    /// <summary>Whether the actor may give ratings now.</summary>
    /// <exception cref="Refusal">Why not.</exception>
    public static void MustRate(
        Actor actor,
        AssessmentKind kind,
        Assessment assessment,
        bool consolidated
    )
    {
        var roles = consolidated
            ? [kind.ConsolidatedBy ?? ""]
            : kind
                .Roles.Where(r => r is { Side: Side.Assessors, Observes: false, Rates: true })
                .Select(r => r.Code)
                .ToList();
        AssessmentPermissions.MayAs(actor, kind, assessment, roles).Permit();
        if (DeclareInterest.Owing(kind, assessment, actor).Any())
        {
            throw new Refusal(
                "Say first whether you have an interest in the outcome.",
                kind: RefusalKind.Permission
            );
        }
        if (!consolidated && Finished(assessment, actor))
        {
            throw new Refusal(
                "You have said that your ratings are finished: the others can read them now, so they stay as they are."
            );
        }
    }

    /// <summary>Whether the actor has said that their ratings of this round are finished.</summary>
    public static bool Finished(Assessment assessment, Actor actor) =>
        assessment.Present.Any(m => m.PersonId.Value == actor.PersonId && m.FinishedAt is not null);

    // Nothing was said, or what stands there already: a form sends all its fields.
    private static bool Same(FindingDraft draft, Finding? kept)
    {
        static string Plain(string? text) => Discussions.PlainText.Clean(text);
        return kept is null
            ? string.IsNullOrEmpty(draft.Rating)
                && Plain(draft.Reason).Length == 0
                && Plain(draft.Well).Length == 0
                && Plain(draft.Fix).Length == 0
            : (kept.Rating ?? "") == (draft.Rating ?? "")
                && (kept.Reason ?? "") == Plain(draft.Reason)
                && (kept.Well ?? "") == Plain(draft.Well)
                && (kept.Fix ?? "") == Plain(draft.Fix);
    }
}

/// <summary>Somebody who rates says that they are finished: from then on the others who rate can read their ratings.</summary>
public sealed class FinishRating(Db db, Actor actor, FindAssessment find, AssessmentKinds kinds)
{
    /// <exception cref="Refusal">The actor is not named here to rate, or has rated nothing.</exception>
    public async Task RunAsync(string reference, CancellationToken cancellation = default)
    {
        var assessment = await find.RunAsync(reference, cancellation);
        var kind = kinds.Find(assessment.Kind, assessment.KindVersion);
        RateUnits.MustRate(actor, kind, assessment, consolidated: false);
        var own = assessment
            .Present.Where(m =>
                m.PersonId.Value == actor.PersonId
                && kind.Role(m.Role) is { Side: Side.Assessors, Observes: false, Rates: true }
            )
            .ToList();
        if (!assessment.Findings.Any(f => f.ById?.Value == actor.PersonId))
        {
            throw new Refusal("You have rated nothing yet.");
        }
        foreach (var member in own)
        {
            member.Finish(db.Now());
        }
        assessment.Note("finished", "Finished rating", actor, db.Now());
        db.Record(
            actor,
            "assessment-rating-finished",
            nameof(Assessment),
            assessment.Id,
            new { assessment.Reference }
        );
        await db.SaveChangesAsync(cancellation);
    }
}

/// <summary>What an actor may read of what was found.</summary>
public static class FindingVisibility
{
    /// <summary>
    /// Those who rate read their own until they have finished, and then all; whoever consolidates reads those of people who have finished; the assessed side
    /// reads what counts, from the step on that shows it; everybody else what counts of a published assessment.
    /// </summary>
    public static IReadOnlyList<Finding> FindingsFor(
        this Assessment assessment,
        Actor actor,
        AssessmentKind kind
    )
    {
        var standing = assessment.Findings.Where(f => f.SupersededAt is null).ToList();
        if (
            !AssessmentPermissions.Assesses(actor, kind, assessment)
            || !AssessmentPermissions.MayReadAnswers(actor, kind, assessment)
        )
        {
            var shown =
                assessment.PublishedAt is not null
                || (
                    kind.Step(assessment.State).Shows
                    && AssessmentPermissions.MayReadAnswers(actor, kind, assessment)
                );
            return shown ? [.. assessment.Counting(kind).Values] : [];
        }
        if (
            kind.ConsolidatedBy is null
            || assessment.Counting(kind).Count > 0
            || RateUnits.Finished(assessment, actor)
        )
        {
            return standing;
        }
        var finished = assessment
            .Present.Where(m => m.FinishedAt is not null)
            .Select(m => (Id<Accounts.Person>?)m.PersonId)
            .ToHashSet();
        var leads = AssessmentPermissions
            .MayAs(actor, kind, assessment, [kind.ConsolidatedBy])
            .Allowed;
        return
        [
            .. standing.Where(f =>
                f.ById?.Value == actor.PersonId || (leads && finished.Contains(f.ById))
            ),
        ];
    }
}
