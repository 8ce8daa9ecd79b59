using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Following;
using Tandem.Kernel;
using Tandem.Web;

namespace Tandem.Discussions;

/// <summary>Asks the organisation that keeps a record, in confidence; the answer goes to everybody.</summary>
public sealed class AskQuestion(
    Db db,
    Actor actor,
    DiscussedRecords discussions,
    AnswerClock clock,
    Messages messages
)
{
    /// <summary>Questions of one person that may wait at a time.</summary>
    public const int MostWaiting = 20;

    /// <exception cref="Refusal">The actor may not, nobody here answers for the record, or the words will not do.</exception>
    public async Task<Question> RunAsync(
        string kind,
        string id,
        string? text,
        CancellationToken cancellation = default
    )
    {
        DiscussionPermissions.MaySpeak(actor).Permit();
        var subject = await discussions.SubjectAsync(kind, id, cancellation);
        if (subject.Organisation is not { } organisation)
        {
            throw new Refusal(
                "No organisation here answers for this record. Write in the discussion instead.",
                "Ask"
            );
        }
        var asker = new Id<Person>(actor.PersonId!.Value);
        if (
            await db.Set<Question>()
                .CountAsync(
                    q => q.AskerId == asker && q.State == QuestionState.Waiting,
                    cancellation
                ) >= MostWaiting
        )
        {
            throw new Refusal(
                $"{MostWaiting} of your questions wait for an answer. Ask again when one is answered, or take one back.",
                "Ask"
            );
        }
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var discussion = await discussions.BeginAsync(subject, cancellation);
        var question = Question.Ask(
            await Sequence.TakeAsync(db, "question", 1, cancellation),
            discussion,
            organisation,
            actor,
            text,
            await clock.DueAsync(organisation, cancellation),
            db.Now()
        );
        db.Add(question);
        db.Record(
            Question.Hidden,
            "question-asked",
            nameof(Question),
            question.Id,
            new { question.Reference, question.Due }
        );
        await messages.ToOrganisationAsync(
            organisation,
            Role.Officer,
            new(
                $"question:{question.Id}:asked",
                $"Answer a question by {Words.Day(question.Due)}: {subject.Title}",
                [
                    $"Somebody asks about {subject.Title} ({subject.Reference}). Who asked is not shown to anybody.",
                    question.Asked,
                    "The answer goes to everybody who may see the record.",
                ],
                $"/questions/{question.Reference}",
                Owed: true,
                subject.Kind,
                subject.Id
            ),
            cancellation: cancellation
        );
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return question;
    }
}

/// <summary>Finds a question that the actor may see.</summary>
public sealed class FindQuestion(Db db, Actor actor, DiscussedRecords discussions)
{
    /// <summary>The question and the record it is about.</summary>
    /// <exception cref="Refusal">There is none that the actor may see.</exception>
    public async Task<(Question Question, Subject Subject)> RunAsync(
        string reference,
        CancellationToken cancellation = default
    )
    {
        var question =
            reference.StartsWith("Q-", StringComparison.OrdinalIgnoreCase)
            && long.TryParse(reference[2..], out var number)
                ? await db.Set<Question>()
                    .VisibleTo(actor)
                    .SingleOrDefaultAsync(q => q.Number == number, cancellation)
                : null;
        return question is null
            ? throw new Refusal("There is no such question.", kind: RefusalKind.NotFound)
            : (question, await discussions.SubjectAsync(question.DiscussionId, cancellation));
    }
}

/// <summary>Answers a question to everybody who may see the record; those who follow it are told.</summary>
public sealed class AnswerQuestion(Db db, Actor actor, FindQuestion find, Messages messages)
{
    /// <param name="published">The question as everybody is to read it.</param>
    /// <exception cref="Refusal">The actor may not, it does not wait any more, or the words will not do.</exception>
    public async Task RunAsync(
        string reference,
        string? published,
        string? answer,
        CancellationToken cancellation = default
    )
    {
        var (question, subject) = await find.RunAsync(reference, cancellation);
        DiscussionPermissions.MayAnswer(actor, question.OrganisationId).Permit();
        question.Reply(published, answer, actor, db.Now());
        db.Record(
            actor,
            DiscussionNews.QuestionAnswered,
            subject.Kind,
            subject.Id,
            new { question = question.Reference }
        );
        await messages.ToPersonAsync(
            question.AskerId,
            new(
                $"question:{question.Id}:settled",
                $"Your question is answered: {subject.Title}",
                [question.Published!, question.Answer!],
                $"/questions/{question.Reference}",
                SubjectKind: subject.Kind,
                SubjectId: subject.Id
            ),
            cancellation
        );
        await db.SaveChangesAsync(cancellation);
    }
}

/// <summary>Tells the asker that, and why, a question will not be answered.</summary>
public sealed class DeclineQuestion(Db db, Actor actor, FindQuestion find, Messages messages)
{
    /// <exception cref="Refusal">The actor may not, it does not wait any more, or there is no reason.</exception>
    public async Task RunAsync(
        string reference,
        string? reason,
        CancellationToken cancellation = default
    )
    {
        var (question, subject) = await find.RunAsync(reference, cancellation);
        DiscussionPermissions.MayAnswer(actor, question.OrganisationId).Permit();
        question.Decline(reason, actor, db.Now());
        db.Record(
            actor,
            "question-declined",
            nameof(Question),
            question.Id,
            new { question.Reference }
        );
        await messages.ToPersonAsync(
            question.AskerId,
            new(
                $"question:{question.Id}:settled",
                $"Your question will not be answered: {subject.Title}",
                [question.Asked, $"The reason: {question.DeclineReason}"],
                $"/questions/{question.Reference}",
                SubjectKind: subject.Kind,
                SubjectId: subject.Id
            ),
            cancellation
        );
        await db.SaveChangesAsync(cancellation);
    }
}

/// <summary>Takes back one's own question while it waits.</summary>
public sealed class WithdrawQuestion(Db db, Actor actor, FindQuestion find)
{
    /// <exception cref="Refusal">The actor did not ask it, or it does not wait any more.</exception>
    public async Task RunAsync(string reference, CancellationToken cancellation = default)
    {
        var (question, _) = await find.RunAsync(reference, cancellation);
        if (question.AskerId.Value != actor.PersonId)
        {
            throw new Refusal(
                "Only the person who asked may take a question back.",
                kind: RefusalKind.Permission
            );
        }
        question.Withdraw(db.Now());
        db.Record(
            Question.Hidden,
            "question-withdrawn",
            nameof(Question),
            question.Id,
            new { question.Reference }
        );
        await db.SaveChangesAsync(cancellation);
    }
}
