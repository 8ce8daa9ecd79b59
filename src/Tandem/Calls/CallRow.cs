using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Calls.Kinds;
using Tandem.Contracts.Lists;
using Tandem.Kernel;
using Tandem.Pipeline;

namespace Tandem.Calls;

/// <summary>A stage of a call as every way out shows it.</summary>
/// <param name="OpensAt">UTC.</param>
/// <param name="ClosesAt">The deadline, UTC; null where it stands open.</param>
/// <param name="Form">The question set that is answered.</param>
/// <param name="Sealed">Whether entries stay closed to everybody until two openers open them after the deadline.</param>
/// <param name="TermsSha256">Hash of the terms of judging as published; null before.</param>
public sealed record CallStageRow(
    string Code,
    string Title,
    StageState State,
    DateTime? OpensAt,
    DateTime? ClosesAt,
    DateOnly? JudgedBy,
    string Form,
    string FormVersion,
    bool Sealed,
    LatePolicy Late,
    AmountPart? Fee,
    JudgingTerms Judging,
    string? TermsSha256
);

/// <summary>A part of the brief.</summary>
/// <param name="Text">Markdown.</param>
public sealed record BriefRow(string Code, string Title, string Text);

/// <summary>An addendum as every way out shows it.</summary>
public sealed record AddendumRow(
    int Number,
    DateTime MadeAt,
    string Text,
    IReadOnlyList<AddendumChange> Changes
);

/// <summary>A prize as every way out shows it.</summary>
public sealed record PrizeRow(string Title, AmountPart? Amount, string? Words);

/// <summary>A call as every way out shows it: page, list, CSV, JSON, API.</summary>
public sealed record CallRow
{
    public required string Reference { get; init; }

    /// <summary>The page of the call.</summary>
    public string Path => $"/calls/{Reference}";

    /// <summary>Open contracting identifier; null where nothing is published of it as OCDS.</summary>
    public string? Ocid { get; init; }
    public required string Title { get; init; }
    public required string Summary { get; init; }
    public required OrganisationPart Organisation { get; init; }

    /// <summary>Name of the kind; with the version it names the rules the call was made by.</summary>
    public required string Kind { get; init; }
    public required string KindVersion { get; init; }
    public required string KindTitle { get; init; }
    public CallStanding Standing { get; init; }

    /// <summary>How it stands, in a sentence.</summary>
    public required string StandingWords { get; init; }
    public CallAudience Audience { get; init; }
    public Secrecy Entries { get; init; }
    public DateTime? PublishedAt { get; init; }

    /// <summary>The next deadline, UTC; null where there is none ahead.</summary>
    public DateTime? ClosesAt { get; init; }
    public DateTime? QuestionsUntil { get; init; }
    public DateOnly? DecisionBy { get; init; }
    public DateTime? DecidedAt { get; init; }

    /// <summary>Why it was cancelled.</summary>
    public string? EndedReason { get; init; }

    /// <summary>Where nothing is judged: what was learnt and what comes next, once it has ended; Markdown.</summary>
    public string? Learnt { get; init; }

    /// <summary>The main code first.</summary>
    public required IReadOnlyList<CpvPart> Cpv { get; init; }
    public string? Region { get; init; }
    public AmountPart? Budget { get; init; }
    public AmountPart? LeastAsk { get; init; }
    public AmountPart? MostAsk { get; init; }
    public AmountPart? Value { get; init; }
    public IReadOnlyList<PrizeRow> Prizes { get; init; } = [];
    public string? MoneyWords { get; init; }
    public IReadOnlyList<BriefRow> Brief { get; init; } = [];

    /// <summary>What entrants accept; Markdown.</summary>
    public IReadOnlyDictionary<string, string> Terms { get; init; } =
        new Dictionary<string, string>();

    /// <summary>The question set that says who can enter; null where everybody can.</summary>
    public string? Eligibility { get; init; }
    public IReadOnlyList<CallStageRow> Stages { get; init; } = [];
    public IReadOnlyList<AddendumRow> Addenda { get; init; } = [];
    public string? ContactName { get; init; }
    public string? ContactEmail { get; init; }
    public DateTime ChangedAt { get; init; }
}

/// <summary>Reads calls as rows. What the actor may not see is left out, whoever asked for it.</summary>
public sealed class CallRows(Db db, Actor actor, FilterWords words, TimeProvider clock)
{
    /// <summary>The headings and cells of a CSV export.</summary>
    public static readonly IReadOnlyList<(string, Func<CallRow, string?>)> Columns =
    [
        ("Reference", r => r.Reference),
        ("Title", r => r.Title),
        ("Summary", r => r.Summary),
        ("Organisation", r => r.Organisation.Name),
        ("Authority code", r => r.Organisation.AuthorityCode),
        ("Kind", r => r.KindTitle),
        ("State", r => CallWording.Standing(r.Standing)),
        ("Published", r => RecordParts.Text(r.PublishedAt)),
        ("Opens", r => RecordParts.Text(r.Stages.Select(s => s.OpensAt).FirstOrDefault())),
        ("Next deadline", r => RecordParts.Text(r.ClosesAt)),
        ("Questions until", r => RecordParts.Text(r.QuestionsUntil)),
        ("Decision by", r => RecordParts.Text(r.DecisionBy)),
        ("Decided", r => RecordParts.Text(r.DecidedAt)),
        ("CPV codes", r => string.Join(' ', r.Cpv.Select(c => c.Code))),
        ("CPV names", r => string.Join("; ", r.Cpv.Select(c => c.Name))),
        ("Region", r => r.Region),
        ("Budget", r => RecordParts.Text(r.Budget?.Amount)),
        ("Least to ask for", r => RecordParts.Text(r.LeastAsk?.Amount)),
        ("Most to ask for", r => RecordParts.Text(r.MostAsk?.Amount)),
        ("Estimated value", r => RecordParts.Text(r.Value?.Amount)),
        ("Prizes", r => string.Join("; ", r.Prizes.Select(p => p.Title))),
        (
            "Currency",
            r => (r.Budget ?? r.Value ?? r.Prizes.Select(p => p.Amount).FirstOrDefault())?.Currency
        ),
        ("Stages", r => string.Join("; ", r.Stages.Select(s => s.Title))),
        (
            "Addenda",
            r => r.Addenda.Count.ToString(System.Globalization.CultureInfo.InvariantCulture)
        ),
        ("Contact", r => r.ContactName),
        ("Contact e-mail", r => r.ContactEmail),
        ("OCID", r => r.Ocid),
    ];

