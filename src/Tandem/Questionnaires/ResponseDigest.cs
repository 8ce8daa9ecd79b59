using System.Globalization;
using System.Text;
using Tandem.Questionnaires.Formulas;

namespace Tandem.Questionnaires;

/// <summary>
/// What a report counts of one response, in one short text beside it: a word for each question of the set in its order, then one for each rule. So a report over thousands of responses reads one row of
/// each and none of their answers.
/// </summary>
internal static class ResponseDigest
{
    private const string Nothing = "-";

    /// <summary>y or n; the number of the option; for several options their bits in hexadecimal; a for another answer; 1, 0 or - for a rule.</summary>
    public static string Write(AnswerSheet sheet)
    {
        var text = new StringBuilder();
        foreach (var question in sheet.Set.Questions)
        {
            text.Append(Word(question, sheet[question.Code])).Append(' ');
        }
        foreach (var result in sheet.Results)
        {
            text.Append(
                    result.Value is Value.Truth truth
                        ? truth.Is
                            ? "1"
                            : "0"
                        : result.Value is null
                            ? Nothing
                            : "a"
                )
                .Append(' ');
        }
        return text.ToString();
    }

    private static string Word(Question question, Value? value) =>
        value switch
        {
            null => Nothing,
            Value.Truth truth => truth.Is ? "y" : "n",
            Value.Text text when question.Kind == QuestionKind.Choice => Number(
                IndexOf(question, text.Words)
            ),
            Value.Set set
                when question.Kind == QuestionKind.Choices && question.Options.Count <= 60 => set
                .Codes.Aggregate(0L, (bits, code) => bits | (1L << IndexOf(question, code)))
                .ToString("x", CultureInfo.InvariantCulture),
            _ => "a",
        };

    private static int IndexOf(Question question, string code) =>
        question.Options.TakeWhile(o => o.Code != code).Count();

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Adds what a digest says to the counts: one array for each question (its answers in order, answered last) and one for each rule (raised).</summary>
    public static void Count(
        QuestionSet set,
        IReadOnlyList<Question> questions,
        string digest,
        int[][] counts,
        int[] raised
    )
    {
        var rest = digest.AsSpan();
        for (var i = 0; i < questions.Count && rest.Length > 0; i++)
        {
            Add(questions[i], Next(ref rest), counts[i]);
        }
        for (var i = 0; i < set.Rules.Count && rest.Length > 0; i++)
        {
            raised[i] += Next(ref rest) is "1" ? 1 : 0;
        }
    }

    private static void Add(Question question, ReadOnlySpan<char> word, int[] counts)
    {
        if (word is "-")
        {
            return;
        }
        counts[^1]++;
        switch (question.Kind)
        {
            case QuestionKind.YesNo:
                counts[word is "y" ? 0 : 1]++;
                break;
            case QuestionKind.Choice:
                if (
                    int.TryParse(
                        word,
                        NumberStyles.None,
                        CultureInfo.InvariantCulture,
                        out var option
                    )
                    && option < counts.Length - 1
                )
                {
                    counts[option]++;
                }
                break;
            case QuestionKind.Choices
                when long.TryParse(
                    word,
                    NumberStyles.HexNumber,
                    CultureInfo.InvariantCulture,
                    out var bits
                ):
                for (var i = 0; i < counts.Length - 1; i++)
                {
                    counts[i] += (bits & (1L << i)) != 0 ? 1 : 0;
                }
                break;
        }
    }

    private static ReadOnlySpan<char> Next(ref ReadOnlySpan<char> rest)
    {
        var end = rest.IndexOf(' ');
        var word = end < 0 ? rest : rest[..end];
        rest = end < 0 ? [] : rest[(end + 1)..];
        return word;
    }
}
