using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Kernel.Yaml;
using Tandem.Web;
using Tandem.Web.Components;
using Tandem.Web.Http;

namespace Tandem.Questionnaires.Pages;

/// <summary>Bring in a question set: look at what was read, then keep it.</summary>
[UploadLimit]
public sealed class BringModel(BringQuestionSet bring, CurrentActor current) : PageModel
{
    private const long MostBytes = 10 << 20;

    [BindProperty, Display(Name = "Title", Description = "As people will read it.")]
    public string? Title { get; set; }

    [
        BindProperty,
        Display(
            Name = "Short name",
            Description = "Small letters, digits and hyphens, the same for every version."
        )
    ]
    public string? Name { get; set; }

    [BindProperty, Display(Name = "Version")]
    public string? Version { get; set; }

    [
        BindProperty,
        Display(
            Name = "A table of questions, or a question set as YAML",
            Description = "CSV, Excel or YAML; 10 MB at most."
        )
    ]
    public IFormFile? Upload { get; set; }

    [
        BindProperty,
        Display(
            Name = "The question set",
            Description = "As it will be kept. You may mend it here."
        )
    ]
    public string? Yaml { get; set; }

    [BindProperty, Display(Name = "Organisation")]
    public Id<Organisation> Organisation { get; set; }

    /// <summary>The organisations the person may bring it in for.</summary>
    public IReadOnlyList<Choice> Own =>
        [
            .. current
                .Organisations.Where(o =>
                    QuestionnairePermissions.BringQuestionSets(current.Value, o.Id).Allowed
                )
                .Select(o => new Choice(o.Id.ToString(), o.Name)),
        ];

    public IReadOnlyList<ContentProblem> Problems { get; private set; } = [];
    public IReadOnlyList<(string Column, string As)> Used { get; private set; } = [];
    public IReadOnlyList<string> Ignored { get; private set; } = [];
    public string Unit { get; private set; } = "Line";
    public int Questions { get; private set; }
    public int Sections { get; private set; }

    public void OnGet() { }

    public async Task<IActionResult> OnPostCheckAsync()
    {
        if (Own.Count == 0)
        {
            throw new Refusal(
                "Only administrators of an organisation may bring in a question set.",
                kind: RefusalKind.Permission
            );
        }
        if (Upload is not { Length: > 0 } file)
        {
            throw new Refusal("Choose a file", nameof(Upload));
        }
        if (file.Length > MostBytes)
        {
            throw new Refusal(
                "The file is larger than 10 MB, the most that can be brought here.",
                nameof(Upload)
            );
        }
        await using var content = file.OpenReadStream();
        if (Path.GetExtension(file.FileName).ToUpperInvariant() is ".YAML" or ".YML")
        {
            using var text = new StreamReader(content);
            Yaml = await text.ReadToEndAsync(HttpContext.RequestAborted);
            Problems = QuestionSetReader.Read(Yaml).Problems;
        }
        else
        {
            var read = SheetToSet.Read(
                content,
                file.FileName,
                Said(Name, "the short name", nameof(Name)),
                Said(Version, "the version", nameof(Version)),
                Said(Title, "the title", nameof(Title))
            );
            (Yaml, Used, Ignored, Problems, Unit) = (
                read.Yaml,
                read.Used,
                read.Ignored,
                read.Problems,
                "Row"
            );
            if (Yaml is null)
            {
                throw new Refusal(Problems[0].Message, nameof(Upload));
            }
        }
        Count();
        ModelState.Remove(nameof(Yaml));
        return Page();
    }

    public async Task<IActionResult> OnPostKeepAsync()
    {
        var organisation =
            current.Organisations.FirstOrDefault(o => o.Id == Organisation)
            ?? throw new Refusal("Choose an organisation", nameof(Organisation));
        Yaml ??= "";
        Count();
        var kept = await bring.RunAsync(organisation, Yaml, HttpContext.RequestAborted);
        TempData[PageKeys.Done] = $"“{kept.Title}” can be answered now.";
        return Redirect($"/question-sets/{kept.Name}/{kept.Version}");
    }

    private void Count()
    {
        var reading = QuestionSetReader.Read(Yaml!);
        (Questions, Sections) = (reading.QuestionCount, reading.SectionCount);
        if (Used.Count == 0)
        {
            Problems = reading.Problems;
        }
    }

    private static string Said(string? text, string what, string field) =>
        string.IsNullOrWhiteSpace(text) ? throw new Refusal($"Enter {what}", field) : text.Trim();
}
