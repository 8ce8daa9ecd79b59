using Tandem.Accounts;
using Tandem.Calls.Kinds;
using Tandem.Kernel;

namespace Tandem.Calls;

/// <summary>How a call goes from draft to its end.</summary>
public sealed partial class Call
{
    /// <summary>Asks an approver to look at it.</summary>
    /// <exception cref="Refusal">It is no draft, needs no approval, or nobody but the actor could approve it.</exception>
    public void Submit(Actor by, DateTime now)
    {
        MustBeDraft();
        if (!Kind.NeedsApproval)
        {
            throw new Refusal("Calls of this kind need no approval: publish it.");
        }
        if (
            by.PersonId is { } asks
            && People
                .Where(p => p.Role == CallRole.Approver)
                .All(p => p.PersonId == new Id<Person>(asks))
        )
        {
            throw new Refusal(
                "You are its only approver, and somebody else has to approve what you ask for. Name another approver, or let another owner or editor ask."
            );
        }
        (State, SubmittedAt, ReturnedReason, ChangedAt) = (CallState.InReview, now, null, now);
        SubmittedById = by.PersonId is { } person ? new Id<Person>(person) : null;
    }

    /// <summary>Takes it back to be changed, before it is published.</summary>
    public void TakeBack(DateTime now)
    {
        if (State is not (CallState.InReview or CallState.Approved))
        {
            throw new Refusal("There is nothing to take back.");
        }
        (State, SubmittedAt, SubmittedById) = (CallState.Draft, null, null);
        (ApprovedAt, ApprovedByName, ChangedAt) = (null, null, now);
    }

    /// <summary>An approver gives it back.</summary>
    /// <exception cref="Refusal">It does not wait for an approver, or no reason is given.</exception>
    public void Return(string? reason, DateTime now)
    {
        MustWait();
        ReturnedReason = Words(reason, LongestText, "Say what has to change", "Reason");
        (State, SubmittedAt, SubmittedById, ChangedAt) = (CallState.Draft, null, null, now);
    }

    /// <summary>An approver lets it be published.</summary>
    /// <exception cref="Refusal">It does not wait for an approver.</exception>
    public void Approve(Actor by, DateTime now)
    {
        MustWait();
        (State, ApprovedAt, ApprovedByName, ChangedAt) = (CallState.Approved, now, by.Name, now);
    }

    /// <summary>
    /// Publishes it: from now on its terms are frozen. A stage without an opening opens now; each stage's terms are kept with their hash. Whether every
    /// section is complete has been asked before (<see cref="CallSections"/>).
    /// </summary>
    /// <exception cref="Refusal">It is not ready, or its dates do not hold any more.</exception>
    public void Publish(WorkingDays calendars, DateTime now)
    {
        if (State != (Kind.NeedsApproval ? CallState.Approved : CallState.Draft))
        {
            throw new Refusal(
                State switch
                {
                    CallState.Draft => "This call needs to be approved first.",
                    CallState.InReview => "An approver is still looking at this call.",
                    CallState.Published => "This call is published already.",
                    _ => "This call is over.",
                }
            );
        }
        foreach (var (stage, index) in InOrder.Select((stage, index) => (stage, index)))
        {
            stage.OpensAt ??= index == 0 ? now : null;
        }
        if (CallDateChecks.Problems(this, calendars, now) is [var problem, ..])
        {
            throw new Refusal(problem);
        }
        foreach (var stage in Stages)
        {
            stage.Publish(JudgingTerms.FromJson(stage.DraftTerms), null, now);
        }
        (State, PublishedAt, ReturnedReason, ChangedAt) = (CallState.Published, now, null, now);
    }

    /// <summary>
    /// Changes what is published, for all to see. What is asked and how it is judged changes before the deadline of its stage only; a deadline that
    /// entrants know moves later, never earlier.
    /// </summary>
    /// <exception cref="Refusal">It is not published, nothing is changed, or it is too late.</exception>
    public Addendum Amend(Amendment change, Actor by, DateTime now)
    {
        if (State != CallState.Published)
        {
            throw new Refusal("Only a published call is changed by an addendum.");
        }
        var text = Words(change.Text, LongestText, "Say what changes, and why", "Text");
        if (InOrder.All(s => s.Clock.StateAt(now) == StageState.Closed))
        {
            throw new Refusal(
                "All deadlines have passed: entrants have relied on what was published. It cannot be changed any more."
            );
        }
        var changes = AmendWords(change, now)
            .Concat(AmendDates(change, now))
            .Concat(AmendMoney(change.Sums, now))
            .ToList();
        var terms = AmendedTerms(change, now);
        foreach (var (stage, after) in terms)
        {
            changes.AddRange(
                TermsChanges.Between(stage.Title, stage.Judging, after, stage == InOrder.Last())
            );
        }
        if (changes.Count == 0 && terms.Count == 0)
        {
            throw new Refusal(
                "Nothing is changed: change a date, a sum or the words. What only explains belongs under questions and answers, where everybody reads it."
            );
        }
        var addendum = Addendum.Of(this, Addenda.Count + 1, text, changes, by, now);
        foreach (var (stage, after) in terms)
        {
            stage.Publish(after, addendum.Id, now);
        }
        Addenda.Add(addendum);
        ChangedAt = now;
        return addendum;
    }

    /// <summary>Stops it. What was published stays to be read, with the reason.</summary>
    /// <exception cref="Refusal">It is over already, or no reason is given.</exception>
    public void Cancel(string? reason, DateTime now)
    {
        MustGoOn();
        EndedReason = Words(reason, LongestText, "Say why it is cancelled", "Reason");
        (State, EndedAt, ChangedAt) = (CallState.Cancelled, now, now);
    }

