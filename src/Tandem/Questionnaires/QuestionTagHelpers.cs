using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Tandem.Questionnaires.Formulas;
using Tandem.Web;
using Tandem.Web.Components;
using Tandem.Web.TagHelpers;

namespace Tandem.Questionnaires;

/// <summary>
/// The questions of one section, to be answered within a form (<c>multipart/form-data</c>) of any room: <c>&lt;t-questions open="@Model.Open" section="@Model.Section" typed="@Model.Typed" /&gt;</c>. What is wrong comes
/// from the model state under <see cref="SectionForm.Field"/>; <see cref="SectionForm.Read(IFormCollection, OpenResponse, Section)"/> reads what comes back. Questions the actor may not change are shown with their answers.
/// </summary>
[HtmlTargetElement("t-questions")]
public sealed class QuestionsTagHelper : ComponentTagHelper
{
    public OpenResponse Open { get; set; } = null!;
    public Section Section { get; set; } = null!;

    /// <summary>What was typed and is not kept yet; it goes before what is kept.</summary>
    public IReadOnlyDictionary<string, Value?>? Typed { get; set; }

    /// <summary>When the answers were read, so that nobody's later answer is overwritten unseen.</summary>
    public DateTime Seen { get; set; }

    /// <inheritdoc/>
    protected override IHtmlContent Build(IHtmlContent? content)
    {
        var all = new HtmlContentBuilder();
        all.AppendHtml(Hidden(SectionForm.Seen, Seen.Ticks.ToString(Words.Culture)));
        foreach (var question in Section.Questions.Where(Open.Sheet.IsAsked))
        {
            all.AppendHtml(One(question));
        }
        return all;
    }

    private Element One(Question question)
    {
        var part = new Element("div").Class("td-answering").With("id", "q-" + question.Code);
        if (!Open.MayChange(question.Code))
        {
            return part.Add(AnswerShown.Fact(Open, question));
        }
        if (Open.Rights.SentBack?.Reasons.TryGetValue(question.Code, out var wanting) == true)
        {
            part.Add(SentBack(wanting.Reason, wanting.Fix));
        }
        var field = SectionForm.Field(question.Code);
        part.Add(Hidden(SectionForm.Shown, question.Code));
        if (question.Kind == QuestionKind.Rows)
        {
            Anchors.Of(ViewContext.HttpContext)[field] = "q-" + question.Code;
            part.Add(Rows(question, field));
        }
        else
        {
            var isFile = question.Kind == QuestionKind.File;
            var name = isFile ? SectionForm.FileField(question.Code) : field;
            Anchors.Of(ViewContext.HttpContext)[name] =
                QuestionField.IdOf(name) + (question.Kind == QuestionKind.Date ? "-day" : "");
            if (isFile)
            {
                Anchors.Of(ViewContext.HttpContext)[field] = QuestionField.IdOf(name);
            }
            part.Add(
                QuestionField.Write(
                    question,
                    field,
                    Typed is not null && Typed.TryGetValue(question.Code, out var typed)
                        ? typed
                        : Open.Sheet.Given(question.Code),
                    Wrong(name) ?? (isFile ? Wrong(field) : null),
                    !Open.Sheet.IsRequired(question)
                )
            );
        }
        Guidance(part, question);
        if (question.Kind == QuestionKind.File || question.Evidence != EvidenceRule.None)
        {
            Evidence(part, question);
        }
        return part;
    }

    private static Element SentBack(string? reason, string? fix) =>
        new Element("div")
            .Class("govuk-inset-text")
            .Add(
                new Element("p")
                    .Class("govuk-body")
                    .Add(new Element("strong").Add("Sent back. "))
                    .Add(reason ?? ""),
                fix is null
                    ? null
                    : new Element("p")
                        .Class("govuk-body")
                        .Add(new Element("strong").Add("To put right: "))
                        .Add(fix)
            );

