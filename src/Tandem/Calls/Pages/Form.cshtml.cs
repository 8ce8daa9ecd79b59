using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Tandem.Kernel;
using Tandem.Questionnaires;
using Tandem.Web;

namespace Tandem.Calls.Pages;

/// <summary>What will I be asked?</summary>
[AllowAnonymous]
public sealed class FormModel(Db db, Actor actor, QuestionSets sets) : CallPageModel(db, actor)
{
    /// <summary>The part of the address that stands for eligibility rather than a stage.</summary>
    public const string EligibilityPart = "eligibility";

    [BindProperty(SupportsGet = true)]
    public string Stage { get; set; } = "";

    public QuestionSet? Set { get; private set; }
    public bool IsEligibility => Stage == EligibilityPart;
    public string Heading =>
        IsEligibility ? "Can you enter?"
        : Call.Stages.Count > 1 ? $"What is asked: {Call.Stage(Stage)!.Title}"
        : "What is asked";

    /// <inheritdoc/>
    protected override bool ForTeam => false;

    /// <summary>Kind and limits of a question, in words.</summary>
    public static string Facts(Question question)
    {
        var facts = new List<string>
        {
            question.Kind switch
            {
                QuestionKind.YesNo => "Yes or no",
                QuestionKind.LongText => "Text",
                QuestionKind.Text => "A line of text",
                QuestionKind.Choice => "One of these",
                QuestionKind.Choices => "Any of these",
                QuestionKind.File => "Files",
                QuestionKind.Rows => "A table",
                QuestionKind.Money => $"An amount ({question.Unit})",
                QuestionKind.Date => "A day",
                _ => "A number",
            },
        };
        if (question.Limits.MaxWords is { } words)
        {
            facts.Add($"{Words.Count(words, "word")} at most");
        }
        if (!question.IsRequired && question.RequiredWhen is null)
        {
            facts.Add("optional");
        }
        if (question.When is not null)
        {
            facts.Add("asked of some");
        }
        return string.Join(", ", facts);
    }

    /// <summary>By which criteria an answer is judged; empty where that is not said.</summary>
    public string Judged(string code)
    {
        var judging = Call.Stage(Stage)?.Judging;
        return judging is null
            ? ""
            : string.Join(
                ", ",
                judging
                    .Criteria.Where(c => c.Questions.Contains(code))
                    .Select(c =>
                        judging.IsWeighted
                            ? $"Judged for {c.Title}, {c.Weight.ToString("0.##", Words.Culture)}%"
                            : $"Judged for {c.Title}"
                    )
            );
    }

    /// <inheritdoc/>
    protected override async Task ReadAsync(CancellationToken cancellation)
    {
        var (name, version) =
            IsEligibility ? (Call.EligibilityName, Call.EligibilityVersion)
            : Call.Stage(Stage) is { } stage ? (stage.FormName, stage.FormVersion)
            : (null, null);
        if (name is null)
        {
            throw new Refusal("There is no such form.", kind: RefusalKind.NotFound);
        }
        Set = await sets.FindAsync(name, version ?? "", cancellation);
    }
}