    /// <summary>Says that the result is published.</summary>
    /// <exception cref="Refusal">It is not published.</exception>
    public void Decide(DateTime now)
    {
        if (State != CallState.Published)
        {
            throw new Refusal("Only a published call is decided.");
        }
        (DecidedAt, ChangedAt) = (now, now);
    }

    /// <summary>Whether it can end with what was learnt: nothing is judged in it, and nothing more comes in.</summary>
    public bool CanEnd(DateTime now) =>
        State == CallState.Published
        && !IsJudged
        && (Kind.IsStanding || Stages.All(s => s.Clock.StateAt(now) == StageState.Closed));

    /// <summary>Ends a call in which nothing is judged, with what was learnt and what comes next.</summary>
    /// <exception cref="Refusal">It is not published, it ends with a decision, a stage is still open, or nothing is said.</exception>
    public void End(string? learnt, DateTime now)
    {
        if (State != CallState.Published)
        {
            throw new Refusal("Only a published call can end.", kind: RefusalKind.Changed);
        }
        if (IsJudged)
        {
            throw new Refusal("What is entered here is judged: it ends with the decision.");
        }
        if (!CanEnd(now))
        {
            throw new Refusal("A stage is still open. Cancel the call if it will not go on.");
        }
        Learnt = Words(learnt, LongestText, "Say what was learnt and what comes next", "Learnt");
        foreach (var stage in Stages.Where(s => s.ClosesAt is null))
        {
            stage.ClosesAt = now;
        }
        (State, EndedAt, ChangedAt) = (CallState.Ended, now, now);
    }

    private List<AddendumChange> AmendWords(Amendment change, DateTime now)
    {
        var changes = new List<AddendumChange>();
        if (Blank(change.Summary) is { } summary && summary != Summary)
        {
            changes.Add(new("Summary", Summary, summary));
            Summary = Words(summary, LongestSummary, "Enter a summary", "Summary");
        }
        if (change.Brief is { } parts)
        {
            var (before, after) = (BriefParts, Briefed(parts));
            foreach (var rule in Kind.Brief)
            {
                var was = before.GetValueOrDefault(rule.Code);
                var then = after.GetValueOrDefault(rule.Code);
                if (was != then)
                {
                    changes.Add(new(rule.Title, was, then));
                }
            }
            Brief = Json(after);
        }
        if (change.QuestionsUntil is { } until && until != QuestionsUntil)
        {
            if (until < QuestionsUntil || until <= now)
            {
                throw new Refusal(
                    "The last day for questions moves later, never earlier",
                    "QuestionsUntil"
                );
            }
            changes.Add(
                new(
                    "Questions until",
                    QuestionsUntil is { } was ? LocalTime.Words(was, TimeZone) : null,
                    LocalTime.Words(until, TimeZone)
                )
            );
            QuestionsUntil = until;
        }
        return changes;
    }

    private List<AddendumChange> AmendDates(Amendment change, DateTime now)
    {
        var changes = new List<AddendumChange>();
        foreach (var (code, closes) in change.ClosesAt ?? new Dictionary<string, DateTime>())
        {
            var stage = MustHave(code);
            if (closes == stage.ClosesAt)
            {
                continue;
            }
            if (stage.Clock.StateAt(now) == StageState.Closed)
            {
                throw new Refusal(
                    $"The deadline of {stage.Title} has passed: it cannot be moved any more",
                    $"Stages[{stage.Position - 1}].ClosesOn"
                );
            }
            if (stage.ClosesAt is not { } before)
            {
                throw new Refusal($"{stage.Title} has no deadline.");
            }
            if (closes < before)
            {
                throw new Refusal(
                    $"Entrants rely on the deadline of {stage.Title}: it moves later, never earlier",
                    $"Stages[{stage.Position - 1}].ClosesOn"
                );
            }
            changes.Add(
                new(
                    $"{stage.Title} closes",
                    LocalTime.Words(before, TimeZone),
                    LocalTime.Words(closes, TimeZone)
                )
            );
            stage.ClosesAt = closes;
        }
        foreach (var (earlier, later) in InOrder.Zip(InOrder.Skip(1)))
        {
            if (earlier.ClosesAt > later.ClosesAt || earlier.ClosesAt > later.OpensAt)
            {
                throw new Refusal(
                    $"{later.Title} opens before {earlier.Title} has closed. Move it as well",
                    $"Stages[{earlier.Position - 1}].ClosesOn"
                );
            }
        }
        return changes;
    }

    private List<(CallStage Stage, JudgingTerms Terms)> AmendedTerms(Amendment change, DateTime now)
    {
        var changed = new List<(CallStage, JudgingTerms)>();
        foreach (var (code, terms) in change.Terms ?? new Dictionary<string, JudgingTerms>())
        {
            var stage = MustHave(code);
            if (terms.ToJson() == stage.InForce?.Json)
            {
                continue;
            }
            if (stage.Clock.StateAt(now) == StageState.Closed)
            {
                throw new Refusal(
                    $"The deadline of {stage.Title} has passed: how its entries are judged cannot be changed any more."
                );
            }
            if (JudgingChecks.Problems(terms).FirstOrDefault() is { Message: { } problem })
            {
                throw new Refusal(problem);
            }
            changed.Add((stage, terms));
        }
        return changed;
    }

    private void MustWait()
    {
        if (State != CallState.InReview)
        {
            throw new Refusal("This call does not wait for an approver.");
        }
    }
}
