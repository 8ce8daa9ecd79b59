using Tandem.Accounts;
using Tandem.Following;
using Tandem.Kernel;

namespace Tandem.Discussions;

/// <summary>Sends somebody without an account the link by which they ask about a record: so the address is theirs, and an answer reaches it.</summary>
public sealed class AskByMail(Db db, Subjects subjects, Messages messages, QuestionLinks links)
{
    /// <summary>Most letters of this kind to one address in a day: nobody is flooded in another's name.</summary>
    public const int LettersADay = 5;

    /// <exception cref="Refusal">There is no such record that everybody may see, nobody here answers for it, or the address is none.</exception>
    public async Task<Subject> RunAsync(
        string kind,
        string id,
        string? email,
        CancellationToken cancellation = default
    )
    {
        var subject = await SubjectAsync(subjects, kind, id, cancellation);
        if (subject.QuestionsClosed is { } closed)
        {
            throw new Refusal(closed, "Email");
        }
        if (string.IsNullOrWhiteSpace(email))
        {
            throw new Refusal("Enter your e-mail address", "Email");
        }
        var address = Person.Address(email);
        var now = db.Now();
        if (await messages.WithinADayAsync(address, "ask:", cancellation) < LettersADay)
        {
            await messages.ToAddressAsync(
                address,
                new(
                    $"ask:{subject.Kind}:{subject.Id}:{now:yyyy-MM-dd}",
                    $"Ask your question about {subject.Title}",
                    [
                        $"Somebody, most likely you, wants to ask about {subject.Title} ({subject.Reference}).",
                        "Open the page below and write your question. The link is good for three days. If it was not you, do nothing: you will hear nothing more.",
                        "Nobody sees who asked. The answer goes to everybody who may see the record, and to this address.",
                    ],
                    links.Ask(subject, address)
                ),
                cancellation
            );
        }
        // The address itself stays out of the log, which is never altered.
        db.Record(
            Question.Hidden,
            "question-link-sent",
            "QuestionLink",
            $"{subject.Kind}:{subject.Id}"
        );
        await db.SaveChangesAsync(cancellation);
        return subject;
    }

    /// <summary>A record that everybody may see and that an organisation here answers for.</summary>
    /// <exception cref="Refusal">It is none.</exception>
    public static async Task<Subject> SubjectAsync(
        Subjects subjects,
        string kind,
        string id,
        CancellationToken cancellation
    ) =>
        await subjects.FindAsync(kind, id, Actor.Visitor, cancellation)
            is { Organisation: not null } subject
            ? subject
            : throw new Refusal("There is no such record.", kind: RefusalKind.NotFound);
}
