using Microsoft.EntityFrameworkCore;
using Tandem.Kernel;

namespace Tandem.Collaborations.Workspaces;

/// <summary>Adds a line to the set.</summary>
public sealed class AddRequirement(Db db)
{
    /// <exception cref="Refusal">The actor may not, or the words will not do.</exception>
    public async Task<Requirement> RunAsync(
        Actor actor,
        string reference,
        RequirementWords words,
        CancellationToken cancellation = default
    )
    {
        var collaboration = await db.WorkspaceAsync(actor, reference, cancellation);
        CollaborationPermissions.MayContribute(actor, collaboration).Permit();
        collaboration.Act();
        var lines = db.Set<Requirement>().Where(r => r.CollaborationId == collaboration.Id);
        var last = await lines.MaxAsync(r => (int?)r.Number, cancellation) ?? 0;
        if (last >= Requirement.Most)
        {
            throw new Refusal($"A set holds {Requirement.Most} lines at most.");
        }
        var section = words.Checked().Section;
        var place = section is { Length: > 0 }
            ? await lines
                .Where(r => r.Section == section)
                .MaxAsync(r => (long?)r.Position, cancellation)
            : null;
        var line = Requirement.Add(collaboration.Id, last + 1, words, place, actor, db.Now());
        db.Add(line);
        db.Record(
            actor,
            "requirement-added",
            nameof(Collaboration),
            collaboration.Id,
            new { line.Number, line.Text }
        );
        await db.SaveChangesAsync(cancellation);
        return line;
    }
}

/// <summary>Changes the words of a line and what the lead proposes for it.</summary>
public sealed class ChangeRequirement(Db db)
{
    /// <param name="read">The revision the person has read.</param>
    /// <exception cref="Refusal">The actor may not, somebody has changed it since, or the words will not do.</exception>
    public async Task RunAsync(
        Actor actor,
        string reference,
        int number,
        RequirementWords words,
        RequirementLevel? proposed,
        int read,
        CancellationToken cancellation = default
    )
    {
        var (collaboration, line) = await db.RequirementAsync(
            actor,
            reference,
            number,
            cancellation
        );
        var before = line.Text;
        line.Change(words, read, actor, db.Now());
        line.Propose(proposed);
        db.Record(
            actor,
            "requirement-changed",
            nameof(Collaboration),
            collaboration.Id,
            new
            {
                number,
                before,
                line.Text,
                Proposed = proposed?.ToString(),
            }
        );
        await db.SaveChangesAsync(cancellation);
    }
}

/// <summary>Removes a line from the set; what was agreed with it stays as it was.</summary>
public sealed class RemoveRequirement(Db db)
{
    /// <exception cref="Refusal">The actor may not, or there is no reason.</exception>
    public async Task RunAsync(
        Actor actor,
        string reference,
        int number,
        string? reason,
        CancellationToken cancellation = default
    )
    {
        var (collaboration, line) = await db.RequirementAsync(
            actor,
            reference,
            number,
            cancellation
        );
        var why = Written.Required(reason, 1000, "Reason", "Enter why the line is removed");
        line.Remove(db.Now());
        db.Record(
            actor,
            "requirement-removed",
            nameof(Collaboration),
            collaboration.Id,
            new { number, line.Text },
            why
        );
        await db.SaveChangesAsync(cancellation);
    }
}

/// <summary>Proposes the strictest mark for every line on which authorities differ and the lead has proposed nothing yet.</summary>
public sealed class ProposeStrictest(Db db)
{
    /// <returns>How many lines.</returns>
    /// <exception cref="Refusal">The actor may not.</exception>
    public async Task<int> RunAsync(
        Actor actor,
        string reference,
        CancellationToken cancellation = default
    )
    {
        var collaboration = await db.WorkspaceAsync(actor, reference, cancellation);
        CollaborationPermissions.MayLead(actor, collaboration).Permit();
        collaboration.MustBeOpen();
        var set = await RequirementSet.ReadAsync(db, collaboration, cancellation);
        var open = set.Lines.Where(l => l.Level is null && l.Marks.Count > 0).ToList();
        foreach (var some in open.GroupBy(l => l.Marks.Min(m => m.Level)))
        {
            foreach (var ids in some.Select(l => l.Requirement.Id).Chunk(500))
            {
                var level = some.Key;
                await db.Set<Requirement>()
                    .Where(r => ids.Contains(r.Id))
                    .ExecuteUpdateAsync(r => r.SetProperty(x => x.Proposed, level), cancellation);
            }
        }
        db.Record(
            actor,
            "strictest-proposed",
            nameof(Collaboration),
            collaboration.Id,
            new { Lines = open.Count }
        );
        await db.SaveChangesAsync(cancellation);
        return open.Count;
    }
}

internal static class Requirements
{
    /// <summary>A line, for the lead.</summary>
    /// <exception cref="Refusal">There is none, or the actor may not change it.</exception>
    public static async Task<(Collaboration, Requirement)> RequirementAsync(
        this Db db,
        Actor actor,
        string reference,
        int number,
        CancellationToken cancellation
    )
    {
        var collaboration = await db.WorkspaceAsync(actor, reference, cancellation);
        CollaborationPermissions.MayLead(actor, collaboration).Permit();
        collaboration.MustBeOpen();
        var line =
            await db.Set<Requirement>()
                .SingleOrDefaultAsync(
                    r =>
                        r.CollaborationId == collaboration.Id
                        && r.Number == number
                        && r.RemovedAt == null,
                    cancellation
                )
            ?? throw new Refusal("There is no such line.", kind: RefusalKind.NotFound);
        return (collaboration, line);
    }
}
