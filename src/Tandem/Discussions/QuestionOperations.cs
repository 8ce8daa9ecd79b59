using Microsoft.EntityFrameworkCore;
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
    AnswerDuties duties
)
{
    /// <summary>Questions of one asker that may wait at a time.</summary>
    public const int MostWaiting = 20;

    /// <param name="address">The confirmed address of an asker without an account; null for the person who has signed in.</param>
    /// <exception cref="Refusal">The actor may not, nobody here answers for the record, or the words will not do.</exception>
    public async Task<Question> RunAsync(
        string kind,
        string id,
        string? text,
        string? address = null,
        CancellationToken cancellation = default
    )
    {
        if (address is null)
        {
            DiscussionPermissions.MaySpeak(actor).Permit();
        }
        var subject = await discussions.SubjectAsync(kind, id, cancellation);
        if (subject.Organisation is not { } organisation)
        {
            throw new Refusal(
                "No organisation here answers for this record. Write in the discussion instead.",
                "Ask"
            );
        }
        if (subject.QuestionsClosed is { } closed)
        {
            throw new Refusal(closed, "Ask");
        }
        var asker = address is null ? new Reader(actor.Person(), null) : new Reader(null, address);
        var own = asker.Person is { } person
            ? db.Set<Question>().Where(q => q.AskerId == person)
            : db.Set<Question>().Where(q => q.AskerAddress == address);
        if (
            await own.CountAsync(q => q.State == QuestionState.Waiting, cancellation) >= MostWaiting
        )
        {
            throw new Refusal(
                $"{MostWaiting} of your questions wait for an answer. Ask again when one is answered, or take one back.",
                "Ask"
            );
        }
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var discussion = await discussions.BeginAsync(subject, cancellation);
        // Whoever takes a number holds the counter until they have asked: places are counted one after the other.
        var number = await Sequence.TakeAsync(db, "question", 1, cancellation);
        var last = await db.Set<Question>()
            .Where(q => q.DiscussionId == discussion.Id)
            .MaxAsync(q => (long?)q.Place, cancellation);
        var question = Question.Ask(
            number,
            discussion,
            1 + (last ?? 0),
            subject.EqualTreatment ? subject.Reference : null,
            organisation,
            asker,
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
        await duties.TellAsync(
            question,
            subject.Kind,
            subject.Id,
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
            cancellation
        );
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return question;
    }
}

/// <summary>Finds a question that the actor may see.</summary>
public sealed class FindQuestion(
    Db db,
    Actor actor,
    AnswerDuties duties,
    DiscussedRecords discussions
)
{
    /// <summary>The question and the record it is about.</summary>
    /// <param name="own">The question and the address that a link of its asker's speaks for.</param>
    /// <exception cref="Refusal">There is none that the actor may see.</exception>
    public async Task<(Question Question, Subject Subject)> RunAsync(
        string reference,
        (Id<Question> Question, string Address)? own = null,
        CancellationToken cancellation = default
    )
    {
        var seen = own is var (id, address)
            ? db.Set<Question>().Where(q => q.Id == id && q.AskerAddress == address)
            : db.Set<Question>().VisibleTo(await duties.OfAsync(actor, cancellation));
        var question = await seen.Called(reference).SingleOrDefaultAsync(cancellation);
        return question is null
            ? throw new Refusal("There is no such question.", kind: RefusalKind.NotFound)
            : (question, await discussions.SubjectAsync(question.DiscussionId, cancellation));
    }
}

/// <summary>Tells the asker, by account or by address, what became of their question.</summary>
public sealed class TellAsker(Messages messages, QuestionLinks links)
{
    internal Task RunAsync(
        Question question,
        Subject subject,
        string title,
        IReadOnlyList<string> words,
        CancellationToken cancellation
    )
    {
        var said = new MessageWords(
            $"question:{question.Id}:settled",
            title,
            words,
            question.AskerAddress is null
                ? $"/questions/{question.Reference}"
                : links.Read(question),
            SubjectKind: subject.Kind,
            SubjectId: subject.Id
        );
        return question.AskerId is { } person
            ? messages.ToPersonAsync(person, said, cancellation)
            : messages.ToAddressAsync(question.AskerAddress!, said, cancellation);
    }
}

/// <summary>Answers a question to everybody who may see the record; those who follow it are told.</summary>
public sealed class AnswerQuestion(
    Db db,
    Actor actor,
    FindQuestion find,
    AnswerDuties duties,
    TellAsker tell
)
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
        var (question, subject) = await find.RunAsync(reference, cancellation: cancellation);
        DiscussionPermissions
            .MayAnswer(await duties.OfAsync(actor, cancellation), question)
            .Permit();
        question.Reply(published, answer, actor, db.Now());
        db.Record(
            actor,
            DiscussionNews.QuestionAnswered,
            subject.Kind,
            subject.Id,
            new { question = question.Reference }
        );
        await tell.RunAsync(
            question,
            subject,
            $"Your question is answered: {subject.Title}",
            [question.Published!, question.Answer!],
            cancellation
        );
        await db.SaveChangesAsync(cancellation);
    }
}

/// <summary>Tells the asker that, and why, a question will not be answered.</summary>
public sealed class DeclineQuestion(
    Db db,
    Actor actor,
    FindQuestion find,
    AnswerDuties duties,
    TellAsker tell
)
{
    /// <exception cref="Refusal">The actor may not, it does not wait any more, or there is no reason.</exception>
    public async Task RunAsync(
        string reference,
        string? reason,
        CancellationToken cancellation = default
    )
    {
        var (question, subject) = await find.RunAsync(reference, cancellation: cancellation);
        DiscussionPermissions
            .MayAnswer(await duties.OfAsync(actor, cancellation), question)
            .Permit();
        if (subject.EqualTreatment)
        {
            throw new Refusal(
                "Whoever asks here is told nothing that the others are not. Answer to everybody, and say there why you cannot say more",
                "Reason"
            );
        }
        question.Decline(reason, actor, db.Now());
        db.Record(
            actor,
            "question-declined",
            nameof(Question),
            question.Id,
            new { question.Reference }
        );
        await tell.RunAsync(
            question,
            subject,
            $"Your question will not be answered: {subject.Title}",
            [question.Asked, $"The reason: {question.DeclineReason}"],
            cancellation
        );
        await db.SaveChangesAsync(cancellation);
    }
}

/// <summary>Takes back one's own question while it waits.</summary>
public sealed class WithdrawQuestion(Db db, Actor actor, FindQuestion find)
{
    /// <param name="own">The question and the address that a link of its asker's speaks for.</param>
    /// <exception cref="Refusal">The actor did not ask it, or it does not wait any more.</exception>
    public async Task RunAsync(
        string reference,
        (Id<Question> Question, string Address)? own = null,
        CancellationToken cancellation = default
    )
    {
        var (question, _) = await find.RunAsync(reference, own, cancellation);
        if (!question.IsAskedBy(actor, own?.Address))
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
