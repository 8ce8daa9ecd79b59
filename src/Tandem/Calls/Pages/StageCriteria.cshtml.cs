using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Tandem.Calls.Kinds;
using Tandem.Kernel;
using Tandem.Questionnaires;
using Tandem.Web;
using Tandem.Web.Components;

namespace Tandem.Calls.Pages;

/// <summary>How are the entries of this stage judged?</summary>
public sealed class StageCriteriaModel(
    Db db,
    Actor actor,
    QuestionSets sets,
    WriteCall write,
    AmendCall amend
) : CallPageModel(db, actor)
{
    private const int Room = 3;

    public static readonly IReadOnlyList<Choice> Togethers =
    [
        new(nameof(Together.Consensus), "The panel agrees on one, with reasons"),
        new(nameof(Together.Mean), "Their mean"),
        new(nameof(Together.Median), "Their median"),
    ];

    public static readonly IReadOnlyList<Choice> Justifications =
    [
        new("all", "Every score"),
        new("bounds", "Scores below or above these"),
        new("none", "None"),
    ];

    [BindProperty(SupportsGet = true)]
    public string Stage { get; set; } = "";

    [BindProperty]
    public JudgingDraft Draft { get; set; } = new();

    /// <summary>What the button for more room is for.</summary>
    [BindProperty]
    public string? More { get; set; }

    [BindProperty, Display(Name = "What changes, and why?", Description = "Everybody reads this")]
    public string? Text { get; set; }

    public CallStage CallStage { get; private set; } = null!;
    public JudgingTerms Terms => CallStage.Judging;

    /// <summary>Whether the owner decides if assessors see who entered.</summary>
    public bool MayAnonymise => Kind.Stage(Stage).Judging.Anonymised == Anonymity.Optional;
    public bool IsLast => Call.InOrder.Last() == CallStage;

    /// <summary>The questions that are asked up to this stage: each answer can be judged by a criterion.</summary>
    public IReadOnlyList<Choice> Asked { get; private set; } = [];

    /// <summary>By which answers a criterion is judged, in a few words.</summary>
    public static string Chosen(CriterionDraft criterion) =>
        criterion.Questions.Count == 0
            ? "Judged by all answers"
            : $"Judged by {Words.Count(criterion.Questions.Count, "answer")}";

    public IReadOnlyList<Choice> TieChoices =>
        [
            .. Terms.Criteria.Select(c => new Choice(
                $"criterion:{c.Code}",
                $"The higher score for {c.Title}"
            )),
            new(nameof(TieBreak.Earlier), "The one received earlier"),
            new(nameof(TieBreak.Lot), "A lot drawn from a published seed"),
        ];

    public async Task<IActionResult> OnPostAsync()
    {
        await LoadAsync();
        if (More is not null)
        {
            ModelState.Clear();
            Draft.MakeRoom(Room);
            return Page();
        }
        var terms = Draft.Read(Terms, MayAnonymise, [.. Asked.Select(a => a.Value!)]);
        if (Call.IsPublished)
        {
            var addendum = await amend.RunAsync(
                Reference,
                new()
                {
                    Text = Text,
                    Terms = new Dictionary<string, JudgingTerms> { [Stage] = terms },
                },
                HttpContext.RequestAborted
            );
            return Done($"Addendum {addendum.Number} is published, and told.", "");
        }
        await write.JudgingAsync(Reference, Stage, terms, HttpContext.RequestAborted);
        return Done(
            JudgingChecks.Problems(terms).FirstOrDefault() is { Message: { } problem }
                ? $"Saved. Before it can be published: {problem}"
                : "The criteria are saved.",
            "/criteria"
        );
    }

    /// <inheritdoc/>
    protected override async Task ReadAsync(CancellationToken cancellation)
    {
        CallStage =
            Call.Stage(Stage)
            ?? throw new Refusal("There is no such stage.", kind: RefusalKind.NotFound);
        var asked = new List<Choice>();
        foreach (var stage in Call.InOrder.Where(s => s.Position <= CallStage.Position))
        {
            if (await sets.FindAsync(stage.FormName, stage.FormVersion, cancellation) is { } set)
            {
                asked.AddRange(set.Questions.Select(q => new Choice(q.Code, q.Text)));
            }
        }
        Asked = [.. asked.DistinctBy(a => a.Value)];
    }

    /// <inheritdoc/>
    protected override Task FillAsync(CancellationToken cancellation)
    {
        Draft = JudgingDraft.Of(Terms);
        return Task.CompletedTask;
    }
}
