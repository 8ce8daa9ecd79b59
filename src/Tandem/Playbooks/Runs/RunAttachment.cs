using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Kernel;

namespace Tandem.Playbooks.Runs;

/// <summary>A real record that belongs to a run, or to one of its steps: what the step made, or what it is about. Taken away, its line stays in the history.</summary>
public sealed class RunAttachment
{
    public Id<Run> RunId { get; private set; }
    public int Number { get; private set; }

    /// <summary>The step it belongs to; null where it belongs to the run as a whole.</summary>
    public int? Step { get; private set; }

    /// <summary>Kind of the record, as the timeline names it; "Link" for an address elsewhere.</summary>
    public string Kind { get; private set; } = "";
    public string? SubjectId { get; private set; }
    public string Reference { get; private set; } = "";
    public string Title { get; private set; } = "";
    public string Path { get; private set; } = "";
    public string AttachedByName { get; private set; } = "";
    public DateTime AttachedAt { get; private set; }
    public DateTime? DetachedAt { get; private set; }

    internal static RunAttachment Of(
        Run run,
        int number,
        int? step,
        Thing thing,
        Actor actor,
        DateTime now
    ) =>
        new()
        {
            RunId = run.Id,
            Number = number,
            Step = step,
            Kind = thing.Kind,
            SubjectId = thing.Id,
            Reference = thing.Reference,
            Title = thing.Title,
            Path = thing.Path,
            AttachedByName = actor.Name,
            AttachedAt = now,
        };

    internal void Detach(DateTime now) => DetachedAt = now;

    private sealed class Mapping : IEntityTypeConfiguration<RunAttachment>
    {
        public void Configure(EntityTypeBuilder<RunAttachment> entity)
        {
            entity.HasKey(a => new { a.RunId, a.Number });
            entity.HasIndex(a => new { a.Kind, a.SubjectId });
            entity.HasOne<Run>().WithMany().HasForeignKey(a => a.RunId);
        }
    }
}

/// <summary>A record here, or an address elsewhere, as runs know it.</summary>
/// <param name="Kind">Kind of the record, as the timeline names it.</param>
/// <param name="Id">Its id as the timeline holds it; null for an address elsewhere.</param>
public sealed record Thing(string Kind, string? Id, string Reference, string Title, string Path);
