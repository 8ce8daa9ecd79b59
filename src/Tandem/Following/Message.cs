using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Following;

/// <summary>Something said to one person, or to one e-mail address. It stands on <c>/work</c> and goes out by e-mail as its reader wishes.</summary>
public sealed class Message
{
    public Id<Message> Id { get; private set; }

    /// <summary>Who it is for, as one key: <c>person:{id}</c> or <c>mail:{address}</c>.</summary>
    public string Recipient { get; private set; } = "";
    public Id<Person>? PersonId { get; private set; }

    /// <summary>Address of a reader without an account.</summary>
    public string? Address { get; private set; }

    /// <summary>What it is about, in the words of who said it: with the same key a reader gets one message, ever.</summary>
    public string Key { get; private set; } = "";
    public string Title { get; private set; } = "";

    /// <summary>Its sentences, a line each.</summary>
    public string Body { get; private set; } = "";

    /// <summary>Where it is read further or acted upon, from the root.</summary>
    public string? Path { get; private set; }

    /// <summary>The record it is about: who may no longer see that does not see the message.</summary>
    public string? SubjectKind { get; private set; }
    public string? SubjectId { get; private set; }

    /// <summary>Owed by law or by a clock: goes out at once, unless the reader wants no e-mail at all.</summary>
    public bool Owed { get; private set; }

    /// <summary>Stories of what its reader follows, as JSON, where it is made of those; such a message goes out by e-mail only.</summary>
    public string? Stories { get; private set; }
    public DateTime CreatedAt { get; private set; }

    /// <summary>When its reader put it away on <c>/work</c>.</summary>
    public DateTime? ReadAt { get; private set; }

    /// <summary>When it goes into an e-mail; null for never.</summary>
    public DateTime? MailDueAt { get; private set; }

    /// <summary>The e-mail it went into.</summary>
    public Id<Mail>? MailId { get; private set; }

    internal static Message To(
        Reader reader,
        MessageWords words,
        DateTime now,
        Frequency frequency
    ) =>
        new()
        {
            Id = Id<Message>.New(now),
            Recipient = reader.Key,
            PersonId = reader.Person,
            Address = reader.Address,
            Key = words.Key,
            Title = words.Title.Trim(),
            Body = string.Join('\n', words.Sentences.Select(s => s.ReplaceLineEndings(" "))),
            Path = words.Path,
            SubjectKind = words.SubjectKind,
            SubjectId = words.SubjectId,
            Owed = words.Owed,
            CreatedAt = now,
            MailDueAt = frequency.DueAfter(now, words.Owed),
        };

    internal static Message Bundled(Follow follow, string key, Bundle bundle, DateTime now) =>
        new()
        {
            Id = Id<Message>.New(now),
            Recipient = follow.Recipient,
            PersonId = follow.PersonId,
            Address = follow.Address,
            Key = key,
            Title = "What you follow",
            Stories = JsonSerializer.Serialize(bundle, JsonSerializerOptions.Web),
            CreatedAt = now,
            MailDueAt = follow.Frequency.DueAfter(now),
        };

    /// <summary>The stories it is made of.</summary>
    internal Bundle Bundle =>
        Stories is null
            ? Following.Bundle.Empty
            : JsonSerializer.Deserialize<Bundle>(Stories, JsonSerializerOptions.Web)!;

    /// <summary>Its sentences.</summary>
    public IReadOnlyList<string> Sentences =>
        Body.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Its reader has seen it.</summary>
    public void Read(DateTime now) => ReadAt ??= now;

    /// <summary>Goes out then; null for by no e-mail.</summary>
    internal void BecomeDue(DateTime? at) => MailDueAt = at;

    /// <summary>Puts it into an e-mail.</summary>
    internal void GoInto(Mail mail) => MailId = mail.Id;

    private sealed class Mapping : IEntityTypeConfiguration<Message>
    {
        public void Configure(EntityTypeBuilder<Message> entity)
        {
            entity.HasIndex(m => new { m.Recipient, m.Key }).IsUnique();
            entity.HasIndex(m => m.MailDueAt);
            entity.HasIndex(m => m.MailId);
            entity.HasOne<Person>().WithMany().HasForeignKey(m => m.PersonId);
            entity.HasOne<Mail>().WithMany().HasForeignKey(m => m.MailId);
        }
    }
}

/// <summary>What is to be said to somebody.</summary>
/// <param name="Key">What it is about, such as <c>interest:{id}:due</c>: with the same key the same reader gets one message, ever.</param>
/// <param name="Title">Heading, and subject of the e-mail: "Wyre asks for your answer by 4 December 2026".</param>
/// <param name="Sentences">What there is to say, a sentence each, plain text.</param>
/// <param name="Path">Where it is read further or acted upon, from the root.</param>
/// <param name="Owed">Owed by law or by a clock: goes out at once, unless the reader wants no e-mail at all.</param>
/// <param name="SubjectKind">Kind of the record it is about, one of <see cref="ISubjects"/>: who cannot see the record when the message is shown or sent gets nothing of it.</param>
/// <param name="SubjectId">Its id.</param>
public sealed record MessageWords(
    string Key,
    string Title,
    IReadOnlyList<string> Sentences,
    string Path,
    bool Owed = false,
    string? SubjectKind = null,
    string? SubjectId = null
);

/// <summary>Who a message is for: a person, or an address without an account.</summary>
internal readonly record struct Reader(Id<Person>? Person, string? Address)
{
    public string Key => Person is { } id ? $"person:{id}" : $"mail:{Address}";
}
