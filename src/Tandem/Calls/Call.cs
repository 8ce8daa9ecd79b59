using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Accounts;
using Tandem.Calls.Kinds;
using Tandem.Kernel;
using Tandem.Pipeline;

namespace Tandem.Calls;

/// <summary>How far a call has come. What entrants can do follows from the clocks of its stages.</summary>
public enum CallState
{
    Draft,

    /// <summary>An approver looks at it.</summary>
    InReview,

    /// <summary>It may be published.</summary>
    Approved,

    /// <summary>Its terms are frozen; entrants may rely on them.</summary>
    Published,

    /// <summary>It will not go on. Its page stays, and says why.</summary>
    Cancelled,

    /// <summary>Nothing was judged in it, and what was learnt is published.</summary>
    Ended,
}

/// <summary>
/// An invitation: to put forward ideas, apply for money, compete for a prize, answer questions of the market, or tender. What it is like stands in its
/// <see cref="Kind"/>, whose text it keeps; from publication on its words, dates and terms change only by addenda.
/// </summary>
public sealed partial class Call
{
    public Id<Call> Id { get; private set; }
    public int Year { get; private set; }
    public long Number { get; internal set; }
    public Id<Organisation> OrganisationId { get; private set; }
    public string KindName { get; private set; } = "";
    public string KindVersion { get; private set; } = "";

    /// <summary>The file of the kind as it was when the call was made.</summary>
    public string KindText { get; private set; } = "";
    public string Title { get; private set; } = "";

    /// <summary>What it is about, in a sentence or two.</summary>
    public string Summary { get; private set; } = "";

    /// <summary>The parts of the brief by their codes, as JSON; Markdown each.</summary>
    public string Brief { get; private set; } = "{}";

    /// <summary>What entrants accept, by code, as JSON; Markdown each.</summary>
    public string Terms { get; private set; } = "{}";
    public CallState State { get; private set; }
    public CallAudience Audience { get; private set; }

    /// <summary>Whether an internal call is open to people of partner organisations too.</summary>
    public bool WithPartners { get; private set; }

    /// <summary>CPV codes of eight digits, the main one first, separated by spaces.</summary>
    public string CpvCodes { get; private set; } = "";

    /// <summary>Code of the region it is for (ITL or NUTS); null: anywhere.</summary>
    public string? Region { get; private set; }

    /// <summary>Time zone in which its times are given and shown (IANA): that of the installation when it was made.</summary>
    public string TimeZone { get; private set; } = LocalDay.Usual;
    public string Currency { get; private set; } = "GBP";

    /// <summary>What is shared out, in minor units.</summary>
    public long? BudgetMinor { get; private set; }
    public long? LeastAskMinor { get; private set; }
    public long? MostAskMinor { get; private set; }

    /// <summary>Estimated value of the contract, in minor units, without VAT.</summary>
    public long? ValueMinor { get; private set; }

    /// <summary>Prizes, the first first, as JSON.</summary>
    public string Prizes { get; private set; } = "[]";

    /// <summary>Name and version of the question set that says who can enter; null where everybody can.</summary>
    public string? EligibilityName { get; private set; }
    public string? EligibilityVersion { get; private set; }

    /// <summary>Until when clarification questions can be asked; null: as long as a stage is open.</summary>
    public DateTime? QuestionsUntil { get; private set; }

    /// <summary>The day by which it is meant to be decided.</summary>
    public DateOnly? DecisionBy { get; private set; }
    public string? ContactName { get; private set; }
    public string? ContactEmail { get; private set; }

    /// <summary>The pipeline item it came from, whose open contracting identifier it carries on.</summary>
    public Id<PipelineItem>? PipelineItemId { get; private set; }

    /// <summary>Open contracting identifier.</summary>
    public string Ocid { get; private set; } = "";
    public DateTime? SubmittedAt { get; private set; }
    public Id<Person>? SubmittedById { get; private set; }

    /// <summary>Why the approver last returned it.</summary>
    public string? ReturnedReason { get; private set; }
    public DateTime? ApprovedAt { get; private set; }
    public string? ApprovedByName { get; private set; }
    public DateTime? PublishedAt { get; private set; }

    /// <summary>When the result was published; null while it is not.</summary>
    public DateTime? DecidedAt { get; private set; }
    public DateTime? EndedAt { get; private set; }

    /// <summary>Why it was cancelled.</summary>
    public string? EndedReason { get; private set; }

    /// <summary>Where nothing is judged: what was learnt and what comes next, said as it ended; Markdown.</summary>
    public string? Learnt { get; private set; }
    public DateTime CreatedAt { get; private set; }
    public DateTime ChangedAt { get; private set; }

