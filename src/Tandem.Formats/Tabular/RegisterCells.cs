namespace Tandem.Formats.Tabular;

/// <summary>One row of a register as a record.</summary>
sealed class RegisterCells(
    string file,
    TableRow row,
    ILookup<string, (string Heading, int Index)> fields,
    string currency
) : MappedCells(file, row, fields, currency)
{
    readonly TableRow row = row;
    readonly string file = file;
    readonly ILookup<string, (string Heading, int Index)> fields = fields;

    /// <summary>The record, without the reference that may have to be derived; null where there is nothing to record.</summary>
    public RegisterRow? Record()
    {
        var (reference, title) = (Text("reference"), Text("title"));
        var description = Text("description");
        if (IsTotal(reference) || IsTotal(title))
        {
            Refuse(title is null ? "reference" : "title", "the row is a total, not a contract");
            return null;
        }
        if (reference is null && title is null && description is null)
        {
            Refuse("title", "the row has no title, reference or description");
            return null;
        }
        if (title is null && fields["title"].Any())
        {
            Note("title", "it is blank; the contract is shown by its description or reference");
        }
        var term = Take("duration", Values.Duration(Cell("duration"), UnitIn("duration")));
        var start = Bound("start")?.First;
        var end =
            Bound("end")?.Last
            ?? (start is { } from && term is { } length ? LastDay(length.Initial, from) : null);
        if (start > end)
        {
            Refuse("end", $"the end ({end:yyyy-MM-dd}) is before the start ({start:yyyy-MM-dd})");
        }
        var (value, basis, annual) = Value();
        var sme = Text("sme-vcse")?.ToUpperInvariant();
        return new RegisterRow
        {
            Place = new(file, row.Line),
            Reference = reference ?? "",
            ReferenceIsDerived = reference is null,
            Title = Values.Tidy(title ?? description ?? reference),
            Description = description,
            Buyer = Text("buyer"),
            Department = Text("department"),
            SupplierName = Text("supplier") is { } supplier ? Values.Tidy(supplier) : null,
            SupplierAddress = Text("supplier-address"),
            CompanyNumber = Text("company-number"),
            VatNumber = Text("vat-number"),
            IsSme = Take("sme", Values.YesNo(Cell("sme"))) ?? Either(sme, "SME"),
            IsVcse = Take("vcse", Values.YesNo(Cell("vcse"))) ?? Either(sme, "VC"),
            Value = value,
            ValueBasis = basis,
            AnnualValue = annual,
            IrrecoverableVat = Amount("irrecoverable-vat"),
            Start = start,
            End = end,
            ExtensionEnds = ExtensionEnds(end, term),
            ReviewDate = Take("review-date", Values.Date(Cell("review-date")))?.First,
            AwardedDate = Take("awarded-date", Values.Date(Cell("awarded-date")))?.First,
            NoticePeriod = Take(
                "notice-period",
                Values.Duration(Cell("notice-period"), UnitIn("notice-period"))
            )?.Initial,
            Procedure = Text("procedure"),
            Invitation = Text("invitation"),
            CpvCodes = [.. Columns("cpv").SelectMany(c => Cpv(c)).Distinct(StringComparer.Ordinal)],
            Category = Text("category"),
            ContractType = Text("contract-type"),
            Contact = Text("contact"),
            Status = Text("status"),
            Url = Text("url"),
            Notes = Text("notes"),
        };
    }

    /// <summary>A start or end: what is no date refuses the row, as the contract would stand in the wrong years.</summary>
    WrittenDate? Bound(string field)
    {
        var reading = Values.Date(Cell(field));
        if (reading.IsWrong)
        {
            Refuse(field, reading.Message!);
            return null;
        }
        return Take(field, reading);
    }

    (Amount? Value, ValueBasis Basis, Amount? Annual) Value()
    {
        var (total, plain, annual) = (
            Amount("total-value"),
            Amount("value"),
            Amount("annual-value")
        );
        if (plain is { PerYear: true })
        {
            annual ??= plain;
            plain = null;
        }
        return total is not null ? (total, ValueBasis.Total, annual)
            : plain is not null ? (plain, ValueBasis.Unstated, annual)
            : (annual, annual is null ? ValueBasis.Unstated : ValueBasis.Annual, annual);
    }

    DurationUnit? UnitIn(string field) =>
        fields[field].FirstOrDefault().Heading is not { } heading ? null
        : Has(heading, "month") || Has(heading, "månad") ? DurationUnit.Months
        : Has(heading, "year") || Has(heading, "år)") ? DurationUnit.Years
        : Has(heading, "week") ? DurationUnit.Weeks
        : Has(heading, "day") || Has(heading, "dag") ? DurationUnit.Days
        : null;

    /// <summary>Ends named outright, or else worked out from the end and the extensions allowed.</summary>
    DateOnly[] ExtensionEnds(DateOnly? end, Term? term)
    {
        var ends = new List<DateOnly>();
        foreach (var (heading, index) in Columns("maximum-end"))
        {
            var reading = Values.Date(row.Cells[index]);
            if (reading.Message is { } message)
            {
                Problems.Add(
                    new(new(file, row.Line, index + 1, heading), message, ProblemKind.Noticed)
                );
            }
            if (reading.Value is { } date && (end is null || date.Last > end))
            {
                ends.Add(date.Last);
            }
        }
        if (ends.Count == 0 && end is { } last)
        {
            var spans = Columns("extension").SelectMany(Allowed).ToList();
            foreach (var span in spans.Count > 0 ? spans : term?.Extensions ?? [])
            {
                last = LastDay(
                    span,
                    last.DayNumber < DateOnly.MaxValue.DayNumber ? last.AddDays(1) : last
                );
                ends.Add(last);
            }
        }
        return [.. ends.Distinct().Order()];
    }

    IReadOnlyList<Span> Allowed((string Heading, int Index) column)
    {
        var text = row.Cells[column.Index];
        if (
            Values.YesNo(text) is { Outcome: Outcome.Read, Message: null }
            && !text.Trim().All(char.IsAsciiDigit)
        )
        {
            return [];
        }
        var reading = Values.Extensions(text, UnitIn("extension"));
        if (reading.Message is { } message)
        {
            Problems.Add(
                new(
                    new(file, row.Line, column.Index + 1, column.Heading),
                    message,
                    ProblemKind.Noticed
                )
            );
        }
        return reading.Value?.Extensions ?? [];
    }

    static DateOnly LastDay(Span span, DateOnly start)
    {
        var after = span.After(start);
        return after > start ? after.AddDays(-1) : after;
    }

    static bool? Either(string? text, string word) =>
        text is null ? null
        : text.StartsWith("NON", StringComparison.Ordinal)
        || text is "NEITHER" or "NO" or "N" or "LARGE"
            ? false
        : text.Contains(word, StringComparison.Ordinal) || text == "BOTH" ? true
        : null;

    static bool IsTotal(string? text) =>
        text is not null
        && text.TrimEnd(':').Trim().ToUpperInvariant()
            is "TOTAL"
                or "GRAND TOTAL"
                or "SUBTOTAL"
                or "SUB-TOTAL"
                or "TOTALS"
                or "SUMMA";
}