    /// <summary>The rows with these ids, in this order.</summary>
    public async Task<IReadOnlyList<CallRow>> ByIdAsync(IReadOnlyList<Guid> ids)
    {
        var wanted = ids.Select(id => new Id<Call>(id)).ToList();
        var rows = (await OfAsync(db.Set<Call>().Where(c => wanted.Contains(c.Id)))).ToDictionary(
            r => r.Id.Value,
            r => r.Row
        );
        return [.. ids.Where(rows.ContainsKey).Select(id => rows[id])];
    }

    /// <summary>Those of the calls that the actor may see, with their ids.</summary>
    public async Task<List<(Id<Call> Id, CallRow Row)>> OfAsync(
        IQueryable<Call> calls,
        CancellationToken cancellation = default
    )
    {
        var found = await calls
            .AsNoTracking()
            .VisibleTo(actor)
            .Include(c => c.Stages)
                .ThenInclude(s => s.Terms)
            .Include(c => c.Addenda)
            .AsSplitQuery()
            .ToListAsync(cancellation);
        var makers = found.Select(c => c.OrganisationId).Distinct().ToList();
        var organisations = await db.Set<Organisation>()
            .AsNoTracking()
            .Where(o => makers.Contains(o.Id))
            .ToDictionaryAsync(
                o => o.Id,
                o => new OrganisationPart(o.Name, o.Slug, o.AuthorityCode),
                cancellation
            );
        var now = clock.GetUtcNow().UtcDateTime;
        return found.ConvertAll(c => (c.Id, Row(c, organisations[c.OrganisationId], now)));
    }

    private CallRow Row(Call call, OrganisationPart organisation, DateTime now)
    {
        var kind = call.Kind;
        return new()
        {
            Reference = call.Reference,
            Ocid = kind.Publishes.Ocds ? call.Ocid : null,
            Title = call.Title,
            Summary = call.Summary,
            Organisation = organisation,
            Kind = kind.Name,
            KindVersion = kind.Version,
            KindTitle = kind.Title,
            Standing = call.StandingAt(now),
            StandingWords = CallWording.Sentence(call, now),
            Audience = call.Audience,
            Entries = kind.Entries,
            PublishedAt = call.PublishedAt,
            ClosesAt = call.NowOrNext(now)?.ClosesAt,
            QuestionsUntil = call.QuestionsUntil,
            DecisionBy = call.DecisionBy,
            DecidedAt = call.DecidedAt,
            EndedReason = call.EndedReason,
            Learnt = call.Learnt,
            Cpv = RecordParts.Cpv(call.CpvCodes, words.Cpv),
            Region = call.Region,
            Budget = RecordParts.Amount(call.BudgetMinor, call.Currency),
            LeastAsk = RecordParts.Amount(call.LeastAskMinor, call.Currency),
            MostAsk = RecordParts.Amount(call.MostAskMinor, call.Currency),
            Value = RecordParts.Amount(call.ValueMinor, call.Currency),
            Prizes =
            [
                .. call.PrizeList.Select(p => new PrizeRow(
                    p.Title,
                    RecordParts.Amount(p.AmountMinor, call.Currency),
                    p.Words
                )),
            ],
            MoneyWords = CallWording.Money(call),
            Brief = [.. Briefed(call, kind)],
            Terms = call.AcceptedTerms,
            Eligibility = call.EligibilityName,
            Stages = [.. call.InOrder.Select(s => Stage(call, s, now))],
            Addenda =
            [
                .. call
                    .Addenda.OrderBy(a => a.Number)
                    .Select(a => new AddendumRow(a.Number, a.MadeAt, a.Text, a.ChangeList)),
            ],
            ContactName = call.ContactName,
            ContactEmail = call.ContactEmail,
            ChangedAt = call.ChangedAt,
        };
    }

    private static IEnumerable<BriefRow> Briefed(Call call, CallKind kind)
    {
        var parts = call.BriefParts;
        foreach (var rule in kind.Brief)
        {
            if (parts.TryGetValue(rule.Code, out var text))
            {
                yield return new(rule.Code, rule.Title, text);
            }
        }
    }

    private static CallStageRow Stage(Call call, CallStage stage, DateTime now) =>
        new(
            stage.Code,
            stage.Title,
            stage.Clock.StateAt(now),
            stage.OpensAt,
            stage.ClosesAt,
            stage.JudgedBy,
            stage.FormName,
            stage.FormVersion,
            stage.IsSealed,
            stage.Late,
            RecordParts.Amount(stage.FeeMinor, call.Currency),
            stage.Judging,
            stage.InForce?.Sha256
        );
}