    /// <summary>Place of the last change in the order of all changes (<see cref="Sequence.Changes"/>).</summary>
    public long ChangeSeq { get; internal set; }

    /// <summary>In order.</summary>
    public IList<CallStage> Stages { get; private set; } = [];
    public IList<CallPerson> People { get; private set; } = [];
    public IList<Addendum> Addenda { get; private set; } = [];

    /// <summary>What a person quotes and what stands in addresses: CALL-2026-014.</summary>
    public string Reference =>
        string.Create(CultureInfo.InvariantCulture, $"CALL-{Year}-{Number:000}");

    /// <summary>The kind it was made from, as it was then.</summary>
    public CallKind Kind => CallKinds.Of(KindText);

    /// <summary>Whether entrants have been told its terms.</summary>
    public bool IsPublished => PublishedAt is not null;

    /// <summary>Whether what is entered is judged in any of its stages; else it is read, and the call ends with what was learnt.</summary>
    public bool IsJudged => Kind.Stages.Any(s => s.Judging.Method != JudgingMethod.None);

    /// <summary>Title and reference, for those who follow something else; null where not everybody may know of the call.</summary>
    internal string? NameForAll =>
        Audience == CallAudience.Public ? $"{Title} ({Reference})" : null;

    /// <summary>The brief by code; a part nobody has written is not there.</summary>
    public IReadOnlyDictionary<string, string> BriefParts => Texts(Brief);

    /// <summary>What entrants accept by code.</summary>
    public IReadOnlyDictionary<string, string> AcceptedTerms => Texts(Terms);

    /// <summary>Prizes, the first first.</summary>
    public IReadOnlyList<Prize> PrizeList =>
        JsonSerializer.Deserialize<List<Prize>>(Prizes, JsonSerializerOptions.Web) ?? [];

    public CallStage? Stage(string code) => Stages.FirstOrDefault(s => s.Code == code);

    /// <summary>The stages in their order.</summary>
    public IEnumerable<CallStage> InOrder => Stages.OrderBy(s => s.Position);

    /// <summary>Whether the person has any of the roles on this call.</summary>
    public bool Has(Actor actor, params ReadOnlySpan<CallRole> roles)
    {
        foreach (var person in People)
        {
            if (person.PersonId.Value == actor.PersonId && roles.Contains(person.Role))
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>Year and number of a reference, or null where it is none.</summary>
    public static (int Year, long Number)? Parse(string? reference) =>
        reference?.Split('-') is [var word, { Length: 4 } year, var number]
        && word.Equals("CALL", StringComparison.OrdinalIgnoreCase)
        && int.TryParse(year, NumberStyles.None, CultureInfo.InvariantCulture, out var y)
        && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var n)
            ? (y, n)
            : null;

    private static Dictionary<string, string> Texts(string json) =>
        JsonSerializer.Deserialize<Dictionary<string, string>>(json) ?? [];

    private sealed class Mapping : IEntityTypeConfiguration<Call>
    {
        public void Configure(EntityTypeBuilder<Call> entity)
        {
            entity.HasIndex(c => new { c.Year, c.Number }).IsUnique();
            entity.HasIndex(c => c.ChangeSeq);
            entity.HasIndex(c => new { c.OrganisationId, c.State });
            entity.HasIndex(c => c.PipelineItemId);
            entity.HasOne<Organisation>().WithMany().HasForeignKey(c => c.OrganisationId);
            entity.HasOne<PipelineItem>().WithMany().HasForeignKey(c => c.PipelineItemId);
            entity.HasMany(c => c.Stages).WithOne().HasForeignKey(s => s.CallId);
            entity.HasMany(c => c.People).WithOne().HasForeignKey(p => p.CallId);
            entity.HasMany(c => c.Addenda).WithOne().HasForeignKey(a => a.CallId);
            entity.Ignore(c => c.InOrder);
            entity.Ignore(c => c.BriefParts);
            entity.Ignore(c => c.AcceptedTerms);
            entity.Ignore(c => c.PrizeList);
            entity.Ignore(c => c.Kind);
            entity.Ignore(c => c.IsJudged);
            entity.Property(c => c.ChangeSeq).IsConcurrencyToken();
        }
    }
}

/// <summary>A prize.</summary>
/// <param name="AmountMinor">In minor units of the call's currency; null where it is no money.</param>
/// <param name="Words">What comes with it, or instead of money.</param>
public sealed record Prize(string Title, long? AmountMinor, string? Words);
