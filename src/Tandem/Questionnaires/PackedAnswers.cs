using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Kernel.Sealing;

namespace Tandem.Questionnaires;

/// <summary>An answer taken out of a response.</summary>
public sealed record PackedAnswer(string Question, string Json, string By, DateTime At);

/// <summary>A file taken out of a response.</summary>
/// <param name="Bytes">Before it was sealed.</param>
/// <param name="Hash">Where it lies in the file store.</param>
/// <param name="Key">The key it is sealed with; null where it is not sealed.</param>
public sealed record PackedFile(
    Guid Id,
    string Question,
    string Name,
    long Bytes,
    string Hash,
    byte[]? Key
);

/// <summary>Answers that another room keeps in a form of its own: taken out of a response, read without one, or put into a draft again.</summary>
public static class PackedAnswers
{
    /// <summary>The answers and files of a response, of the questions that are asked.</summary>
    public static (IReadOnlyList<PackedAnswer> Answers, IReadOnlyList<PackedFile> Files) Of(
        OpenResponse open
    )
    {
        bool IsAsked(string code) =>
            open.Set.Find(code) is { } question && open.Sheet.IsAsked(question);
        return (
            [
                .. open
                    .Answers.Values.Where(a => IsAsked(a.Question))
                    .OrderBy(a => a.Question, StringComparer.Ordinal)
                    .Select(a => new PackedAnswer(
                        a.Question,
                        a.Plain,
                        a.ChangedByName,
                        a.ChangedAt
                    )),
            ],
            [
                .. open
                    .Evidence.Where(e => IsAsked(e.Question))
                    .Select(e => new PackedFile(
                        e.Id.Value,
                        e.Question,
                        e.Name,
                        e.FileBytes,
                        e.FileHash,
                        e.Key
                    )),
            ]
        );
    }

    /// <summary>To be read as a response is, though there is none.</summary>
    /// <param name="at">When they were given: rules that ask for today are asked as of then.</param>
    /// <param name="filesAt">Address before the ids of its files.</param>
    public static OpenResponse Open(
        QuestionSet set,
        Id<Organisation> organisation,
        string title,
        DateTime at,
        IReadOnlyList<PackedAnswer> answers,
        IReadOnlyList<PackedFile> files,
        string filesAt,
        string backTitle,
        string backHref
    )
    {
        var response = Response.Start(set, organisation, new("", ""), title, Actor.Visitor, at);
        var kept = answers.ToDictionary(
            a => a.Question,
            a => Answer.Given(response.Id, a.Question, a.Json, a.By, a.At, null)
        );
        var evidence = files
            .Select(f =>
                Evidence.Elsewhere(new(f.Id), f.Question, f.Name, new(f.Hash, f.Bytes), f.Key)
            )
            .ToList();
        var sheet = new AnswerSheet(
            set,
            FindResponse.Values(set, kept, evidence),
            LocalDay.Of(at),
            evidence.Select(e => e.Question).ToHashSet()
        );
        var no = Verdict.No("This has been submitted; its answers cannot be changed.");
        response.Submit(sheet, at);
        return new(
            response,
            set,
            sheet,
            kept,
            evidence,
            new(no, no, backTitle, backHref, IsPinned: true, FilesAt: filesAt)
        );
    }

    /// <summary>Puts them into a draft that was just begun. Nothing is saved: the room that began it saves.</summary>
    public static void PutInto(
        Db db,
        Response draft,
        QuestionSet set,
        SealingKey installation,
        IReadOnlyList<PackedAnswer> answers,
        IReadOnlyList<PackedFile> files
    )
    {
        var seal = SealedAnswers.Of(draft, installation);
        db.AddRange(
            answers
                .Where(a => set.Find(a.Question) is not null)
                .Select(a => Answer.Given(draft.Id, a.Question, a.Json, a.By, a.At, seal))
        );
        db.AddRange(
            files
                .Where(f => set.Find(f.Question) is not null)
                .Select(f =>
                    Evidence.Of(
                        draft.Id,
                        f.Question,
                        f.Name,
                        new(f.Hash, f.Bytes),
                        answers.FirstOrDefault()?.By ?? "",
                        db.Now(),
                        seal is not null && f.Key is not null ? (seal, f.Key) : null
                    )
                )
        );
    }
}
