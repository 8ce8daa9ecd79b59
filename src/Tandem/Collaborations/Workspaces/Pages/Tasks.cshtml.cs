using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Web.Components;

namespace Tandem.Collaborations.Workspaces.Pages;

/// <summary>Who does what by when?</summary>
public sealed class TasksModel(Db db, CurrentActor current, AddTask add, FinishTask finish)
    : WorkspacePageModel(db, current)
{
    private readonly Db db = db;

    [BindProperty, Display(Name = "What is to be done?")]
    public string? Text { get; set; }

    [BindProperty, Display(Name = "Who does it?")]
    public Id<Organisation> OrganisationId { get; set; }

    [BindProperty, Display(Name = "Which person there?", Description = "Optional")]
    public string? PersonName { get; set; }

    [BindProperty, Display(Name = "By when?", Description = "Optional. For example, 31 3 2027")]
    public DateOnly? Due { get; set; }

    public IReadOnlyList<CollaborationTask> Tasks { get; private set; } = [];

    public IEnumerable<Choice> Members =>
        Collaboration
            .Current.Select(m => new Choice(m.OrganisationId.ToString(), NameOf(m.OrganisationId)))
            .OrderBy(c => c.Text, StringComparer.Ordinal);

    public async Task<IActionResult> OnPostAddAsync()
    {
        await add.RunAsync(
            Actor,
            Reference,
            Text,
            OrganisationId,
            PersonName,
            Due,
            HttpContext.RequestAborted
        );
        return Done("The task has been added.", "/tasks");
    }

    public async Task<IActionResult> OnPostDoneAsync(int number, bool done)
    {
        await finish.RunAsync(Actor, Reference, number, done, HttpContext.RequestAborted);
        return Done(done ? "The task is done." : "The task is open again.", "/tasks");
    }

    protected override async Task ReadAsync(CancellationToken cancellation)
    {
        if (HttpMethods.IsGet(Request.Method) && Own is [var own, ..])
        {
            OrganisationId = own.Id;
        }
        Tasks = await db.Set<CollaborationTask>()
            .AsNoTracking()
            .Where(t => t.CollaborationId == Collaboration.Id)
            .OrderBy(t => t.DoneAt != null)
            .ThenBy(t => t.Due ?? DateOnly.MaxValue)
            .ThenBy(t => t.Number)
            .ToListAsync(cancellation);
    }
}
