using Tandem.Accounts;
using Tandem.Discussions;
using Tandem.Kernel;

namespace Tandem.Commitments;

/// <summary>What can happen to a promise, and the rules of it.</summary>
public sealed partial class Commitment
{
    /// <summary>Other words, or another day; what was there before stays to be read.</summary>
    /// <exception cref="Refusal">It is settled, nothing differs, the day is past, or there is no reason.</exception>
    public void Change(string? text, DateOnly? due, string? reason, Actor actor, DateTime now)
    {
        MustBeOpen();
        var words = PlainText.Take(text, Longest, "what you will do", nameof(Text));
        var day = due ?? throw new Refusal("Enter the day you will keep it by", "Due");
        if (words == Text && day == Due)
        {
            throw new Refusal("Change the words or the day, or go back", nameof(Text));
        }
        if (day != Due && day < LocalDay.Of(now))
        {
            throw new Refusal("The new day must be today or later", "Due");
        }
        var why = PlainText.Take(reason, 1000, "why it changes", "Reason");
        Step(CommitmentAct.Changed, actor, now, why, textBefore: Text, dueBefore: Due);
        (Text, Due) = (words, day);
    }

    /// <param name="on">The day it was kept; today where none is given.</param>
    /// <exception cref="Refusal">It is settled, or the day lies before the promise or in the future.</exception>
    public void Keep(DateOnly? on, string? words, Actor actor, DateTime now)
    {
        MustBeOpen();
        var today = LocalDay.Of(now);
        var day = on ?? today;
        if (day > today || day < SaidOn)
        {
            throw new Refusal($"Enter a day from {SaidOn:d MMMM yyyy} to today", "On");
        }
        var said = PlainText.Clean(words);
        Step(
            CommitmentAct.Kept,
            actor,
            now,
            said.Length == 0 ? null : PlainText.Take(said, 2000, "what you did", "Words"),
            day: day
        );
        SettledOn = day;
    }

    /// <exception cref="Refusal">It is settled, or there is no reason.</exception>
    public void SayNotKept(string? reason, Actor actor, DateTime now)
    {
        MustBeOpen();
        Step(
            CommitmentAct.NotKept,
            actor,
            now,
            PlainText.Take(reason, 2000, "why it was not kept", "Reason")
        );
        SettledOn = LocalDay.Of(now);
    }

    /// <summary>It was settled by mistake, or what was done did not last.</summary>
    /// <exception cref="Refusal">It is not settled, or there is no reason.</exception>
    public void OpenAgain(string? reason, Actor actor, DateTime now)
    {
        MustStand();
        if (IsOpen)
        {
            throw new Refusal("This promise is open.");
        }
        Step(
            CommitmentAct.OpenedAgain,
            actor,
            now,
            PlainText.Take(reason, 1000, "why it is open again", "Reason")
        );
        SettledOn = null;
    }

    /// <summary>What has been done so far.</summary>
    /// <exception cref="Refusal">It is settled, or nothing is said.</exception>
    public void TellProgress(string? words, Actor actor, DateTime now)
    {
        MustBeOpen();
        Step(
            CommitmentAct.Progress,
            actor,
            now,
            PlainText.Take(words, 2000, "what has been done so far", "Words")
        );
    }

    /// <summary>Gives it to another person; the name stands in the history.</summary>
    /// <exception cref="Refusal">It is theirs already.</exception>
    public void PassOn(Person to, Actor actor, DateTime now)
    {
        MustStand();
        if (OwnerId == to.Id)
        {
            throw new Refusal($"{to.Name} sees to it already", "Owner");
        }
        Step(CommitmentAct.PassedOn, actor, now, $"To {to.Name}");
        OwnerId = to.Id;
    }

    /// <summary>Shows it to everybody from now on.</summary>
    /// <exception cref="Refusal">It is public already.</exception>
    public void Publish(Actor actor, DateTime now)
    {
        MustStand();
        if (Audience == CommitmentAudience.Public)
        {
            throw new Refusal("Everybody can read this promise already.");
        }
        Step(CommitmentAct.Published, actor, now);
        Audience = CommitmentAudience.Public;
    }

    /// <summary>Leaves a tombstone with the reason where the promise was.</summary>
    /// <exception cref="Refusal">There is no reason.</exception>
    public void TakeDown(string? reason, Actor actor, DateTime now)
    {
        MustStand();
        TakeDownReason = PlainText.Take(reason, 1000, "why it is taken down", "Reason");
        Step(CommitmentAct.TakenDown, actor, now, TakeDownReason);
        TakenDownAt = now;
    }

    /// <summary>Evidence came or went.</summary>
    internal void EvidenceStep(CommitmentAct act, string words, Actor actor, DateTime now)
    {
        MustStand();
        Step(act, actor, now, words);
    }

    /// <summary>How a promise with this history stands.</summary>
    public static CommitmentState StateAfter(IEnumerable<CommitmentAct> acts)
    {
        var (changed, settled) = (false, (CommitmentState?)null);
        foreach (var act in acts)
        {
            changed |= act == CommitmentAct.Changed;
            settled = act switch
            {
                CommitmentAct.Kept => CommitmentState.Kept,
                CommitmentAct.NotKept => CommitmentState.NotKept,
                CommitmentAct.OpenedAgain => null,
                _ => settled,
            };
        }
        return settled ?? (changed ? CommitmentState.Changed : CommitmentState.Open);
    }

    private void Step(
        CommitmentAct act,
        Actor actor,
        DateTime now,
        string? words = null,
        string? textBefore = null,
        DateOnly? dueBefore = null,
        DateOnly? day = null
    )
    {
        steps.Add(
            new()
            {
                Id = Id<CommitmentStep>.New(now),
                CommitmentId = Id,
                Seq = steps.Count == 0 ? 1 : steps.Max(s => s.Seq) + 1,
                Act = act,
                At = now,
                ByName = actor.Name,
                Words = words,
                TextBefore = textBefore,
                DueBefore = dueBefore,
                Day = day,
            }
        );
        State = StateAfter(steps.OrderBy(s => s.Seq).Select(s => s.Act));
        (ChangedAt, Revision) = (now, Revision + 1);
    }

    private void MustBeOpen()
    {
        MustStand();
        if (!IsOpen)
        {
            throw new Refusal(
                State == CommitmentState.Kept
                    ? "This promise has been kept. Open it again first."
                    : "This promise was not kept. Open it again first."
            );
        }
    }

    private void MustStand()
    {
        if (IsTakenDown)
        {
            throw new Refusal("This promise has been taken down.");
        }
    }
}
