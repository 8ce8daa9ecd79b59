using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Accounts;
using Tandem.Collaborations.Workspaces;
using Tandem.Kernel;

namespace Tandem.Playbooks.Runs;

/// <summary>How a run stands, told from its facts.</summary>
public enum RunState
{
    Active,
    OnHold,

    /// <summary>Ended without being finished, with the reason.</summary>
    Stopped,
    Completed,
}

/// <summary>
/// One procurement done by a playbook, by one authority or by several together. It is pinned to one version of the playbook; what is done,
/// decided and written in it stays, whichever version it moves to.
/// </summary>
public sealed partial class Run
{
    public const int LongestTitle = 200;
    public const int LongestText = 8000;
    public const int LongestReason = 2000;

    private readonly List<RunAuthority> authorities = [];
    private readonly List<StageVisit> visits = [];
    private readonly List<RunStep> steps = [];
    private readonly List<RoleHolder> holders = [];
    private readonly List<GateDecision> decisions = [];
    private readonly List<ChecklistTick> ticks = [];
    private readonly List<GateEvidence> evidence = [];

    public Id<Run> Id { get; private set; }
    public int Year { get; private set; }

    /// <summary>Counted from 1 within the year.</summary>
    public long Number { get; private set; }
    public string Title { get; private set; } = "";

    /// <summary>What is bought or changed, and what for.</summary>
    public string About { get; private set; } = "";

    /// <summary>The playbook's place in addresses.</summary>
    public string Playbook { get; private set; } = "";
    public string PlaybookTitle { get; private set; } = "";

    /// <summary>The version it is pinned to, as people call it.</summary>
    public string Version { get; private set; } = "";
    public Id<PlaybookVersion> VersionId { get; private set; }
    public Id<Organisation> LeadId { get; private set; }

    /// <summary>The collaboration whose members share it.</summary>
    public Id<Collaboration>? CollaborationId { get; private set; }

    /// <summary>CPV codes of eight digits, separated by spaces.</summary>
    public string CpvCodes { get; private set; } = "";

    /// <summary>Expected value in minor units of <see cref="Currency"/>.</summary>
    public long? ValueMinor { get; private set; }
    public string Currency { get; private set; } = "GBP";

    /// <summary>The day on which the contract is to begin.</summary>
    public DateOnly? StartsOn { get; private set; }
    public DateTime StartedAt { get; private set; }
    public Id<Person>? StartedById { get; private set; }
    public string StartedByName { get; private set; } = "";
    public DateTime? HeldAt { get; private set; }
    public DateTime? StoppedAt { get; private set; }
    public DateTime? CompletedAt { get; private set; }

    /// <summary>Why it is held or was stopped, or what came of it.</summary>
    public string? StateReason { get; private set; }

    /// <summary>Whether everybody may read what it is, who does it and where it stands.</summary>
    public bool Published { get; private set; }
    public string? PublicWords { get; private set; }

    /// <summary>Counts acts: two acts on the same state cannot both be saved.</summary>
    public int Revision { get; private set; }

    // What lists ask for, told from the facts after every act by Settle.
    public RunState State { get; private set; }
    public string StageCode { get; private set; } = "";
    public string StageTitle { get; private set; } = "";
    public DateTime StageSince { get; private set; }
    public int StepsDone { get; private set; }
    public int StepsAll { get; private set; }

    /// <summary>The earliest day on which an open step is due that may not be left out.</summary>
    public DateOnly? NextDue { get; private set; }

    /// <summary>Whether everything a gate asks for is there, and only decisions are awaited.</summary>
    public bool GateWaits { get; private set; }

    public IReadOnlyList<RunAuthority> Authorities => authorities;
    public IReadOnlyList<StageVisit> Visits => visits;
    public IReadOnlyList<RunStep> Steps => steps;
    public IReadOnlyList<RoleHolder> Holders => holders;
    public IReadOnlyList<GateDecision> Decisions => decisions;
    public IReadOnlyList<ChecklistTick> Ticks => ticks;
    public IReadOnlyList<GateEvidence> Evidence => evidence;

