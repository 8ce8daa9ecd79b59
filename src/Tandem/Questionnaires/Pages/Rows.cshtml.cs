using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc;
using Tandem.Kernel;
using Tandem.Questionnaires.Formulas;
using Tandem.Web;
using Tandem.Web.Components;
using Tandem.Web.Http;
using Tandem.Web.TagHelpers;

namespace Tandem.Questionnaires.Pages;

/// <summary>The rows of one answer: one at a time, or many at once from a table.</summary>
[UploadLimit]
public sealed class RowsModel(FindResponse find, ChangeRows change) : ResponsePage(find), IRedisplay
{
    public const int PageSize = 25;

    /// <summary>What becomes of the rows there are.</summary>
    public static readonly IReadOnlyList<Choice> Ways =
    [
        new("add", "Add them to the rows there are"),
        new("replace", "Put them in place of the rows there are"),
    ];

    /// <summary>A row, its number from 1, and what is wrong with it first.</summary>
    public sealed record Shown(
        int Number,
        IReadOnlyDictionary<string, Value> Cells,
        (Question Column, string Message)? Problem
    );

    [FromRoute]
    public string Code { get; set; } = "";

    /// <summary>The row that is changed; 0: a new one.</summary>
    [BindProperty]
    public int Number { get; set; }

    [BindProperty]
    public string? Stamp { get; set; }

    [BindProperty, Display(Name = "A file", Description = "CSV or Excel.")]
    public IFormFile? Upload { get; set; }

    [
        BindProperty,
        Display(
            Name = "Or paste rows",
            Description = "Copied from a spreadsheet, with the row of column names."
        )
    ]
    public string? Pasted { get; set; }

    [BindProperty, Display(Name = "The rows there are")]
    public string? How { get; set; } = "add";

    public Section Section { get; private set; } = null!;
    public Question Question { get; private set; } = null!;
    public IReadOnlyList<Shown> Rows { get; private set; } = [];
    public int Total { get; private set; }
    public int Wrong { get; private set; }
    public int Listed { get; private set; }
    public bool OnlyWrong { get; private set; }
    public int PageNumber { get; private set; } = 1;
    public bool MayChange => Open.MayChange(Code);

    /// <summary>“None” is an answer here.</summary>
    public bool MayHaveNone =>
        Open.Sheet.Given(Code) is null
        && (!Open.Sheet.IsRequired(Question) || Question.Limits.Min is Value.Number { Amount: 0 });

    private Dictionary<string, Value?>? typed;
    private IReadOnlyDictionary<string, Value>? edited;

    public async Task OnGetAsync(int row = 0)
    {
        Number = row;
        await RedisplayAsync();
        Stamp = ChangeRows.Stamp(Open.Answers.GetValueOrDefault(Code));
    }

    /// <summary>The control of one column, with what was typed or what the row holds.</summary>
    public IHtmlContent Field(Question column)
    {
        var name = SectionForm.Field(column.Code);
        Anchors.Of(HttpContext)[name] =
            QuestionField.IdOf(name) + (column.Kind == QuestionKind.Date ? "-day" : "");
        var problem =
            ModelState.TryGetValue(name, out var entry) && entry.Errors.Count > 0
                ? entry.Errors[0].ErrorMessage
                : null;
        return QuestionField.Write(
            column,
            name,
            typed is not null
                ? typed.GetValueOrDefault(column.Code)
                : edited?.GetValueOrDefault(column.Code),
            problem,
            !column.IsRequired
        );
    }

    public async Task<IActionResult> OnPostKeepAsync()
    {
        await RedisplayAsync();
        typed = Question.Columns.ToDictionary(
            c => c.Code,
            c => SectionForm.Read(Request.Form, c, SectionForm.Field(c.Code))
        );
        var row = typed.Where(t => t.Value is not null).ToDictionary(t => t.Key, t => t.Value!);
        foreach (var column in Question.Columns)
        {
            var cell = row.GetValueOrDefault(column.Code);
            var problem =
                AnswerChecks.Problem(column, cell)
                ?? (cell is null && column.IsRequired ? AnswerChecks.Missing(column) : null);
            if (problem is not null)
            {
                ModelState.AddModelError(
                    SectionForm.Field(column.Code),
                    AnswerWords.Problem(column, problem)
                );
            }
        }
        if (row.Count == 0 && ModelState.ErrorCount == 0)
        {
            ModelState.AddModelError(
                SectionForm.Field(Question.Columns[0].Code),
                "Enter something in the row"
            );
        }
        if (ModelState.ErrorCount > 0)
        {
            var page = Page();
            page.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return page;
        }
        var at = Number - 1;
        await ChangeAsync(rows =>
        {
            if (at >= 0 && at < rows.Count)
            {
                rows[at] = Merged(rows[at], row);
            }
            else
            {
                rows.Add(row);
            }
        });
        TempData[PageKeys.Done] = Number > 0 ? $"Row {Number} is changed." : "The row is added.";
        return Redirect(PageOf(Number > 0 ? Number : Total + 1) + "#edit");
    }

