using System.Security.Cryptography;
using System.Text;
using Tandem.Kernel;
using Tandem.Questionnaires.Formulas;

namespace Tandem.Questionnaires;

/// <summary>Adds, changes and takes away rows of an answer.</summary>
public sealed class ChangeRows(FindResponse find, SaveAnswers save)
{
    /// <summary>Tells the rows of now from those of another time.</summary>
    public static string Stamp(Answer? answer) =>
        answer is null
            ? ""
            : Convert.ToHexStringLower(
                SHA256.HashData(Encoding.UTF8.GetBytes(answer.Json)).AsSpan(0, 8)
            );

    /// <param name="stamp">The <see cref="Stamp"/> of the rows that are changed, as they were seen.</param>
    /// <param name="change">Changes the list of rows in place.</param>
    /// <returns>How many rows there are now.</returns>
    /// <exception cref="Refusal">The rows are others by now, the actor may not, or there would be too many.</exception>
    public async Task<int> RunAsync(
        Id<Response> id,
        string question,
        string? stamp,
        Action<List<IReadOnlyDictionary<string, Value>>> change,
        CancellationToken cancellation = default
    )
    {
        var open = await find.RunAsync(id, cancellation);
        if (open.Set.Find(question) is not { Kind: QuestionKind.Rows } asked)
        {
            throw new Refusal("There is no such table.", kind: RefusalKind.NotFound);
        }
        if (Stamp(open.Answers.GetValueOrDefault(question)) != (stamp ?? ""))
        {
            throw new Refusal(
                "These rows were changed since you opened the page. They are shown as they are now; make your change again."
            );
        }
        List<IReadOnlyDictionary<string, Value>> rows = open.Sheet.Given(question)
            is Value.Rows kept
            ? [.. kept.Items]
            : [];
        change(rows);
        if (rows.Count > LimitsReader.MostRows)
        {
            throw new Refusal(
                AnswerChecks.Problem(asked, new Value.Rows(rows))!,
                SectionForm.Field(question)
            );
        }
        await save.RunAsync(
            id,
            new Dictionary<string, Value?> { [question] = new Value.Rows(rows) },
            cancellation: cancellation
        );
        return rows.Count;
    }
}
