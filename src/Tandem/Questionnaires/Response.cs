using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Kernel.Sealing;
using Tandem.Questionnaires.Formulas;

namespace Tandem.Questionnaires;

/// <summary>How far a response has come.</summary>
public enum ResponseState
{
    /// <summary>Being answered; it may be incomplete.</summary>
    Draft,

    /// <summary>Complete, and given to whoever asked.</summary>
    Submitted,
}

/// <summary>What a response is about: the kind and id of a record of the room that uses it, which decides who may read and answer.</summary>
public readonly record struct ResponseSubject(string Kind, string Id);

/// <summary>The answers of one organisation to one version of a question set.</summary>
public sealed class Response
{
    public Id<Response> Id { get; private set; }
    public string SetName { get; private set; } = "";
    public string SetVersion { get; private set; } = "";

    /// <summary>The organisation that answers.</summary>
    public Id<Organisation> OrganisationId { get; private set; }
    public string SubjectKind { get; private set; } = "";
    public string SubjectId { get; private set; } = "";

    /// <summary>What its list and pages call it.</summary>
    public string Title { get; private set; } = "";
    public Id<Person>? StartedById { get; private set; }
    public DateTime StartedAt { get; private set; }
    public DateTime ChangedAt { get; private set; }
    public ResponseState State { get; private set; }
    public DateTime? SubmittedAt { get; private set; }
    public string? SubmittedByName { get; private set; }

    /// <summary>Questions asked and, of these, answered without anything wrong, as it was last saved.</summary>
    public int AskedCount { get; private set; }
    public int AnsweredCount { get; private set; }

    /// <summary>Auto-fails and warnings raised, as it was last saved.</summary>
    public int AutoFailCount { get; private set; }
    public int WarningCount { get; private set; }

    /// <summary>The first score of the set in hundredths, and the first band, as last saved.</summary>
    public long? ScoreHundredths { get; private set; }
    public string? Band { get; private set; }

    /// <summary>What reports count of it, as <see cref="ResponseDigest"/> writes it.</summary>
    public string Digest { get; private set; } = "";

    /// <summary>Counts submissions, openings and upgrades, so that of two at once one is told to look again.</summary>
    public int Revision { get; private set; }

    /// <summary>Where answers and files are kept sealed: their key, closed with the installation's. Nothing that follows from the answers is kept beside them then.</summary>
    public string? SealedKey { get; private set; }

    public ResponseSubject Subject => new(SubjectKind, SubjectId);
    public bool IsDraft => State == ResponseState.Draft;
    public string Path => $"/responses/{Id}";

    /// <summary>A new draft. A room that begins it with a record of its own adds it to the database together with that record.</summary>
    public static Response Start(
        QuestionSet set,
        Id<Organisation> organisation,
        ResponseSubject subject,
        string title,
        Actor actor,
        DateTime now
    ) =>
        new()
        {
            Id = Id<Response>.New(now),
            SetName = set.Name,
            SetVersion = set.Version,
            OrganisationId = organisation,
            SubjectKind = subject.Kind,
            SubjectId = subject.Id,
            Title = title.Length > 200 ? title[..200] : title,
            StartedById = actor.PersonId is { } person ? new(person) : null,
            StartedAt = now,
            ChangedAt = now,
            AskedCount = set.Questions.Count(),
        };

    /// <summary>From now on keeps answers and files sealed. Before the first answer only.</summary>
    public void Seal(SealingKey installation) =>
        SealedKey ??= SealedAnswers.NewKey(installation, Id);

    /// <summary>Keeps, for lists, what follows from the answers.</summary>
    public void Reckon(AnswerSheet sheet, DateTime now)
    {
        var asked = sheet.Set.Questions.Where(sheet.IsAsked).ToList();
        AskedCount = asked.Count;
        AnsweredCount = asked.Count(q => sheet.IsAnswered(q) && sheet.GapOf(q) is null);
        ChangedAt = now;
        if (SealedKey is not null)
        {
            return;
        }
        AutoFailCount = sheet.Results.Count(r => r.IsRaised && r.Rule.Kind == RuleKind.AutoFail);
        WarningCount = sheet.Results.Count(r => r.IsRaised && r.Rule.Kind == RuleKind.Warning);
        ScoreHundredths = First(sheet, RuleKind.Score) is Value.Number number
            ? (long)decimal.Round(Math.Clamp(number.Amount, -1e15m, 1e15m) * 100)
            : null;
        Band = (First(sheet, RuleKind.Band) as Value.Text)?.Words;
        Digest = ResponseDigest.Write(sheet);
    }

    private static Value? First(AnswerSheet sheet, RuleKind kind) =>
        sheet.Results.FirstOrDefault(r => r.Rule.Kind == kind)?.Value;