    public async Task<IActionResult> OnPostRemoveAsync()
    {
        await RedisplayAsync();
        await ChangeAsync(rows =>
        {
            if (Number < 1 || Number > rows.Count)
            {
                throw new Refusal("There is no such row.");
            }
            rows.RemoveAt(Number - 1);
        });
        TempData[PageKeys.Done] = $"Row {Number} is removed.";
        return Redirect(PageOf(Math.Max(1, Number - 1)));
    }

    public async Task<IActionResult> OnPostNoneAsync()
    {
        await RedisplayAsync();
        await ChangeAsync(_ => { });
        TempData[PageKeys.Done] = "Kept: there are none.";
        return Redirect($"{Open.Response.Path}/sections/{Section.Code}");
    }

    public async Task<IActionResult> OnPostBringAsync()
    {
        await RedisplayAsync();
        var table = Read();
        if (table.Problem is { } problem)
        {
            throw new Refusal(problem, Upload is null ? nameof(Pasted) : nameof(Upload));
        }
        await ChangeAsync(rows =>
        {
            if (How == "replace")
            {
                rows.Clear();
            }
            rows.AddRange(table.Rows);
        });
        TempData[PageKeys.Done] =
            $"{Words.Count(table.Rows.Count, "row")} brought in."
            + (
                table.Ignored.Count > 0
                    ? $" Not used: {Words.List([.. table.Ignored.Take(10)])}."
                    : ""
            );
        return Redirect($"{Open.Response.Path}/rows/{Code}");
    }

    private RowsTable Read()
    {
        if (Upload is { Length: > 0 } file)
        {
            using var stream = file.OpenReadStream();
            return RowsTable.Read(Question, stream, file.FileName);
        }
        return string.IsNullOrWhiteSpace(Pasted)
            ? throw new Refusal("Choose a file or paste rows", nameof(Upload))
            : RowsTable.Paste(Question, Pasted);
    }

    private Task ChangeAsync(Action<List<IReadOnlyDictionary<string, Value>>> act) =>
        change.RunAsync(Id, Code, Stamp, act, HttpContext.RequestAborted);

    // Columns that this version does not have keep what they held.
    private Dictionary<string, Value> Merged(
        IReadOnlyDictionary<string, Value> before,
        Dictionary<string, Value> now
    ) =>
        before
            .Where(c => Question.Columns.All(q => q.Code != c.Key))
            .Concat(now)
            .ToDictionary(c => c.Key, c => c.Value);

    private string PageOf(int number) =>
        $"{Open.Response.Path}/rows/{Code}"
        + ((number - 1) / PageSize is > 0 and var page ? $"?page={page + 1}" : "");

    public async Task RedisplayAsync()
    {
        await LoadAsync();
        Question = Open.Set.Find(Code) is { Kind: QuestionKind.Rows } question
            ? question
            : throw new Refusal("There is no such table.", kind: RefusalKind.NotFound);
        Section = Open.Set.SectionOf(Code)!;
        var all = (Open.Sheet.Given(Code) as Value.Rows)?.Items ?? [];
        var rows = all.Select((r, i) => new Shown(i + 1, r, AnswerChecks.RowProblem(Question, r)))
            .ToList();
        (Total, Wrong) = (rows.Count, rows.Count(r => r.Problem is not null));
        OnlyWrong = Wrong > 0 && Request.Query["wrong"] == "true";
        if (OnlyWrong)
        {
            rows.RemoveAll(r => r.Problem is null);
        }
        Listed = rows.Count;
        var last = Math.Max(1, (Listed + PageSize - 1) / PageSize);
        PageNumber = int.TryParse(Request.Query["page"], out var page)
            ? Math.Clamp(page, 1, last)
            : 1;
        Rows = [.. rows.Skip((PageNumber - 1) * PageSize).Take(PageSize)];
        edited = Number > 0 && Number <= all.Count ? all[Number - 1] : null;
        Number = edited is null ? 0 : Number;
        if (Stamp is not null && ModelState.ErrorCount > 0)
        {
            // Shown again after a refusal: what is pressed next stands on the rows as they are shown now.
            Stamp = ChangeRows.Stamp(Open.Answers.GetValueOrDefault(Code));
            ModelState.Remove(nameof(Stamp));
        }
    }
}