    private Element Rows(Question question, string field)
    {
        var count = Open.Sheet.Given(question.Code) is Value.Rows rows ? rows.Items.Count : 0;
        var problem = Wrong(field);
        return new Element("div")
            .Class("govuk-form-group", problem is null ? null : "govuk-form-group--error")
            .Add(
                new Element("h2")
                    .Class("govuk-heading-s td-answering__title")
                    .Add(question.Text + (Open.Sheet.IsRequired(question) ? "" : " (optional)")),
                question.Hint is null ? null : new Hint { Content = Content.Text(question.Hint) },
                problem is null ? null : new ErrorMessage { Content = Content.Text(problem) },
                new Element("p")
                    .Class("govuk-body")
                    .Add(count == 0 ? "No rows yet." : $"{Words.Count(count, "row")} so far."),
                new Element("button")
                    .Class("govuk-button govuk-button--secondary")
                    .With("type", "submit")
                    .With("name", SectionForm.OpenRows)
                    .With("value", question.Code)
                    .Add(count == 0 ? "Add rows" : "Change or add rows")
                    .Add(
                        new Element("span").Class("govuk-visually-hidden").Add(": " + question.Text)
                    )
            );
    }

    private static void Guidance(Element part, Question question)
    {
        if (question.Guidance is { } guidance)
        {
            part.Add(
                new Element("details")
                    .Class("govuk-details td-answering__help")
                    .Add(
                        new Element("summary")
                            .Class("govuk-details__summary")
                            .Add(
                                new Element("span")
                                    .Class("govuk-details__summary-text")
                                    .Add("Help with this question")
                            ),
                        new Element("div")
                            .Class("govuk-details__text")
                            .Add(MarkdownText.Html(guidance))
                    )
            );
        }
    }

    private void Evidence(Element part, Question question)
    {
        var files = Open.EvidenceOf(question.Code).ToList();
        if (files.Count > 0)
        {
            part.Add(
                new Element("ul").Class("govuk-list td-files").Add(files.Select(file => File(file)))
            );
        }
        if (question.Kind == QuestionKind.File)
        {
            return;
        }
        var field = SectionForm.FileField(question.Code);
        Anchors.Of(ViewContext.HttpContext)[field] = QuestionField.IdOf(field);
        part.Add(
            QuestionField.Files(
                field,
                question.Evidence == EvidenceRule.Required ? "Evidence" : "Evidence (optional)",
                null,
                Wrong(field)
            )
        );
    }

    private Element File(Evidence file) =>
        new Element("li").Add(
            AnswerShown.Link(Open, file),
            new Element("button")
                .Class("td-link-button")
                .With("type", "submit")
                .With("name", SectionForm.RemoveFile)
                .With("value", file.Id.ToString())
                .Add("Remove")
                .Add(new Element("span").Class("govuk-visually-hidden").Add(" " + file.Name))
        );

    private string? Wrong(string field) =>
        ViewContext.ModelState.TryGetValue(field, out var entry)
            ? entry.Errors.FirstOrDefault(e => e.ErrorMessage.Length > 0)?.ErrorMessage
            : null;

    private static Element Hidden(string name, string value) =>
        new Element("input").With("type", "hidden").With("name", name).With("value", value);
}

/// <summary>The answers of one section to be read: <c>&lt;t-answers open="@Model.Open" section="@section" change="true" /&gt;</c>.</summary>
[HtmlTargetElement("t-answers")]
public sealed class AnswersTagHelper : ComponentTagHelper
{
    public OpenResponse Open { get; set; } = null!;
    public Section Section { get; set; } = null!;

    /// <summary>Each answer that may be changed leads to where it is.</summary>
    public bool Change { get; set; }

    /// <summary>What was not answered is left out.</summary>
    public bool Given { get; set; }

    /// <inheritdoc/>
    protected override IHtmlContent? Build(IHtmlContent? content)
    {
        var asked = Section
            .Questions.Where(q => Open.Sheet.IsAsked(q) && (!Given || AnswerShown.IsGiven(Open, q)))
            .ToList();
        return asked.Count == 0
            ? null
            : new SummaryList
            {
                Rows =
                [
                    .. asked.Select(q => new SummaryList.Row(
                        Content.Text(q.Text),
                        AnswerShown.Of(Open, q),
                        Change && Open.MayChange(q.Code)
                            ?
                            [
                                new(
                                    "Change",
                                    q.Kind == QuestionKind.Rows
                                        ? $"{Open.Response.Path}/rows/{q.Code}"
                                        : $"{Open.Response.Path}/sections/{Section.Code}#q-{q.Code}",
                                    "the answer to: " + q.Text
                                ),
                            ]
                            : null
                    )),
                ],
                Classes = Classes,
            };
    }
}
