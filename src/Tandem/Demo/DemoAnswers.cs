using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Tandem.Calls;
using Tandem.Entries;
using Tandem.Entries.Sealing;
using Tandem.Kernel;
using Tandem.Kernel.Sealing;
using Tandem.Questionnaires;
using Tandem.Questionnaires.Formulas;

namespace Tandem.Demo;

/// <summary>What entrants of the demo network answer to the questions of a call.</summary>
public sealed partial class DemoAnswers(Db db, QuestionSets sets, SealingKey installation)
{
    /// <summary>The answers that were given, to a stage or to who can enter, as a draft of the entry would have them.</summary>
    internal async Task<OpenResponse> WriteAsync(
        DemoLife life,
        CallStage? stage,
        CancellationToken cancellation
    )
    {
        var (call, entry, by, now) = (life.Call, life.Current, life.Lead.Actor, db.Now());
        var set = (
            await sets.FindAsync(
                stage?.FormName ?? call.EligibilityName!,
                stage?.FormVersion ?? call.EligibilityVersion!,
                cancellation
            )
        )!;
        var response = BeginStage.Begin(call, entry, stage, set, by, installation, now);
        var key = SealedAnswers.Of(response, installation);
        var (given, values) = (new Dictionary<string, Answer>(), new Dictionary<string, Value>());
        foreach (var question in set.Questions)
        {
            if (
                (
                    life.Given.GetValueOrDefault(question.Code)
                    ?? life.Usual.GetValueOrDefault(question.Code)
                )
                is not { } text
            )
            {
                continue;
            }
            var json = Json(question, Fill(text, life));
            var answer = Answer.To(response.Id, question.Code);
            answer.Say(json, by, now, key);
            given[question.Code] = answer;
            values[question.Code] = AnswerJson.Read(json, question)!;
        }
        if (life.Given.Keys.FirstOrDefault(g => set.Find(g) is null) is { } unasked)
        {
            throw new InvalidOperationException($"{set.Name} does not ask for ‘{unasked}’.");
        }
        life.Given.Clear();
        var sheet = new AnswerSheet(set, values, LocalDay.Of(now));
        response.Reckon(sheet, now);
        return new(
            response,
            set,
            sheet,
            given,
            [],
            new(Verdict.Yes, Verdict.Yes, entry.Reference, entry.Path),
            key
        );
    }

    /// <summary>Writes them, and keeps them as a draft of the entry.</summary>
    internal async Task KeepAsync(
        DemoLife life,
        CallStage? stage,
        CancellationToken cancellation
    ) => Keep(life.Current, stage, await WriteAsync(life, stage, cancellation));

    internal void Keep(Entry entry, CallStage? stage, OpenResponse open)
    {
        db.Add(open.Response);
        db.AddRange(open.Answers.Values);
        db.Add(EntryDraft.Of(entry, stage, open.Response));
    }

    /// <summary>All that is submitted, in one.</summary>
    internal static Package Pack(
        DemoLife life,
        CallStage stage,
        OpenResponse open,
        int version,
        DateTime at
    ) =>
        new(
            life.Current.Reference,
            stage.Code,
            version,
            open.Set.Name,
            open.Set.Version,
            at,
            life.Lead.Actor.Name,
            PackedAnswers
                .Of(open)
                .Answers.ToDictionary(a => a.Question, a => new PackagedAnswer(a.Json, a.By, a.At)),
            []
        );

    /// <summary>Puts the entrant, and days counted from today, into an answer: <c>{name}</c>, <c>{+30}</c>.</summary>
    private static string Fill(string text, DemoLife life) =>
        Days()
            .Replace(
                text.Replace("{name}", life.Current.EntrantName)
                    .Replace("{number}", life.Lead.Firm?.RegisteredNumber?.Split(':')[^1] ?? ""),
                found =>
                    life.Today.AddDays(
                            int.Parse(found.Groups[1].Value, CultureInfo.InvariantCulture)
                        )
                        .ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            );

    private static string Json(Question question, string text) =>
        question.Kind
            is QuestionKind.YesNo
                or QuestionKind.Number
                or QuestionKind.Money
                or QuestionKind.Choices
                or QuestionKind.Rows
            ? text
            : JsonSerializer.Serialize(text, JsonSerializerOptions.Web);

    [GeneratedRegex(@"\{([+-]\d+)\}")]
    private static partial Regex Days();
}
