using System.Globalization;
using Microsoft.AspNetCore.DataProtection;
using Tandem.Following;
using Tandem.Kernel;

namespace Tandem.Discussions;

/// <summary>Links by which somebody without an account asks about one record, and finds their question again. Whoever has the e-mail has them.</summary>
public sealed class QuestionLinks(IDataProtectionProvider protection, TimeProvider clock)
{
    /// <summary>How long a link to ask is good.</summary>
    public static readonly TimeSpan AskWithin = TimeSpan.FromDays(3);

    private readonly IDataProtector ask = protection.CreateProtector("question-ask");
    private readonly IDataProtector read = protection.CreateProtector("question-read");

    /// <summary>To the page on which the reader of the address asks about the record.</summary>
    public string Ask(Subject subject, string address) =>
        $"/questions/ask?t={ask.Protect($"{clock.GetUtcNow().Add(AskWithin).ToUnixTimeSeconds()} {subject.Kind} {subject.Id} {address}")}";

    /// <summary>To the question, as its asker reads it.</summary>
    public string Read(Question question) =>
        $"/questions/{question.Reference}?t={read.Protect($"{question.Id} {question.AskerAddress}")}";

    /// <summary>Whose link it is and which record it is about; null for a link that was not made here or is too old.</summary>
    public (string Kind, string Id, string Address)? ReadAsk(string? token) =>
        ask.Read(token)?.Split(' ', 4) is [var until, var kind, var id, var address]
        && long.Parse(until, CultureInfo.InvariantCulture) >= clock.GetUtcNow().ToUnixTimeSeconds()
            ? (kind, id, address)
            : null;

    /// <summary>The address that asked the question a link is for.</summary>
    public (Id<Question> Question, string Address)? ReadQuestion(string? token) =>
        read.Read(token)?.Split(' ', 2) is [var id, var address]
            ? (Id<Question>.Parse(id, null), address)
            : null;
}
