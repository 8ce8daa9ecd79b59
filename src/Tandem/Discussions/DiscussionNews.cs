using System.Text.Json;
using Tandem.Kernel;

namespace Tandem.Discussions;

/// <summary>What is said about a record, as those who follow it are told. Every room's <see cref="Following.ISubjects.Tell"/> asks here for acts it does not know itself.</summary>
public static class DiscussionNews
{
    /// <summary>Verb of an act on the record: somebody posted about it.</summary>
    public const string PostWritten = "post-written";

    /// <summary>Verb of an act on the record: a question about it was answered.</summary>
    public const string QuestionAnswered = "question-answered";

    /// <summary>The act as a sentence, or null where it is none of these. It names nobody who asked and repeats nothing that could be removed later.</summary>
    public static string? Tell(Event act) =>
        act.Verb switch
        {
            PostWritten => $"{act.ActorName} wrote in the discussion",
            QuestionAnswered => JsonDocument
                .Parse(act.Data)
                .RootElement.TryGetProperty("question", out var reference)
                ? $"Question {reference.GetString()} was answered"
                : "A question was answered",
            _ => null,
        };
}
