using System.Net;
using System.Text;
using System.Text.Json;

namespace Tandem.Formats.Tabular;

/// <summary>
/// Reads Contracts Finder notices from JSON Lines, one flat object a line (id, title, organisation, published_date, value_low, …),
/// also gzipped. HTML entities are decoded; a value of 0 is unknown; a repeated id is said. A line that is not such an object is refused.
/// </summary>
public static class ContractsFinderJson
{
    const int LongestLine = 8 << 20;

    /// <summary>Reads every line that is not blank.</summary>
    public static IEnumerable<RowOutcome<ContractsFinderNotice>> Read(
        Stream stream,
        string file,
        TableLimits? limits = null
    )
    {
        var lines = new Lines(stream, limits ?? new());
        var seen = new Dictionary<string, long>(StringComparer.Ordinal);
        while (lines.Next() is { } found)
        {
            if (found.Text.Length == 0 && found.Why is null)
            {
                continue;
            }
            var (notice, problems) = found.Why is { } why
                ? (null, [new Problem(new(file, found.Line), why)])
                : Notice(found.Text, file, found.Line);
            long? repeats = null;
            if (notice is not null && !seen.TryAdd(notice.Identifier, found.Line))
            {
                repeats = seen[notice.Identifier];
                problems.Add(
                    new(
                        new(file, found.Line, Path: "id"),
                        $"the notice stands on line {repeats} already",
                        ProblemKind.Noticed
                    )
                );
            }
            yield return new(found.Line, notice, problems, [found.Text], repeats);
        }
    }

    static (ContractsFinderNotice?, List<Problem>) Notice(string text, string file, long line)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                return (null, [new(new(file, line), "The line is not a JSON object")]);
            }
            var root = document.RootElement;
            var cells = new CellReader(file, line, c => Text(root, c));
            return (Notice(cells), cells.Problems);
        }
        catch (JsonException e)
        {
            return (
                null,
                [new(new(file, line, e.BytePositionInLine + 1), "The line is not valid JSON")]
            );
        }
        catch (InvalidOperationException)
        {
            return (null, [new(new(file, line), "The line has text that is not valid Unicode")]);
        }
    }

    static ContractsFinderNotice? Notice(CellReader cells)
    {
        foreach (
            var column in new[] { "id", "organisation", "title" }.Where(c => cells.Text(c) is null)
        )
        {
            cells.Refuse(column, "it is blank or absent, and without it the notice cannot be kept");
        }
        if (cells.Problems.Count > 0)
        {
            return null;
        }
        var sme = cells.Flag("awarded_to_sme");
        var notice = new ContractsFinderNotice
        {
            Place = cells.Place,
            Identifier = cells.Text("id")!,
            Organisation = Values.Tidy(cells.Text("organisation")),
            Title = Values.Tidy(cells.Text("title")),
            NoticeType = cells.Text("notice_type"),
            Status = cells.Text("status")?.ToLowerInvariant(),
            Published = cells.Date("published_date") is { } published
                ? published.Instant
                    ?? new DateTimeOffset(published.First, TimeOnly.MinValue, TimeSpan.Zero)
                : null,
            Description = cells.Text("description"),
            Postcode = cells.Text("postcode")?.ToUpperInvariant(),
            Regions = cells.List("region"),
            CpvCodes = cells.Cpv("cpv_codes"),
            Closing = cells.Date("deadline_date")?.Last,
            SuitableForSme = cells.Flag("suitable_for_sme"),
            ValueLow = cells.Value("value_low"),
            ValueHigh = cells.Value("value_high"),
            AwardedDate = cells.Date("awarded_date")?.First,
            AwardedValue = cells.Value("awarded_value"),
            Suppliers = [.. Suppliers(cells.Text("awarded_supplier"), sme)],
            ContractStart = (cells.Date("contract_start") ?? cells.Date("start_date"))?.First,
            ContractEnd = (cells.Date("contract_end") ?? cells.Date("end_date"))?.Last,
            Url =
                cells.Text("url") is { } url
                && Uri.TryCreate(url, UriKind.Absolute, out var uri)
                && uri.Scheme is "https" or "http"
                    ? uri.ToString()
                    : null,
        };
        ContractsFinderCsv.Doubts(notice, cells);
        return notice;
    }

    /// <summary>Names joined by commas without a space; with one it belongs to the name ("Baker, Lomax"), as does what cannot be a name.</summary>
    static IEnumerable<ContractsFinderSupplier> Suppliers(string? text, bool? sme)
    {
        var names = new List<string>();
        foreach (var part in (text ?? "").Split(','))
        {
            if (
                names.Count > 0
                && (
                    part is [' ', ..]
                    || part.Trim().TrimEnd('.').ToUpperInvariant()
                        is "LTD"
                            or "LIMITED"
                            or "LLP"
                            or "PLC"
                            or "INC"
                )
            )
            {
                names[^1] += "," + part;
            }
            else
            {
                names.Add(part);
            }
        }
        var tidy = names.Select(Values.Tidy).Where(n => n.Length > 0).ToList();
        return tidy.Select(name => new ContractsFinderSupplier(
            name,
            null,
            null,
            null,
            tidy.Count == 1 ? sme : null,
            null
        ));
    }

    static string? Text(JsonElement root, string name) =>
        !root.TryGetProperty(name, out var value)
            ? null
            : value.ValueKind switch
            {
                JsonValueKind.String => WebUtility.HtmlDecode(value.GetString()),
                JsonValueKind.Number => value.TryGetDecimal(out var number)
                    ? number.ToString(System.Globalization.CultureInfo.InvariantCulture)
                    : value.GetRawText(),
                JsonValueKind.True => "true",
                JsonValueKind.False => "false",
                JsonValueKind.Array => string.Join(
                    ",",
                    value.EnumerateArray().Take(1000).Select(v => v.ToString())
                ),
                _ => null,
            };

    /// <summary>Lines with their numbers; one that is too long is passed over and said.</summary>
    sealed class Lines(Stream stream, TableLimits limits)
    {
        TextReader? reader;
        long line;
        bool broken;

        public (long Line, string Text, string? Why)? Next()
        {
            if (broken)
            {
                return null;
            }
            try
            {
                reader ??= new TextSource(Bytes.Inflated(stream, limits, out _));
                return reader.Peek() < 0 ? null : ReadLine();
            }
            catch (Exception e) when (Bytes.IsDamage(e))
            {
                broken = true;
                return (line + 1, "", $"The file cannot be read further: {Table.Damage(e)}");
            }
        }

        (long, string, string?) ReadLine()
        {
            line++;
            var text = new StringBuilder();
            int c;
            while ((c = reader!.Read()) is not (< 0 or '\n'))
            {
                if (text.Length <= LongestLine)
                {
                    text.Append((char)c);
                }
            }
            return text.Length > LongestLine
                ? (line, "", $"The line is longer than {LongestLine >> 20} million characters")
                : (line, text.ToString().Trim(), null);
        }
    }
}
