using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Pipeline;
using Tandem.Web;

namespace Tandem.Collaborations.Workspaces;

/// <summary>“Ask the other councils”: asks organisations, in the name of one's own, whether they would do this together; starts their clocks.</summary>
public sealed class AskOthers(
    Db db,
    StartingPoints starts,
    Calendars calendars,
    StateWillingness state,
    Telling telling
)
{
    /// <param name="others">Whom to ask: organisations whose purchase it is.</param>
    /// <exception cref="Refusal">The actor may not, nobody is chosen, or one of them cannot be asked about this.</exception>
    public async Task<Interest> RunAsync(
        Actor actor,
        StartingKind kind,
        string key,
        Id<Organisation> organisation,
        Willingness level,
        IReadOnlyCollection<Id<Organisation>> others,
        string? message,
        CancellationToken cancellation = default
    )
    {
        var start = await starts.GetAsync(kind, key, actor, cancellation);
        var owner = await db.OrganisationAsync(organisation, cancellation);
        InterestPermissions.MayAsk(actor, owner, start.Concerns(owner.Id)).Permit();
        if (others.Count == 0)
        {
            throw new Refusal("Choose whom to ask", "Others");
        }
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var number = await Sequence.TakeAsync(db, nameof(Interest), 1, cancellation);
        var interest = Interest.Ask(number, owner, start, level, message, actor, db.Now());
        var waiting = await WaitingAsync(owner.Id, kind, key, cancellation);
        var daysOf = await db.WorkingDaysAsync(others, cancellation);
        foreach (var other in others.Distinct())
        {
            var party = start.Parties.FirstOrDefault(p => p.Organisation?.Id == other);
            var asked =
                party?.Organisation
                ?? throw new Refusal("Choose among those whose purchase it is", "Others");
            if (!party.CanAnswer)
            {
                throw new Refusal(
                    $"{asked.Name} cannot be asked: nobody there can answer yet",
                    "Others"
                );
            }
            if (waiting.Contains(other))
            {
                throw new Refusal($"{asked.Name} has been asked by you already", "Others");
            }
            interest.Of(
                asked,
                calendars.NameFor(asked),
                calendars.For(asked),
                daysOf(other),
                db.Today()
            );
        }
        db.Add(interest);
        db.Record(
            actor,
            "interest-asked",
            nameof(Interest),
            interest.Id,
            new
            {
                Organisation = owner.Slug,
                interest.Title,
                Level = level.ToString(),
                Others = interest.Asked.Count,
            }
        );
        foreach (var asked in interest.Asked)
        {
            await telling.OfficersOfAsync(
                asked.OrganisationId,
                $"interest:{interest.Id}:asked",
                $"{owner.Name} asks for your answer by {Words.Day(asked.DueOn)}",
                $"/interests/{interest.Reference}",
                [
                    $"It is about {interest.Title}.",
                    $"{owner.Name} would {WorkspaceWords.Would(level)}.",
                    .. interest.Message is { } words ? [words] : Array.Empty<string>(),
                ],
                owed: true,
                (nameof(Interest), interest.Id.ToString()),
                cancellation: cancellation
            );
        }
        await StateAsync(actor, start, owner, level, cancellation);
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return interest;
    }

    // Whoever asks has said with it how far they would go.
    private async Task StateAsync(
        Actor actor,
        StartingPoint start,
        Organisation owner,
        Willingness level,
        CancellationToken cancellation
    )
    {
        var before = await db.Set<StatedWillingness>()
            .AsNoTracking()
            .SingleOrDefaultAsync(
                w => w.OrganisationId == owner.Id && w.Kind == start.Kind && w.Key == start.Key,
                cancellation
            );
        if (before?.Level != level)
        {
            await state.RunAsync(
                actor,
                start.Kind,
                start.Key,
                owner.Id,
                level,
                before?.Words,
                cancellation
            );
        }
    }

    private async Task<HashSet<Id<Organisation>>> WaitingAsync(
        Id<Organisation> by,
        StartingKind kind,
        string key,
        CancellationToken cancellation
    ) =>
        (
            await db.Set<Interest>()
                .Where(i =>
                    i.OrganisationId == by
                    && i.Kind == kind
                    && i.Key == key
                    && i.TakenBackAt == null
                )
                .SelectMany(i => i.Asked)
                .Select(a => a.OrganisationId)
                .ToListAsync(cancellation)
        ).ToHashSet();
}

/// <summary>Answers for an organisation that was asked; in time, or late and shown as such.</summary>
public sealed class AnswerInterest(Db db, Telling telling)
{
    /// <exception cref="Refusal">The actor may not, no answer is chosen, or the question was taken back.</exception>
    public async Task RunAsync(
        Actor actor,
        Id<Interest> id,
        Id<Organisation> organisation,
        InterestReply? reply,
        Willingness? level,
        string? words,
        CancellationToken cancellation = default
    )
    {
        var interest = await db.InterestAsync(actor, id, cancellation);
        InterestPermissions.MayAnswer(actor, organisation).Permit();
        var owner = await db.OrganisationAsync(organisation, cancellation);
        var answer = interest.Answer(organisation, reply, level, words, actor, db.Now());
        db.Record(
            actor,
            "interest-answered",
            nameof(Interest),
            interest.Id,
            new
            {
                Organisation = owner.Slug,
                Reply = reply.ToString(),
                Level = level?.ToString(),
                answer.Words,
                Late = answer.IsLate,
            }
        );
        await telling.OfficersOfAsync(
            interest.OrganisationId,
            $"interest:{interest.Id}:answer:{organisation}",
            $"{owner.Name} has answered: {WorkspaceWords.Reply(answer.Reply!.Value)}",
            $"/interests/{interest.Reference}",
            [
                $"It is about {interest.Title}.",
                .. answer.Words is { } said ? [said] : Array.Empty<string>(),
            ],
            subject: (nameof(Interest), interest.Id.ToString()),
            cancellation: cancellation
        );
        await db.SaveChangesAsync(cancellation);
    }
}

/// <summary>Takes a question back, with the reason.</summary>
public sealed class TakeBackInterest(Db db)
{
    /// <exception cref="Refusal">The actor may not, there is no reason, or a collaboration came of it.</exception>
    public async Task RunAsync(
        Actor actor,
        Id<Interest> id,
        string? reason,
        CancellationToken cancellation = default
    )
    {
        var interest = await db.InterestAsync(actor, id, cancellation);
        var owner = await db.OrganisationAsync(interest.OrganisationId, cancellation);
        InterestPermissions.MayAsk(actor, owner, concerned: true).Permit();
        interest.TakeBack(reason, db.Now());
        db.Record(
            actor,
            "interest-taken-back",
            nameof(Interest),
            interest.Id,
            reason: interest.TakenBackReason
        );
        await db.SaveChangesAsync(cancellation);
    }
}

internal static class Interests
{
    /// <exception cref="Refusal">There is none that the actor may see.</exception>
    public static async Task<Interest> InterestAsync(
        this Db db,
        Actor actor,
        Id<Interest> id,
        CancellationToken cancellation
    ) =>
        await db.Set<Interest>()
            .Include(i => i.Asked)
            .VisibleTo(actor)
            .SingleOrDefaultAsync(i => i.Id == id, cancellation)
        ?? throw new Refusal("There is no such question.", kind: RefusalKind.NotFound);
}