    /// <summary>What it follows; given by whoever reads it before anything is asked that needs it.</summary>
    public RunPlan Plan { get; private set; } = null!;

    /// <summary>What a person quotes and what stands in addresses: RUN-2026-014.</summary>
    public string Reference => $"RUN-{Year}-{Number:000}";
    public string Path => $"/runs/{Reference}";

    /// <summary>How it stands by its facts alone.</summary>
    public RunState StateByFacts =>
        CompletedAt is not null ? RunState.Completed
        : StoppedAt is not null ? RunState.Stopped
        : HeldAt is not null ? RunState.OnHold
        : RunState.Active;

    /// <summary>Authorities that take part now.</summary>
    public IEnumerable<RunAuthority> Current => authorities.Where(a => a.LeftAt is null);

    /// <summary>Year and number in a reference, or null where it is none.</summary>
    public static (int Year, long Number)? NumberOf(string? reference) =>
        reference?.ToUpperInvariant().Split('-') is ["RUN", { Length: 4 } year, var number]
        && int.TryParse(year, out var y)
        && long.TryParse(number, out var n)
            ? (y, n)
            : null;

    /// <summary>Starts one in the plan's first stage.</summary>
    /// <param name="others">Authorities that share it from the first moment.</param>
    /// <exception cref="Refusal">There is no title, or the plan has no stage.</exception>
    public static Run Start(
        long number,
        RunPlan plan,
        RunBrief brief,
        Organisation lead,
        IEnumerable<Id<Organisation>> others,
        Id<Collaboration>? collaboration,
        Actor actor,
        DateTime now
    )
    {
        if (plan.Stages.Count == 0)
        {
            throw new Refusal(
                "This playbook has no stages to run: it is a standing checklist.",
                "Playbook"
            );
        }
        var run = new Run
        {
            Id = Id<Run>.New(now),
            Year = now.Year,
            Number = number,
            Playbook = plan.Key,
            PlaybookTitle = plan.Playbook.Title,
            Version = plan.Playbook.Version,
            VersionId = plan.VersionId,
            LeadId = lead.Id,
            CollaborationId = collaboration,
            StartedAt = now,
            StartedById = actor.PersonId is { } by ? new(by) : null,
            StartedByName = actor.Name,
            Plan = plan,
        };
        run.Take(brief);
        run.authorities.AddRange(
            others
                .Prepend(lead.Id)
                .Distinct()
                .Select(o => RunAuthority.Of(run, o, late: false, now))
        );
        run.AddPlannedSteps(now);
        run.Enter(plan.Stages[0], now);
        return run;
    }

    /// <summary>Changes what it is called, what it is about and the facts documents are filled from.</summary>
    /// <exception cref="Refusal">There is no title, or something is too long.</exception>
    public void Describe(RunBrief brief)
    {
        Revision++;
        Take(brief);
    }

    /// <summary>Says whether everybody may read what it is, who does it and where it stands.</summary>
    /// <exception cref="Refusal">The words are too long.</exception>
    public void Publish(bool published, string? words)
    {
        Revision++;
        PublicWords = Written.Optional(words, LongestText, nameof(PublicWords));
        Published = published;
    }

    /// <summary>Interrupts it.</summary>
    /// <exception cref="Refusal">It is not active, or there is no reason.</exception>
    public void Hold(string? reason, DateTime now)
    {
        Act();
        StateReason = Why(reason, "Enter why it is put on hold");
        HeldAt = now;
    }

    /// <summary>Goes on after a hold, or opens again what was stopped or completed; the timeline keeps that it was.</summary>
    /// <exception cref="Refusal">It is active, or there is no reason to open it again.</exception>
    public void Resume(string? reason, DateTime now)
    {
        if (StateByFacts == RunState.Active)
        {
            throw new Refusal("This run is active.");
        }
        if (StateByFacts != RunState.OnHold)
        {
            Why(reason, "Enter why it is opened again");
        }
        Revision++;
        (HeldAt, StoppedAt, CompletedAt, StateReason) = (null, null, null, null);
        if (CurrentVisit is null)
        {
            Enter(Plan.Stage(visits[^1].StageCode) ?? Plan.Stages[^1], now);
        }
    }

