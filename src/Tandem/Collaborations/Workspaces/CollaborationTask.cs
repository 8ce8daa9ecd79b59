using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Web;

namespace Tandem.Collaborations.Workspaces;

/// <summary>Something one of the members does for the collaboration.</summary>
public sealed class CollaborationTask
{
    public Id<CollaborationTask> Id { get; private set; }
    public Id<Collaboration> CollaborationId { get; private set; }

    /// <summary>Counted from 1 within the collaboration.</summary>
    public int Number { get; private set; }
    public string Text { get; private set; } = "";

    /// <summary>Whose task it is.</summary>
    public Id<Organisation> OrganisationId { get; private set; }

    /// <summary>Which person's, where that is said.</summary>
    public string? PersonName { get; private set; }
    public DateOnly? Due { get; private set; }
    public string AddedByName { get; private set; } = "";
    public DateTime AddedAt { get; private set; }
    public DateTime? DoneAt { get; private set; }
    public string? DoneByName { get; private set; }

    /// <summary>Whether its day has passed.</summary>
    public bool IsOverdue(DateOnly today) => DoneAt is null && Due < today;

    /// <exception cref="Refusal">Nothing is written, or that organisation takes no part.</exception>
    public static CollaborationTask Add(
        Collaboration collaboration,
        int number,
        string? text,
        Id<Organisation> organisation,
        string? person,
        DateOnly? due,
        Actor actor,
        DateTime now
    )
    {
        collaboration.Act();
        return new()
        {
            Id = Id<CollaborationTask>.New(now),
            CollaborationId = collaboration.Id,
            Number = number,
            Text = Written.Required(text, 1000, nameof(Text), "Enter what is to be done"),
            OrganisationId = collaboration.MemberOf(organisation) is { IsCurrent: true }
                ? organisation
                : throw new Refusal(
                    "Choose an organisation that takes part",
                    nameof(OrganisationId)
                ),
            PersonName = Written.Optional(person, 200, nameof(PersonName)),
            Due = due,
            AddedByName = actor.Name,
            AddedAt = now,
        };
    }

    /// <summary>Done, or not done after all. Said twice, it is as said once.</summary>
    public void Finish(bool done, Actor actor, DateTime now)
    {
        if (done != DoneAt is not null)
        {
            (DoneAt, DoneByName) = (done ? now : null, done ? actor.Name : null);
        }
    }

    private sealed class Mapping : IEntityTypeConfiguration<CollaborationTask>
    {
        public void Configure(EntityTypeBuilder<CollaborationTask> entity)
        {
            entity.HasIndex(t => new { t.CollaborationId, t.Number }).IsUnique();
            entity.HasIndex(t => t.OrganisationId);
            entity.HasOne<Collaboration>().WithMany().HasForeignKey(t => t.CollaborationId);
            entity.HasOne<Organisation>().WithMany().HasForeignKey(t => t.OrganisationId);
        }
    }
}

/// <summary>Adds a task for one of the members.</summary>
public sealed class AddTask(Db db, Telling telling)
{
    /// <exception cref="Refusal">The actor may not, or something is missing.</exception>
    public async Task RunAsync(
        Actor actor,
        string reference,
        string? text,
        Id<Organisation> organisation,
        string? person,
        DateOnly? due,
        CancellationToken cancellation = default
    )
    {
        var collaboration = await db.WorkspaceAsync(actor, reference, cancellation);
        CollaborationPermissions.MayContribute(actor, collaboration).Permit();
        var last = await db.Set<CollaborationTask>()
            .Where(t => t.CollaborationId == collaboration.Id)
            .MaxAsync(t => (int?)t.Number, cancellation);
        var task = CollaborationTask.Add(
            collaboration,
            (last ?? 0) + 1,
            text,
            organisation,
            person,
            due,
            actor,
            db.Now()
        );
        db.Add(task);
        db.Record(
            actor,
            "task-added",
            nameof(Collaboration),
            collaboration.Id,
            new
            {
                task.Number,
                task.Text,
                task.Due,
            }
        );
        await telling.OfficersOfAsync(
            organisation,
            $"collaboration:{collaboration.Id}:task:{task.Number}",
            $"A task for you in {collaboration.Title}",
            $"{collaboration.Path}/tasks",
            [task.Text, .. due is { } day ? [$"Due on {Words.Day(day)}."] : Array.Empty<string>()],
            subject: collaboration.AsSubject(),
            except: actor,
            cancellation: cancellation
        );
        await db.SaveChangesAsync(cancellation);
    }
}

/// <summary>Says that a task is done, or is not done after all.</summary>
public sealed class FinishTask(Db db)
{
    /// <exception cref="Refusal">The actor may not, or there is no such task.</exception>
    public async Task RunAsync(
        Actor actor,
        string reference,
        int number,
        bool done,
        CancellationToken cancellation = default
    )
    {
        var collaboration = await db.WorkspaceAsync(actor, reference, cancellation);
        CollaborationPermissions.MayContribute(actor, collaboration).Permit();
        var task =
            await db.Set<CollaborationTask>()
                .SingleOrDefaultAsync(
                    t => t.CollaborationId == collaboration.Id && t.Number == number,
                    cancellation
                )
            ?? throw new Refusal("There is no such task.", kind: RefusalKind.NotFound);
        collaboration.Act();
        task.Finish(done, actor, db.Now());
        db.Record(
            actor,
            done ? "task-done" : "task-reopened",
            nameof(Collaboration),
            collaboration.Id,
            new { task.Number, task.Text }
        );
        await db.SaveChangesAsync(cancellation);
    }
}
