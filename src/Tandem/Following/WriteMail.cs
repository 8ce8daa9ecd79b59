using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Kernel.Mail;
using Tandem.Web;

namespace Tandem.Following;

/// <summary>Writes an e-mail out: what its reader may see of its messages, at this moment.</summary>
public sealed class WriteMail(Db db, Subjects subjects, FollowLinks links, Settings settings)
{
    private const int LongestSubject = 150;

    /// <summary>The e-mail, or null where nothing is left that its reader may see and still wants.</summary>
    public async Task<Letter?> RunAsync(Mail mail, CancellationToken cancellation = default)
    {
        var messages = await db.Set<Message>()
            .AsNoTracking()
            .Where(m => m.MailId == mail.Id)
            .OrderByDescending(m => m.Owed)
            .ThenBy(m => m.CreatedAt)
            .ToListAsync(cancellation);
        var reader = await ActorOfAsync(mail.PersonId, cancellation);
        var letter = new LetterWords();
        var titles = new List<string>();
        foreach (var message in messages.Where(m => m.Stories is null))
        {
            if (await subjects.MaySeeAsync(message, reader, cancellation))
            {
                titles.Add(message.Title);
                letter.Part(message.Title, message.Sentences, Address(message.Path));
            }
        }
        var told = await BundledStories.ReadAsync(
            db,
            subjects,
            messages.Select(m => m.Bundle),
            reader,
            cancellation
        );
        Write(letter, titles, told);
        if (titles.Count == 0)
        {
            return null;
        }
        var stop = told.Count == 0 ? null : Foot(letter, mail, told);
        if (mail.PersonId is not null)
        {
            letter.Foot(
                "You get this because you have an account at Tandem.",
                "Choose what reaches you, and how often",
                settings.AddressOf("/following")
            );
        }
        var subject = titles.Count == 1 ? titles[0] : $"{titles[0]}, and {titles.Count - 1} more";
        return new(
            mail.Address,
            subject.Length > LongestSubject ? subject[..LongestSubject] + "…" : subject,
            letter.Text,
            letter.Html,
            $"{mail.Id}@{new Uri(settings.AddressOf("/")).Host}",
            stop
        );
    }

    private void Write(LetterWords letter, List<string> titles, IReadOnlyList<ToldFollow> told)
    {
        var count = told.Sum(t => t.Stories.Count);
        if (count == 1 && told[0].More == 0)
        {
            titles.Add($"{told[0].Stories[0].Subject.Title}: {told[0].Stories[0].Sentence}");
        }
        else if (count > 0)
        {
            var all = count + told.Sum(t => t.More);
            titles.Add(
                told.Count == 1
                    ? $"{told[0].Follow.Title}: {Words.Number(all)} pieces of news"
                    : $"{Words.Number(all)} pieces of news in what you follow"
            );
        }
        foreach (var (follow, stories, more) in told)
        {
            letter.Part(follow.Title, [], null);
            foreach (var (subject, sentence) in stories)
            {
                letter.Item(subject.Title, sentence, settings.AddressOf(subject.Path));
            }
            if (more > 0)
            {
                letter.Item(
                    $"{Words.Number(more)} more",
                    "See all of them on Tandem.",
                    settings.AddressOf(follow.Path)
                );
            }
        }
    }

    // One press ends what brought the e-mail: the one thing followed, or, where several did, all of it.
    private string Foot(LetterWords letter, Mail mail, IReadOnlyList<ToldFollow> told)
    {
        var stop = settings.AddressOf(
            links.Stop(told.Count == 1 ? told[0].Follow.Id.ToString() : mail.Recipient)
        );
        letter.Foot(
            told.Count == 1
                ? $"You follow {told[0].Follow.Title}."
                : $"You follow these {Words.Count(told.Count, "thing")}.",
            told.Count == 1 ? "Stop following it" : "Stop following everything",
            stop
        );
        if (mail.PersonId is null)
        {
            letter.Foot(
                "No account is needed.",
                "See and change all you follow",
                settings.AddressOf(links.Manage(mail.Recipient))
            );
        }
        return stop;
    }

    private string? Address(string? path) => path is null ? null : settings.AddressOf(path);

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
