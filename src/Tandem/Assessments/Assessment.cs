using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Accounts;
using Tandem.Discussions;
using Tandem.Kernel;
using Tandem.Questionnaires;

namespace Tandem.Assessments;

/// <summary>
/// One assessment of one subject, of one kind in one version. Its state is always what its <see cref="Steps"/> say: the step that the last act led to,
/// by the table of its kind.
/// </summary>
public sealed partial class Assessment
{
    private readonly List<AssessmentStep> steps = [];
    private readonly List<AssessmentMember> members = [];
    private readonly List<Finding> findings = [];
    private readonly List<AssessmentAction> actions = [];

    public Id<Assessment> Id { get; private set; }
    public int Year { get; private set; }
    public long Number { get; private set; }
    public string Kind { get; private set; } = "";
    public string KindVersion { get; private set; } = "";

    /// <summary>What is assessed, in words.</summary>
    public string Subject { get; private set; } = "";

    /// <summary>Where that can be read: a path of this site, or an http or https address.</summary>
    public string? SubjectLink { get; private set; }

    /// <summary>The organisation assessed, or whose service, contract or need it is.</summary>
    public Id<Organisation> OrganisationId { get; private set; }

    /// <summary>The organisation that assesses.</summary>
    public Id<Organisation> BodyId { get; private set; }
    public string? Form { get; private set; }
    public string? Phase { get; private set; }
    public string? Standard { get; private set; }
    public string Scale { get; private set; } = "";

    /// <summary>Calendar of bank holidays by which its clocks run.</summary>
    public string Calendar { get; private set; } = WorkingDays.Usual;

    /// <summary>The answers, where the kind has a question set.</summary>
    public Id<Response>? ResponseId { get; private set; }

    /// <summary>Codes of the only questions whose answers went back, separated by spaces; empty for all.</summary>
    public string Asked { get; private set; } = "";

    /// <summary>Codes of the only points looked at, separated by spaces; empty for all.</summary>
    public string OnlyUnits { get; private set; } = "";

    /// <summary>The assessment it renews or looks at again.</summary>
    public Id<Assessment>? FormerId { get; private set; }

    /// <summary>Code of the step it stands at.</summary>
    public string State { get; private set; } = "";

    /// <summary>Whose turn it is.</summary>
    public Side Waits { get; private set; }

    /// <summary>The last day of the step it stands at, where that has a clock.</summary>
    public DateOnly? Due { get; private set; }
    public bool Ended { get; private set; }

    /// <summary>1, and one more for each time answers went back.</summary>
    public int Round { get; private set; } = 1;

    /// <summary>Since when the assessing side can see it.</summary>
    public DateTime? HandedOverAt { get; private set; }
    public string? Outcome { get; private set; }

    /// <summary>What the rule says, whatever the outcome was made.</summary>
    public string? OutcomeByRule { get; private set; }
    public DateTime? DecidedAt { get; private set; }
    public string? ProposedOutcome { get; private set; }
    public string? ProposedReason { get; private set; }
    public Id<Person>? ProposedById { get; private set; }
    public string? OverallWords { get; private set; }

    /// <summary>The result that whoever leads gives for the panel; null where it is the rule's.</summary>
    public string? StatedOutcome { get; private set; }

    /// <summary>The day it is booked for.</summary>
    public DateOnly? Day { get; private set; }

    /// <summary>What was asked when it was booked, as a JSON object of code and answer.</summary>
    public string Facts { get; private set; } = "{}";
    public DateTime? PublishedAt { get; private set; }
    public DateTime CreatedAt { get; private set; }
    public DateTime ChangedAt { get; private set; }

    /// <summary>Counts the acts, so that of two at once one is told to look again.</summary>
    public int Revision { get; private set; }

    public IReadOnlyList<AssessmentStep> Steps => steps;
    public IReadOnlyList<AssessmentMember> Members => members;
    public IReadOnlyList<Finding> Findings => findings;
    public IReadOnlyList<AssessmentAction> Actions => actions;

