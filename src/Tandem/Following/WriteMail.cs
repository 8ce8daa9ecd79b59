using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Kernel.Mail;

namespace Tandem.Following;

/// <summary>Writes an e-mail out: what its reader may see of its messages, at this moment.</summary>
public sealed class WriteMail(Db db, Subjects subjects, Settings settings)
{
    /// <summary>The e-mail, or null where nothing is left that its reader may see.</summary>
    public async Task<Letter?> RunAsync(Mail mail, CancellationToken cancellation = default)
    {
        var messages = await db.Set<Message>()
            .AsNoTracking()
            .Where(m => m.MailId == mail.Id)
            .OrderByDescending(m => m.Owed)
            .ThenBy(m => m.CreatedAt)
            .ToListAsync(cancellation);
        var actor = await ActorOfAsync(mail.PersonId, cancellation);
        var parts = new List<Message>();
        foreach (var message in messages)
        {
            if (await subjects.MaySeeAsync(message, actor, cancellation))
            {
                parts.Add(message);
            }
        }
        return parts.Count == 0 ? null : Letter(mail, parts);
    }

    private async Task<Actor> ActorOfAsync(Id<Person>? id, CancellationToken cancellation) =>
        id is null
            ? Actor.Visitor
            : (
                await Actors.OfAsync(
                    db,
                    await db.Set<Person>()
                        .AsNoTracking()
                        .SingleAsync(p => p.Id == id, cancellation),
                    cancellation
                )
            ).Actor;

    private Letter Letter(Mail mail, List<Message> messages)
    {
        var letter = new LetterWords();
        foreach (var message in messages)
        {
            letter.Part(
                message.Title,
                message.Sentences,
                message.Path is { } path ? settings.AddressOf(path) : null
            );
        }
        if (mail.PersonId is not null)
        {
            letter.Foot(
                "You get this because you have an account at Tandem.",
                "Choose how often you get e-mail",
                settings.AddressOf("/following#messages")
            );
        }
        var subject = messages[0].Title;
        var others = messages.Count - 1;
        return new(
            mail.Address,
            others == 0 ? subject : $"{subject}, and {others} more",
            letter.Text,
            letter.Html,
            $"{mail.Id}@{new Uri(settings.AddressOf("/")).Host}"
        );
    }
}

/// <summary>The rule of who is shown which message.</summary>
internal static class MessageVisibility
{
    /// <summary>Whether the reader may still see what the message is about.</summary>
    public static async Task<bool> MaySeeAsync(
        this Subjects subjects,
        Message message,
        Actor reader,
        CancellationToken cancellation
    ) =>
        message.SubjectKind is not { } kind
        || await subjects.FindAsync(kind, message.SubjectId!, reader, cancellation) is not null;
}
