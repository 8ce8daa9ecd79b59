using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Accounts;
using Tandem.Collaborations.Workspaces;
using Tandem.Kernel;
using Tandem.Web;

namespace Tandem.Playbooks.Runs;

public enum StepState
{
    NotStarted,
    InProgress,
    Done,
    NotNeeded,
}

/// <summary>One step of a run: the playbook's, once for all or once for each authority, or one that people added.</summary>
public sealed class RunStep
{
    public Id<Run> RunId { get; private set; }

    /// <summary>Its number within the run, which never changes.</summary>
    public int Number { get; private set; }
    public string StageCode { get; private set; } = "";
    public string Code { get; private set; } = "";
    public string Title { get; private set; } = "";

    /// <summary>Its place in the stage.</summary>
    public int Position { get; private set; }

    /// <summary>The authority that does it for itself; null where it is done once for all.</summary>
    public Id<Organisation>? OrganisationId { get; private set; }
    public bool Optional { get; private set; }

    /// <summary>Code of the method card it was added from.</summary>
    public string? Method { get; private set; }

    /// <summary>The version that has it no longer; what was done and written stays.</summary>
    public string? LeftOutSince { get; private set; }
    public Id<Organisation>? OwnerOrganisationId { get; private set; }
    public Id<Person>? OwnerId { get; private set; }
    public string? OwnerName { get; private set; }
    public string? Notes { get; private set; }
    public DateTime? StartedAt { get; private set; }
    public DateTime? DoneAt { get; private set; }
    public DateTime? SkippedAt { get; private set; }

    /// <summary>Who began it, finished it or said that it is not needed, whichever came last.</summary>
    public string? ByName { get; private set; }
    public string? SkipReason { get; private set; }

    /// <summary>The day somebody set in place of the playbook's rule.</summary>
    public DateOnly? DueSet { get; private set; }

    /// <summary>The day it is due on, set or by rule; null where the rule cannot be reckoned yet.</summary>
    public DateOnly? Due { get; private set; }

    /// <summary>Before this day it must not be done, by a statutory period of the playbook.</summary>
    public DateOnly? Earliest { get; private set; }
    public DateTime AddedAt { get; private set; }

    /// <summary>How it stands, told from its facts.</summary>
    public StepState State =>
        SkippedAt is not null ? StepState.NotNeeded
        : DoneAt is not null ? StepState.Done
        : StartedAt is not null ? StepState.InProgress
        : StepState.NotStarted;

    public bool IsOpen => State is StepState.NotStarted or StepState.InProgress;

    /// <summary>Whether people added it to this run.</summary>
    public bool IsAdded => Code.StartsWith("own-", StringComparison.Ordinal);

    /// <summary>Whether the gate of its stage waits for it.</summary>
    public bool Holds => IsOpen && !Optional && LeftOutSince is null;

    /// <summary>Whether its day has passed and somebody waits for it, as nobody does for one that may be left out.</summary>
    public bool IsOverdue(DateOnly today) => Holds && Due < today;

    /// <summary>Whether anybody did, wrote or set anything: such a step stays when a version no longer has it.</summary>
    public bool HasFacts =>
        StartedAt is not null
        || DoneAt is not null
        || SkippedAt is not null
        || Notes is not null
        || OwnerId is not null
        || DueSet is not null
        || IsAdded;

    internal static RunStep Of(
        Run run,
        int number,
        string stage,
        string code,
        string title,
        Id<Organisation>? organisation,
        bool optional,
        int position,
        DateTime now
    ) =>
        new()
        {
            RunId = run.Id,
            Number = number,
            StageCode = stage,
            Code = code,
            Title = title,
            OrganisationId = organisation,
            Optional = optional,
            Position = position,
            AddedAt = now,
        };

    internal void Start(Actor actor, DateTime now)
    {
        MustBeOpen();
        if (StartedAt is not null)
        {
            throw new Refusal($"{ByName} has begun this step already.");
        }
        (StartedAt, ByName) = (now, actor.Name);
    }

    internal void Finish(string? note, Actor actor, DateTime now)
    {
        MustBeOpen();
        if (Earliest is { } first && LocalDay.Of(now) < first)
        {
            throw new Refusal(
                $"This must not be done before {Words.Day(first)}: a period set by law has to pass first."
            );
        }
        Notes = Written.Optional(note, Run.LongestText, "Note") ?? Notes;
        (StartedAt, DoneAt, ByName) = (StartedAt ?? now, now, actor.Name);
    }

    internal void Skip(string reason, Actor actor, DateTime now)
    {
        MustBeOpen();
        (SkippedAt, SkipReason, ByName) = (now, reason, actor.Name);
    }

    internal void Reopen()
    {
        if (IsOpen)
        {
            throw new Refusal("This step is open.");
        }
        (DoneAt, SkippedAt, SkipReason) = (null, null, null);
    }

    internal void Give(Id<Organisation>? organisation, Id<Person>? person, string? name) =>
        (OwnerOrganisationId, OwnerId, OwnerName) = (organisation, person, name);

    internal void SetDue(DateOnly? day) => DueSet = day;

    internal void Note(string? note) => Notes = Written.Optional(note, Run.LongestText, "Note");

    internal void ComesFrom(string? method) => Method = method;

    internal void Reckon(DateOnly? due, DateOnly? earliest) =>
        (Due, Earliest) = (DueSet ?? due, earliest);

    /// <summary>Takes its words and place from another version; what was done and written stays.</summary>
    internal void Become(string stage, string title, bool optional, int position) =>
        (StageCode, Title, Optional, Position, LeftOutSince) = (
            stage,
            title,
            optional,
            position,
            null
        );

    internal void LeaveOut(string version) => LeftOutSince ??= version;

    private void MustBeOpen()
    {
        if (SkippedAt is { } skipped)
        {
            throw new Refusal(
                $"{ByName} said on {Words.Day(LocalDay.Of(skipped))} that this step is not needed: “{SkipReason}”. Open it again first."
            );
        }
        if (DoneAt is { } done)
        {
            throw new Refusal(
                $"{ByName} finished this step at {Words.Instant(done)}. Nothing more needs doing."
            );
        }
    }

    private sealed class Mapping : IEntityTypeConfiguration<RunStep>
    {
        public void Configure(EntityTypeBuilder<RunStep> entity)
        {
            entity.HasKey(s => new { s.RunId, s.Number });
            entity.HasIndex(s => s.OwnerId);
            entity.HasIndex(s => s.OrganisationId);
            entity.HasOne<Organisation>().WithMany().HasForeignKey(s => s.OrganisationId);
        }
    }
}
