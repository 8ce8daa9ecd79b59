using Microsoft.AspNetCore.Mvc;
using Tandem.Kernel;
using Tandem.Questionnaires;
using Tandem.Web.Components;

namespace Tandem.Calls.Pages;

/// <summary>What is asked in each stage?</summary>
public sealed class FormsModel(Db db, Actor actor, WriteCall write, VisibleQuestionSets sets)
    : CallPageModel(db, actor)
{
    private IReadOnlyList<SetRow> all = [];

    /// <summary>Form and version chosen for each stage: <c>name|version</c>.</summary>
    [BindProperty]
    public Dictionary<string, string?> Chosen { get; set; } = [];

    public IReadOnlyList<Choice> Choices =>
        [.. all.Where(s => s.InForce).Select(s => new Choice($"{s.Name}|{s.Version}", Full(s)))];

    public string TitleOf(CallStage stage) =>
        all.FirstOrDefault(s => s.Name == stage.FormName && s.Version == stage.FormVersion)
            is { } set
            ? Full(set)
            : $"{stage.FormName}, which is not in force";

    public async Task<IActionResult> OnPostAsync()
    {
        await LoadAsync();
        foreach (var (code, chosen) in Chosen)
        {
            if (
                chosen?.Split('|') is not [var name, var version]
                || all.All(s => s.Name != name || s.Version != version)
            )
            {
                throw new Refusal("Choose one of the forms", $"Chosen[{code}]");
            }
            var stage = Call.Stage(code);
            if (stage is not null && (stage.FormName, stage.FormVersion) != (name, version))
            {
                await write.FormAsync(Reference, code, name, version, HttpContext.RequestAborted);
            }
        }
        return Done("The forms are saved.");
    }

    /// <inheritdoc/>
    protected override async Task ReadAsync(CancellationToken cancellation) =>
        all = await sets.ListAsync(cancellation);

    private static string Full(SetRow set) => $"{set.Title}, version {set.Version}";
}