    /// <summary>Gives it to whoever asked.</summary>
    /// <exception cref="Refusal">It is no draft, or something is missing.</exception>
    public void Submit(AnswerSheet sheet, Actor actor, DateTime now)
    {
        MustBeDraft();
        if (sheet.Gaps.FirstOrDefault() is { } gap)
        {
            throw new Refusal($"{gap.Question.Text}: {gap.Message}");
        }
        Reckon(sheet, now);
        (State, SubmittedAt, SubmittedByName) = (ResponseState.Submitted, now, actor.Name);
        Revision++;
    }

    /// <summary>As it was submitted elsewhere: whatever was asked of it was asked there.</summary>
    internal void Submit(AnswerSheet sheet, DateTime at)
    {
        Reckon(sheet, at);
        (State, SubmittedAt) = (ResponseState.Submitted, at);
    }

    /// <summary>Makes it a draft again, so that answers can be changed.</summary>
    /// <exception cref="Refusal">It is a draft already.</exception>
    public void Reopen(DateTime now)
    {
        if (IsDraft)
        {
            throw new Refusal("This has not been submitted.");
        }
        (State, ChangedAt) = (ResponseState.Draft, now);
        Revision++;
    }

    internal void Become(QuestionSet version)
    {
        MustBeDraft();
        SetVersion = version.Version;
        Revision++;
    }

    internal void MustBeDraft()
    {
        if (!IsDraft)
        {
            throw new Refusal("This has been submitted; its answers cannot be changed.");
        }
    }

    private sealed class Mapping : IEntityTypeConfiguration<Response>
    {
        public void Configure(EntityTypeBuilder<Response> entity)
        {
            entity.HasIndex(r => new { r.SubjectKind, r.SubjectId });
            entity.HasIndex(r => new { r.OrganisationId, r.ChangedAt });
            // What a list counts and orders by: the table itself is wide, for it holds what reports count.
            entity
                .HasIndex(r => new
                {
                    r.ChangedAt,
                    r.Id,
                    r.SubjectKind,
                    r.OrganisationId,
                    r.State,
                    r.SetName,
                })
                .HasDatabaseName("ix_response_listed");
            entity.HasIndex(r => new
            {
                r.SetName,
                r.SetVersion,
                r.State,
            });
            entity.Property(r => r.Revision).IsConcurrencyToken();
            entity.HasOne<Organisation>().WithMany().HasForeignKey(r => r.OrganisationId);
            entity.HasOne<Person>().WithMany().HasForeignKey(r => r.StartedById);
        }
    }
}

/// <summary>What was answered to one question, as it stands now. An answer to a question that the response's version no longer has stays here and is shown as kept.</summary>
public sealed class Answer
{
    public Id<Response> ResponseId { get; private set; }

    /// <summary>Code of the question.</summary>
    public string Question { get; private set; } = "";

    /// <summary>As it is kept: as <see cref="AnswerJson"/> writes it, or sealed.</summary>
    public string Json { get; private set; } = "";

    private string? opened;

    /// <summary>As <see cref="AnswerJson"/> writes it. Of a sealed response only once it was found by <see cref="FindResponse"/>.</summary>
    public string Plain => opened ?? Json;
    public DateTime ChangedAt { get; private set; }
    public Id<Person>? ChangedById { get; private set; }
    public string ChangedByName { get; private set; } = "";

    /// <summary>The version it was given to, where that is not the response's own: it was carried over and not looked at since.</summary>
    public string? CarriedFrom { get; private set; }

    internal static Answer To(Id<Response> response, string question) =>
        new() { ResponseId = response, Question = question };

    internal void Open(SealedAnswers? key) => opened = key?.Open(Question, Json);

    /// <summary>An answer given elsewhere, as it was given there.</summary>
    internal static Answer Given(
        Id<Response> response,
        string question,
        string json,
        string by,
        DateTime at,
        SealedAnswers? key
    ) =>
        new()
        {
            ResponseId = response,
            Question = question,
            Json = key?.Seal(question, json) ?? json,
            opened = key is null ? null : json,
            ChangedAt = at,
            ChangedByName = by,
        };

    internal void Say(string json, Actor actor, DateTime now, SealedAnswers? key = null)
    {
        opened = key is null ? null : json;
        json = key?.Seal(Question, json) ?? json;
        (Json, ChangedAt, ChangedByName, CarriedFrom) = (json, now, actor.Name, null);
        ChangedById = actor.PersonId is { } person ? new(person) : null;
    }

    /// <summary>The same answer, under the code that the question has in another version or for another response.</summary>
    internal Answer CarryTo(Id<Response> response, string question, string from) =>
        new()
        {
            ResponseId = response,
            Question = question,
            Json = Json,
            ChangedAt = ChangedAt,
            ChangedById = ChangedById,
            ChangedByName = ChangedByName,
            CarriedFrom = CarriedFrom ?? from,
        };

    private sealed class Mapping : IEntityTypeConfiguration<Answer>
    {
        public void Configure(EntityTypeBuilder<Answer> entity)
        {
            entity.HasKey(a => new { a.ResponseId, a.Question });
            entity.HasOne<Response>().WithMany().HasForeignKey(a => a.ResponseId);
        }
    }
}
