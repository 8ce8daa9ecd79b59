using System.Text.Json;
using Tandem.Accounts;
using Tandem.Calls.Kinds;
using Tandem.Kernel;
using Tandem.Pipeline;

namespace Tandem.Calls;

/// <summary>How a call is written and published, and the rules of it.</summary>
public sealed partial class Call
{
    /// <summary>Characters of a title.</summary>
    public const int LongestTitle = 150;

    /// <summary>Characters of a summary, a reason, or a part of a brief without a limit of its own.</summary>
    public const int LongestText = 20_000;

    private const int LongestSummary = 600;

    /// <summary>A draft, made from a kind, with everything the kind proposes in it.</summary>
    /// <param name="version">Version in force of each question set the kind names.</param>
    /// <param name="prefix">The installation's prefix of open contracting identifiers.</param>
    public static Call Make(
        CallKind kind,
        Organisation organisation,
        string? title,
        Func<string, string> version,
        string prefix,
        Actor owner,
        DateTime now,
        PipelineItem? from = null,
        string cpvCodes = ""
    )
    {
        var id = Id<Call>.New(now);
        var call = new Call
        {
            Id = id,
            Year = LocalDay.Of(now).Year,
            TimeZone = LocalDay.Zone.Id,
            OrganisationId = organisation.Id,
            KindName = kind.Name,
            KindVersion = kind.Version,
            KindText = kind.Text,
            Title = Words(title, LongestTitle, "Enter a title", "Title"),
            Audience = kind.Audience,
            State = CallState.Draft,
            CpvCodes = cpvCodes,
            Currency = from?.Currency ?? "GBP",
            ValueMinor = kind.Money == CallMoney.Value ? from?.ValueMinor : null,
            LeastAskMinor = kind.Budget?.LeastAskMinor,
            MostAskMinor = kind.Budget?.MostAskMinor,
            EligibilityName = kind.Eligibility,
            EligibilityVersion = kind.Eligibility is { } set ? version(set) : null,
            Terms = Json(kind.Terms.ToDictionary(t => t.Code, t => t.Text)),
            PipelineItemId = from?.Id,
            Ocid = from?.Ocid ?? $"{prefix}-{id.Value:N}",
            ContactName = from?.ContactName ?? (owner.PersonId is null ? null : owner.Name),
            ContactEmail = from?.ContactEmail,
            CreatedAt = now,
            ChangedAt = now,
        };
        foreach (var (rule, index) in kind.Stages.Select((rule, index) => (rule, index)))
        {
            call.Stages.Add(CallStage.Of(call, rule, index + 1, version(rule.Form), now));
        }
        if (owner.PersonId is { } person)
        {
            call.People.Add(CallPerson.Of(call, new(person), CallRole.Owner, owner, now));
        }
        return call;
    }

    /// <summary>Whether its words can be written.</summary>
    public bool IsDraft => State == CallState.Draft;

    /// <summary>Says what it is about.</summary>
    /// <exception cref="Refusal">It is no draft, or facts will not do: all that will not are said.</exception>
    public void Describe(CallBasics basics, DateTime now)
    {
        MustBeDraft();
        var kept = Checked(basics);
        (Title, Summary) = (kept.Title, kept.Summary);
        (CpvCodes, Region, WithPartners) = (kept.CpvCodes, kept.Region, kept.WithPartners);
        (ContactName, ContactEmail) = (kept.ContactName, kept.ContactEmail);
        ChangedAt = now;
    }

    /// <summary>The facts as they would be kept.</summary>
    /// <exception cref="Refusal">Some will not do: all that will not are said.</exception>
    internal CallBasics Checked(CallBasics basics)
    {
        var refusals = new Refusals();
        if (basics.WithPartners && Audience == CallAudience.Public)
        {
            refusals.Say("Everybody can read this anyway.", nameof(basics.WithPartners));
        }
        var kept = basics with
        {
            Title =
                refusals.Of(() =>
                    Words(basics.Title, LongestTitle, "Enter a title", nameof(basics.Title))
                ) ?? "",
            Summary =
                refusals.Of(() =>
                    Words(basics.Summary, LongestSummary, "Enter a summary", nameof(basics.Summary))
                ) ?? "",
            Region = Blank(basics.Region),
            ContactName = refusals.Of(() => Short(basics.ContactName, nameof(basics.ContactName))),
            ContactEmail = refusals.Of(() => Address(basics.ContactEmail)),
        };
        refusals.Throw();
        return kept;
    }

    private static string? Address(string? email)
    {
        try
        {
            return Blank(email) is { } given ? Person.Address(given) : null;
        }
        catch (Refusal refusal)
        {
            throw new Refusal(refusal.Message, nameof(CallBasics.ContactEmail));
        }
    }