    /// <summary>Ends it without finishing it.</summary>
    /// <exception cref="Refusal">It has ended, or there is no reason.</exception>
    public void Stop(string? reason, DateTime now)
    {
        MustNotHaveEnded();
        Revision++;
        StateReason = Why(reason, "Enter why it is stopped");
        (StoppedAt, HeldAt) = (now, null);
        CurrentVisit?.Leave(VisitEnd.Stopped, StateReason, now);
    }

    /// <summary>Gives it the plan it is pinned to.</summary>
    internal Run Following(RunPlan plan)
    {
        Plan = plan;
        return this;
    }

    /// <summary>Notes that something is done in it, which only an active run allows.</summary>
    /// <exception cref="Refusal">It is on hold or has ended.</exception>
    internal void Act()
    {
        MustNotHaveEnded();
        if (HeldAt is not null)
        {
            throw new Refusal($"This run is on hold: “{StateReason}”. Take it up again first.");
        }
        Revision++;
    }

    private void MustNotHaveEnded()
    {
        if (CompletedAt is not null)
        {
            throw new Refusal("This run is completed. The lead authority may open it again.");
        }
        if (StoppedAt is not null)
        {
            throw new Refusal("This run was stopped. The lead authority may open it again.");
        }
    }

    private void Take(RunBrief brief)
    {
        Title = Written.Required(
            brief.Title,
            LongestTitle,
            nameof(Title),
            "Enter what is bought or changed"
        );
        About = Written.Optional(brief.About, LongestText, nameof(About)) ?? "";
        if (brief.ValueMinor is < 0)
        {
            throw new Refusal("Enter a value of 0 or more", "Value");
        }
        (CpvCodes, ValueMinor, Currency, StartsOn) = (
            string.Join(' ', brief.Cpv),
            brief.ValueMinor,
            brief.Currency,
            brief.StartsOn
        );
    }

    private static string Why(string? reason, string ask) =>
        Written.Required(reason, LongestReason, "Reason", ask);

    private sealed class Mapping : IEntityTypeConfiguration<Run>
    {
        public void Configure(EntityTypeBuilder<Run> entity)
        {
            entity.HasIndex(r => new { r.Year, r.Number }).IsUnique();
            entity.HasIndex(r => new { r.Playbook, r.StageCode });
            entity.HasIndex(r => r.LeadId);
            entity.HasIndex(r => r.CollaborationId);
            entity.Ignore(r => r.Current);
            entity.Ignore(r => r.Plan);
            entity.Property(r => r.Revision).IsConcurrencyToken();
            entity.HasOne<Organisation>().WithMany().HasForeignKey(r => r.LeadId);
            entity.HasOne<Person>().WithMany().HasForeignKey(r => r.StartedById);
            entity.HasOne<PlaybookVersion>().WithMany().HasForeignKey(r => r.VersionId);
            entity.HasOne<Collaboration>().WithMany().HasForeignKey(r => r.CollaborationId);
            entity.HasMany(r => r.Authorities).WithOne().HasForeignKey(a => a.RunId);
            entity.HasMany(r => r.Visits).WithOne().HasForeignKey(v => v.RunId);
            entity.HasMany(r => r.Steps).WithOne().HasForeignKey(s => s.RunId);
            entity.HasMany(r => r.Holders).WithOne().HasForeignKey(h => h.RunId);
            entity.HasMany(r => r.Decisions).WithOne().HasForeignKey(d => d.RunId);
            entity.HasMany(r => r.Ticks).WithOne().HasForeignKey(t => t.RunId);
            entity.HasMany(r => r.Evidence).WithOne().HasForeignKey(e => e.RunId);
        }
    }
}

/// <summary>What a run is about, as a person gives it.</summary>
/// <param name="Cpv">CPV codes of eight digits.</param>
/// <param name="ValueMinor">Expected value in minor units.</param>
/// <param name="StartsOn">The day on which the contract is to begin.</param>
public sealed record RunBrief(
    string? Title,
    string? About,
    IReadOnlyList<string> Cpv,
    long? ValueMinor,
    string Currency = "GBP",
    DateOnly? StartsOn = null
);
