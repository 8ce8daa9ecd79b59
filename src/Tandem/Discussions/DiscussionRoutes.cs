using System.Text.Json;
using Tandem.Web.Http;

namespace Tandem.Discussions;

/// <summary>A post as data.</summary>
/// <param name="Text">The words; null where it was removed.</param>
/// <param name="Removed">Why it is not there any more.</param>
public sealed record PostRecord(
    string Id,
    string Author,
    string? Organisation,
    DateTime WrittenAt,
    DateTime? EditedAt,
    string? Text,
    string? Removed,
    IReadOnlyList<PostRecord> Replies
)
{
    internal static PostRecord Of(SeenPost post) =>
        new(
            post.Id.ToString(),
            post.Author,
            post.Organisation,
            post.WrittenAt,
            post.EditedAt,
            post.Text,
            post.Gone,
            [.. post.Replies.Select(Of)]
        );
}

/// <summary>An answered question as data; who asked is not in it.</summary>
public sealed record QuestionRecord(
    string Reference,
    string Question,
    string Answer,
    DateTime AnsweredAt
);

/// <summary>What is said in the open about a record, as data. Private notes and questions without an answer are not in it, whoever reads.</summary>
public sealed record DiscussionRecord(
    string Kind,
    string Reference,
    string Title,
    string Path,
    IReadOnlyList<PostRecord> Posts,
    IReadOnlyList<QuestionRecord> Questions,
    int QuestionsWaiting,
    int QuestionsLate
)
{
    internal static DiscussionRecord Of(SeenDiscussion seen) =>
        new(
            seen.Subject.Kind,
            seen.Subject.Reference,
            seen.Subject.Title,
            seen.Subject.Path,
            [.. seen.Posts.Select(PostRecord.Of)],
            [
                .. seen
                    .Questions.Where(q => q.State == QuestionState.Answered)
                    .Select(q => new QuestionRecord(
                        q.Reference,
                        q.Text,
                        q.Answer!,
                        q.AnsweredAt!.Value
                    )),
            ],
            seen.Waiting,
            seen.Late
        );
}

/// <summary>Discussions as data.</summary>
internal static class DiscussionRoutes
{
    public static void Map(WebApplication app)
    {
        app.MapGet("/discussions/{kind}/{id}.json", OneAsync)
            .AllowAnonymous()
            .ExcludeFromDescription();
        app.MapGet("/api/discussions/{kind}/{id}", OneAsync)
            .AllowAnonymous()
            .WithName("getDiscussion")
            .WithTags("Discussions")
            .WithSummary("What is said about a record: posts, and questions with their answers")
            .WithDescription(
                "Kind and id are those of the record, as in the address of its discussion. Whoever may see the record may read it; private notes are never in it."
            )
            .Produces<DiscussionRecord>()
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> OneAsync(
        HttpContext http,
        string kind,
        string id,
        ReadDiscussion read
    )
    {
        if (await read.RunAsync(kind, id, http.RequestAborted) is not { } seen)
        {
            return Problems.NotFound("discussion");
        }
        http.VariesByReader();
        return http.Json(
            JsonSerializer.SerializeToUtf8Bytes(
                DiscussionRecord.Of(seen),
                JsonSerializerOptions.Web
            )
        );
    }
}