    /// <summary>Writes parts of the brief; those not named stay.</summary>
    /// <exception cref="Refusal">It is no draft, there is no such part, or one is too long.</exception>
    public void WriteBrief(IReadOnlyDictionary<string, string> parts, DateTime now)
    {
        MustBeDraft();
        Brief = Json(Briefed(parts));
        ChangedAt = now;
    }

    /// <summary>Says what entrants accept.</summary>
    /// <exception cref="Refusal">It is no draft, or one is too long.</exception>
    public void WriteTerms(IReadOnlyDictionary<string, string> terms, DateTime now)
    {
        MustBeDraft();
        Terms = Json(
            Kind.Terms.ToDictionary(
                t => t.Code,
                t =>
                    Words(
                        terms.GetValueOrDefault(t.Code),
                        LongestText,
                        "Enter what entrants accept",
                        $"Terms[{t.Code}]"
                    )
            )
        );
        ChangedAt = now;
    }

    /// <summary>Sets its dates. Whether they keep the rules of the kind is asked when it is submitted or published.</summary>
    /// <exception cref="Refusal">It is no draft, or a deadline is before its opening.</exception>
    public void Schedule(CallDates dates, DateTime now)
    {
        MustBeDraft();
        var refusals = new Refusals();
        CheckOrder(dates.Stages, refusals);
        refusals.Throw();
        foreach (var date in dates.Stages)
        {
            var stage = MustHave(date.Code);
            (stage.OpensAt, stage.ClosesAt, stage.JudgedBy) = (
                date.OpensAt,
                Kind.IsStanding ? null : date.ClosesAt,
                date.JudgedBy
            );
        }
        (QuestionsUntil, DecisionBy, ChangedAt) = (dates.QuestionsUntil, dates.DecisionBy, now);
    }

    /// <summary>Says of each stage that would close before it opens that it must not.</summary>
    internal void CheckOrder(IEnumerable<StageDates> dates, Refusals refusals)
    {
        foreach (var date in dates.Where(d => d.ClosesAt <= d.OpensAt))
        {
            var stage = MustHave(date.Code);
            refusals.Say(
                $"{stage.Title} must close after it opens",
                $"Stages[{stage.Position - 1}].ClosesOn"
            );
        }
    }

    /// <summary>Says how a stage is judged. A draft may keep weights that do not total 100; it cannot be submitted or published with them.</summary>
    /// <exception cref="Refusal">It is no draft.</exception>
    public void Judge(string stage, JudgingTerms terms, DateTime now)
    {
        MustBeDraft();
        MustHave(stage).DraftTerms = terms.ToJson();
        ChangedAt = now;
    }

    /// <summary>Chooses another form for a stage.</summary>
    public void Ask(string stage, string form, string version, DateTime now)
    {
        MustBeDraft();
        var asked = MustHave(stage);
        (asked.FormName, asked.FormVersion, ChangedAt) = (form, version, now);
    }

    private Dictionary<string, string> Briefed(IReadOnlyDictionary<string, string> parts)
    {
        var kept = new Dictionary<string, string>(BriefParts);
        foreach (var (code, text) in parts)
        {
            var rule =
                Kind.Brief.FirstOrDefault(b => b.Code == code)
                ?? throw new Refusal($"The brief has no part ‘{code}’.");
            if (Blank(text) is not { } words)
            {
                kept.Remove(code);
                continue;
            }
            if (words.Length > LongestText)
            {
                throw new Refusal(
                    $"{rule.Title} must be {LongestText:N0} characters or fewer",
                    $"Parts[{code}]"
                );
            }
            kept[code] = words;
        }
        return kept;
    }

    private CallStage MustHave(string stage) =>
        Stage(stage) ?? throw new Refusal("There is no such stage.", kind: RefusalKind.NotFound);

    private void MustBeDraft()
    {
        if (State != CallState.Draft)
        {
            throw new Refusal(
                State switch
                {
                    CallState.InReview =>
                        "An approver is looking at this call. Take it back before you change it.",
                    CallState.Approved =>
                        "This call is approved as it stands. Take it back before you change it.",
                    CallState.Published =>
                        "This call is published. What entrants rely on changes only by an addendum.",
                    _ => "This call is over.",
                }
            );
        }
    }

    private void MustGoOn()
    {
        if (State is CallState.Cancelled or CallState.Ended)
        {
            throw new Refusal("This call is over.");
        }
    }

    private static string Words(string? text, int most, string missing, string field) =>
        Blank(text) is not { } words ? throw new Refusal(missing, field)
        : words.Length > most
            ? throw new Refusal($"This must be {most:N0} characters or fewer", field)
        : words;

    private static string? Short(string? text, string field) =>
        Blank(text) is { } words && words.Length > 200
            ? throw new Refusal("This must be 200 characters or fewer", field)
            : Blank(text);

    private static string? Blank(string? text) =>
        string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static string Json(Dictionary<string, string> texts) => JsonSerializer.Serialize(texts);
}
