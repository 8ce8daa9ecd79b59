using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tandem.Questionnaires.Formulas;

namespace Tandem.Questionnaires;

/// <summary>Answers as they are kept and sent: true or false, a number, text, a day as 2026-04-27, a list of codes, or a list of rows. What was typed and not understood is text.</summary>
public static class AnswerJson
{
    public static string Write(Value value) =>
        Node(value)?.ToJsonString(JsonSerializerOptions.Web) ?? "null";

    /// <summary>The value as a node, to be put into a larger document.</summary>
    public static JsonNode? Node(Value? value) =>
        value switch
        {
            Value.Truth truth => JsonValue.Create(truth.Is),
            Value.Number number => JsonValue.Create(number.Amount),
            Value.Text text => JsonValue.Create(text.Words),
            Value.Day day => JsonValue.Create(
                day.On.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            ),
            Value.Set set => new JsonArray([.. set.Codes.Select(c => JsonValue.Create(c))]),
            Value.Rows rows => new JsonArray([.. rows.Items.Select(Row)]),
            Value.Many many => new JsonArray([.. many.Items.Select(Node)]),
            _ => null,
        };

    private static JsonObject Row(IReadOnlyDictionary<string, Value> row) =>
        new(row.Select(cell => KeyValuePair.Create(cell.Key, Node(cell.Value))));

    /// <summary>Reads what was kept for a question. An answer that does not suit its kind comes back as text.</summary>
    public static Value? Read(string json, Question question)
    {
        using var document = JsonDocument.Parse(json);
        return Read(document.RootElement, question);
    }

    /// <inheritdoc cref="Read(string, Question)"/>
    public static Value? Read(JsonElement json, Question question) =>
        json.ValueKind switch
        {
            JsonValueKind.Null or JsonValueKind.Undefined => null,
            JsonValueKind.True => Value.Yes,
            JsonValueKind.False => Value.No,
            JsonValueKind.Number when json.TryGetDecimal(out var number) => new Value.Number(
                number
            ),
            JsonValueKind.String => OfText(json.GetString()!, question.Kind),
            JsonValueKind.Array when question.Kind == QuestionKind.Rows => new Value.Rows([
                .. json.EnumerateArray().Select(r => ReadRow(r, question)),
            ]),
            JsonValueKind.Array => new Value.Set([
                .. json.EnumerateArray()
                    .Select(e =>
                        e.ValueKind == JsonValueKind.String ? e.GetString()! : e.GetRawText()
                    ),
            ]),
            _ => new Value.Text(json.GetRawText()),
        };

    private static Dictionary<string, Value> ReadRow(JsonElement json, Question question)
    {
        var row = new Dictionary<string, Value>();
        if (json.ValueKind != JsonValueKind.Object)
        {
            return row;
        }
        foreach (var cell in json.EnumerateObject())
        {
            // A column that this version does not have keeps what it held, so that nothing is lost.
            var column = question.Columns.FirstOrDefault(c => c.Code == cell.Name);
            var value = column is null ? OfElement(cell.Value) : Read(cell.Value, column);
            if (value is not null)
            {
                row[cell.Name] = value;
            }
        }
        return row;
    }

    private static Value? OfElement(JsonElement json) =>
        json.ValueKind switch
        {
            JsonValueKind.Null => null,
            JsonValueKind.True => Value.Yes,
            JsonValueKind.False => Value.No,
            JsonValueKind.Number when json.TryGetDecimal(out var number) => new Value.Number(
                number
            ),
            JsonValueKind.String => new Value.Text(json.GetString()!),
            JsonValueKind.Array => new Value.Set([
                .. json.EnumerateArray().Select(e => e.ToString()),
            ]),
            _ => new Value.Text(json.GetRawText()),
        };

    private static Value OfText(string text, QuestionKind kind) =>
        kind == QuestionKind.Date
        && DateOnly.TryParseExact(
            text,
            "yyyy-MM-dd",
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out var day
        )
            ? new Value.Day(day)
            : new Value.Text(text);
}