    /// <summary>What a person quotes: ASM-2026-014.</summary>
    public string Reference =>
        string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"ASM-{Year:D4}-{Number:D3}"
        );
    public string Path => $"/assessments/{Reference}";

    /// <summary>Those who hold a role now.</summary>
    public IEnumerable<AssessmentMember> Present => members.Where(m => m.RemovedAt is null);

    public bool Is(string role, Guid? person) =>
        person is { } id && Present.Any(m => m.Role == role && m.PersonId.Value == id);

    public bool IsOverdue(DateOnly today) => !Ended && Due < today;

    /// <exception cref="Refusal">The subject is not named.</exception>
    public static Assessment Start(
        AssessmentKind kind,
        long number,
        AssessmentDraft draft,
        Actor actor,
        DateTime now,
        HolidayCalendar calendar
    )
    {
        var first = kind.Steps[0];
        var assessment = new Assessment
        {
            Id = Id<Assessment>.New(now),
            Year = now.Year,
            Number = number,
            Kind = kind.Name,
            KindVersion = kind.Version,
            Subject = PlainText.Take(draft.Subject, 200, "what is assessed", nameof(Subject)),
            SubjectLink = draft.SubjectLink,
            OrganisationId = draft.Organisation,
            BodyId = draft.Body,
            Form = draft.Form,
            Phase = draft.Phase,
            Standard = draft.Standard,
            Scale = kind.Scale(draft.Scale).Code,
            Calendar = draft.Calendar,
            FormerId = draft.Former,
            OnlyUnits = string.Join(' ', draft.OnlyUnits ?? []),
            Day = draft.Day,
            Facts = BookingFacts.ToJson(draft.Facts),
            CreatedAt = now,
            HandedOverAt = first.Waits == Side.Assessors ? now : null,
        };
        assessment.Step("start", "Started", first, actor, now, calendar);
        return assessment;
    }

    /// <summary>Ties the answers to it.</summary>
    public void AnswerWith(Response response) => ResponseId = response.Id;

    /// <summary>Says which answers alone may be changed in this round.</summary>
    internal void AskFor(IEnumerable<string> units) => Asked = string.Join(' ', units);

    /// <summary>Moves on by one row of the table of its kind. Whether what the act needs is there, the caller has looked.</summary>
    /// <param name="to">The step it leads to where the row does not say: the one of the outcome.</param>
    /// <exception cref="Refusal">The act is not open now, or lacks its reason.</exception>
    public void Act(
        AssessmentKind kind,
        ActRule act,
        StepRule? to,
        string? reason,
        Actor actor,
        DateTime now,
        HolidayCalendar calendar
    )
    {
        if (!IsOpen(act))
        {
            throw new Refusal(
                $"That cannot be done now: {kind.Step(State).Title.ToLowerInvariant()}."
            );
        }
        var words =
            act.NeedsReason ? PlainText.Take(reason, 4000, "the reason", "Reason")
            : PlainText.Clean(reason) is { Length: > 0 } said
                ? PlainText.Take(said, 4000, "the reason", "Reason")
            : null;
        Round += act.Does == ActEffect.Ask ? 1 : 0;
        PublishedAt ??= act.Does == ActEffect.Publish ? now : null;
        Step(act.Code, act.Done, to ?? kind.Step(act.To ?? State), actor, now, calendar, words);
    }

    /// <summary>Whether the table lets this act be done at the step it stands at.</summary>
    public bool IsOpen(ActRule act) =>
        act.From.Contains(State)
        && (act.Forms.Count == 0 || act.Forms.Contains(Form ?? ""))
        && (act.Most is not { } most || steps.Count(s => s.Act == act.Code) < most);

    /// <summary>Puts down what is owed for a rating.</summary>
    public AssessmentAction Owe(string unit, string rating, string text, DateOnly due, DateTime now)
    {
        var action = AssessmentAction.Of(this, unit, rating, text, due, now);
        actions.Add(action);
        return action;
    }

    /// <summary>Another day, or other facts, while it is being prepared.</summary>
    public void Book(
        DateOnly? day,
        IReadOnlyDictionary<string, string> facts,
        Actor actor,
        DateTime now
    )
    {
        if (day != Day)
        {
            Note(
                "day",
                day is { } set ? $"Day set to {Web.Words.Day(set)}" : "Day taken back",
                actor,
                now
            );
        }
        (Day, Facts) = (day, BookingFacts.ToJson(facts));
        (ChangedAt, Revision) = (now, Revision + 1);
    }

    /// <summary>Something that is to be read in the history and moves nothing.</summary>
    internal void Note(string act, string done, Actor actor, DateTime now, string? words = null)
    {
        steps.Add(AssessmentStep.Of(this, NextSeq, act, done, null, actor, now, words, null));
        (ChangedAt, Revision) = (now, Revision + 1);
    }

    // A report is owed from the day of the assessment on, however late the first line of it is written.
    private DateOnly Begins(StepRule to, DateTime now)
    {
        var today = LocalDay.Of(now);
        return to.Clock?.FromDay == true && Day < today && steps.All(s => s.LedTo != to.Code)
            ? Day.Value
            : today;
    }

    private int NextSeq => steps.Count == 0 ? 1 : steps.Max(s => s.Seq) + 1;

    private void Step(
        string act,
        string done,
        StepRule to,
        Actor actor,
        DateTime now,
        HolidayCalendar calendar,
        string? words = null
    )
    {
        var due =
            to.Clock?.GoesOn == true
                ? Due
                : Clocks.DueAfter(to.Clock, Begins(to, now), calendar, Calendar);
        steps.Add(AssessmentStep.Of(this, NextSeq, act, done, to.Code, actor, now, words, due));
        HandedOverAt ??= to.Waits == Side.Assessors ? now : null;
        (State, Waits, Due, Ended) = (to.Code, to.Waits, due, to.Ends);
        (ChangedAt, Revision) = (now, Revision + 1);
    }

    private sealed class Mapping : IEntityTypeConfiguration<Assessment>
    {
        public void Configure(EntityTypeBuilder<Assessment> entity)
        {
            entity.HasIndex(a => new { a.Year, a.Number }).IsUnique();
            entity.HasIndex(a => new { a.OrganisationId, a.Kind });
            entity.HasIndex(a => new { a.BodyId, a.Waits });
            entity.HasIndex(a => new { a.Ended, a.Due });
            entity.HasIndex(a => a.ResponseId);
            entity.HasOne<Response>().WithMany().HasForeignKey(a => a.ResponseId);
            entity.Property(a => a.Revision).IsConcurrencyToken();
            entity.HasOne<Organisation>().WithMany().HasForeignKey(a => a.OrganisationId);
            entity.HasOne<Organisation>().WithMany().HasForeignKey(a => a.BodyId);
            entity.HasOne<Assessment>().WithMany().HasForeignKey(a => a.FormerId);
            entity.HasMany(a => a.Steps).WithOne().HasForeignKey(s => s.AssessmentId);
            entity.Navigation(a => a.Steps).HasField("steps");
            entity.HasMany(a => a.Members).WithOne().HasForeignKey(m => m.AssessmentId);
            entity.Navigation(a => a.Members).HasField("members");
            entity.HasMany(a => a.Findings).WithOne().HasForeignKey(f => f.AssessmentId);
            entity.Navigation(a => a.Findings).HasField("findings");
            entity.HasMany(a => a.Actions).WithOne().HasForeignKey(o => o.AssessmentId);
            entity.Navigation(a => a.Actions).HasField("actions");
            entity.Ignore(a => a.Present);
        }
    }
}
