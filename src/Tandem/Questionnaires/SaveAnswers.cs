using Microsoft.EntityFrameworkCore;
using Tandem.Kernel;
using Tandem.Questionnaires.Formulas;

namespace Tandem.Questionnaires;

/// <summary>Keeps answers as they are typed, complete or not. What cannot be understood is kept as text, and stands between the draft and its submission.</summary>
public sealed class SaveAnswers(Db db, Actor actor, FindResponse find, ResponseUses uses)
{
    /// <param name="given">By code of the question; null takes an answer back. Questions not named stay as they are.</param>
    /// <param name="seenAt">When the answers were read that these replace. An answer that somebody else has changed since is not overwritten, and is told.</param>
    /// <returns>The response with its answers of now, and the questions whose answers another person changed meanwhile.</returns>
    /// <exception cref="Refusal">The actor may not, it is no draft, or an answer is too long.</exception>
    public async Task<(OpenResponse Open, IReadOnlyList<Answer> Crossed)> RunAsync(
        Id<Response> id,
        IReadOnlyDictionary<string, Value?> given,
        DateTime? seenAt = null,
        CancellationToken cancellation = default
    )
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        // Takes the row, so that a submission at the same time comes before or after, never between.
        await db.Set<Response>()
            .Where(r => r.Id == id)
            .ExecuteUpdateAsync(s => s.SetProperty(r => r.ChangedAt, db.Now()), cancellation);
        var open = await find.RunAsync(id, cancellation);
        open.Rights.Answer.Permit();
        open.Response.MustBeDraft();
        var crossed = new List<Answer>();
        var changed = new List<string>();
        foreach (var (code, value) in given)
        {
            var question =
                open.Set.Find(code) is { Kind: not QuestionKind.File } known && open.MayChange(code)
                    ? known
                    : throw new Refusal($"The answer to ‘{code}’ cannot be changed here.");
            var json = value is null ? null : AnswerJson.Write(value);
            var before = open.Answers.GetValueOrDefault(code);
            if (json == before?.Plain && before?.CarriedFrom is null)
            {
                continue;
            }
            MustFit(question, json);
            if (
                before is not null
                && seenAt < before.ChangedAt
                && before.ChangedById?.Value != actor.PersonId
            )
            {
                crossed.Add(before);
                continue;
            }
            changed.Add(code);
            Keep(open, code, before, json);
        }
        if (changed.Count > 0)
        {
            await uses.Of(open.Response).ChangedAsync(open.Response, cancellation);
            db.Record(actor, "answers-saved", nameof(Response), id, new { changed });
            await db.SaveChangesAsync(cancellation);
            open = await find.OpenAsync(open.Response, cancellation);
            open.Response.Reckon(open.Sheet, db.Now());
            await db.SaveChangesAsync(cancellation);
        }
        await transaction.CommitAsync(cancellation);
        return (open, crossed);
    }

    private void Keep(OpenResponse open, string code, Answer? before, string? json)
    {
        if (json is null)
        {
            db.Remove(before!);
            return;
        }
        (before ?? db.Add(Answer.To(open.Response.Id, code)).Entity).Say(
            json,
            actor,
            db.Now(),
            open.Seal
        );
    }

    private static void MustFit(Question question, string? json)
    {
        var most = question.Kind == QuestionKind.Rows ? 4_000_000 : 4 * AnswerChecks.LongestText;
        if (json?.Length > most)
        {
            throw new Refusal(
                "This answer is too long to be kept. Shorten it.",
                SectionForm.Field(question.Code)
            );
        }
    }
}
