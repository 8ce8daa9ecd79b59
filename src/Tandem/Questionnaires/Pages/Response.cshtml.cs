using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Questionnaires.Pages;

/// <summary>How far has this response come, and what is next?</summary>
public sealed class ResponseModel(FindResponse find, UpgradeResponse upgrade, Db db)
    : ResponsePage(find)
{
    /// <summary>A section and how far it is.</summary>
    /// <param name="SentBack">Answers in it that came back to be put right.</param>
    public sealed record SectionTask(
        Section Section,
        SectionState State,
        int Missing,
        int SentBack
    );

    public IReadOnlyList<SectionTask> Tasks { get; private set; } = [];
    public IReadOnlyList<Section> LeftOut { get; private set; } = [];
    public IReadOnlyList<string> People { get; private set; } = [];
    public string Organisation { get; private set; } = "";

    /// <summary>A newer version the draft may move to.</summary>
    public QuestionSet? Newer { get; private set; }

    public int Done => Tasks.Count(t => t.State is SectionState.Done or SectionState.Optional);

    public async Task OnGetAsync()
    {
        await LoadAsync();
        Tasks =
        [
            .. Asked.Select(s => new SectionTask(
                s,
                Open.Sheet.StateOf(s),
                s.Questions.Count(q => Open.Sheet.GapOf(q) is not null),
                s.Questions.Count(q => Open.Rights.SentBack?.Reasons.ContainsKey(q.Code) == true)
            )),
        ];
        LeftOut = [.. Open.Set.Sections.Except(Asked)];
        People =
        [
            .. Open
                .Answers.Values.GroupBy(a => a.ChangedByName)
                .OrderByDescending(g => g.Count())
                .Select(g => $"{g.Key} ({g.Count()})"),
        ];
        Organisation = await db.Set<Organisation>()
            .IgnoreQueryFilters()
            .Where(o => o.Id == Open.Response.OrganisationId)
            .Select(o => o.Name)
            .SingleAsync(HttpContext.RequestAborted);
        if (Open.Response.IsDraft && Open.Rights.Answer.Allowed)
        {
            Newer = await upgrade.NewerAsync(Open, HttpContext.RequestAborted);
        }
    }
}
