using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Calls;
using Tandem.Classification;
using Tandem.Kernel;
using Tandem.Questionnaires.Declarations;
using Tandem.Releases;
using Tandem.Web;

namespace Tandem.Evaluations.Notices;

/// <summary>A notice as it could go out today, made of a decision, the organisation's own answers, and what was typed for it.</summary>
/// <param name="Checks">What is worth knowing, and whether it is good news.</param>
public sealed record AwardNotice(
    NoticeForm Form,
    JudgedStage Stage,
    CallDecision Decision,
    Organisation Organisation,
    IReadOnlyList<DraftLine> Lines,
    IReadOnlyList<(bool IsMet, string Says)> Checks
)
{
    public int Missing => Lines.Count(l => l.IsMissing);

    /// <summary>Lines that whoever publishes holds against the law.</summary>
    public int ToCheck => Lines.Count(l => l.Field.IsToCheck);

    /// <summary>How complete it is, in words.</summary>
    public string Standing =>
        (
            Missing == 0
                ? "Everything that is known to be required is there."
                : $"{Words.Count(Missing, "thing")} the law requires {(Missing == 1 ? "is" : "are")} missing."
        )
        + (
            ToCheck == 0
                ? ""
                : $" {Words.Count(ToCheck, "line")} {(ToCheck == 1 ? "is" : "are")} to be checked against the law before it is published."
        );

    /// <summary>Address of its page.</summary>
    public string Path => $"{Stage.Path}/notices/{Form.Code}";
}

/// <summary>Makes drafts of the notices that a decision owes. Tandem publishes none of them: a person takes the draft to Find a Tender.</summary>
public sealed class DraftAwardNotice(
    Db db,
    Actor actor,
    FindStage find,
    FindDecision decisions,
    WriteLetters letters,
    FirmContacts contacts,
    NoticeForms forms,
    ReferenceLists lists,
    KnownAuthorities authorities,
    WorkingDays workingDays
)
{
    /// <summary>Notices that are made from a decision of this call, where its kind names them.</summary>
    public IReadOnlyList<NoticeForm> Of(Call call) =>
        [
            .. forms
                .About(NoticeSubject.Decision)
                .Where(f => call.Kind.Publishes.Notices.Contains(f.Code)),
        ];

    /// <summary>Address of the draft of a notice, where a decision of the call owes it and the actor may draft it today; null otherwise.</summary>
    /// <param name="reference">Of the call.</param>
    public async Task<string?> AddressAsync(
        string reference,
        string code,
        CancellationToken cancellation = default
    )
    {
        if (
            Call.Parse(reference) is not (var year, var number)
            || await db.Set<Call>()
                .AsNoTracking()
                .VisibleTo(actor)
                .Include(c => c.People)
                .SingleOrDefaultAsync(c => c.Year == year && c.Number == number, cancellation)
                is not { } call
            || !JudgingPermissions.MayTell(actor, call).Allowed
            || !Of(call).Any(f => f.Code == code)
        )
        {
            return null;
        }
        var approved = await db.Set<CallDecision>()
            .AsNoTracking()
            .Include(d => d.Lines)
            .Where(d => d.CallId == call.Id && d.ApprovedAt != null && d.ReturnedAt == null)
            .OrderByDescending(d => d.RecommendedAt)
            .ToListAsync(cancellation);
        return approved.Find(d => d.Awarded.Any()) is { } decision
            ? $"/calls/{call.Reference}/judging/{decision.StageCode}/notices/{code}"
            : null;
    }

    /// <exception cref="Refusal">There is no such notice of a decision that awards something and is approved, or the actor may not.</exception>
    public async Task<AwardNotice> RunAsync(
        string reference,
        string stageCode,
        string code,
        CancellationToken cancellation = default
    )
    {
        var stage = await find.RunAsync(reference, stageCode, cancellation);
        JudgingPermissions.MayTell(actor, stage.Call).Permit();
        var form = Of(stage.Call).FirstOrDefault(f => f.Code == code);
        var decision = await decisions.NowAsync(stage, cancellation);
        if (form is null || decision is not { ApprovedAt: not null } || !decision.Awarded.Any())
        {
            throw new Refusal("There is no such notice.", kind: RefusalKind.NotFound);
        }
        var organisation = await db.Set<Organisation>()
            .AsNoTracking()
            .SingleAsync(o => o.Id == stage.Call.OrganisationId, cancellation);
        var keys = form.Fields.Select(f => KeyOf(f, stage.Call, decision)).ToList();
        var typed = await db.Set<DraftText>()
            .AsNoTracking()
            .Where(t => EF.Parameter(keys).Contains(t.Key))
            .ToDictionaryAsync(t => t.Key, t => t.Text, cancellation);
        var facts = await FactsAsync(stage, decision, organisation, cancellation);
        var lines = form
            .Fields.Select(f => new DraftLine(
                f,
                f.From is { } from
                    ? facts.TryGetValue(from, out var fact)
                        ? fact
                        : throw new FormatException($"No decision has a fact called ‘{from}’.")
                    : null,
                f.Asked == AskedOf.Nobody
                    ? null
                    : typed.GetValueOrDefault(KeyOf(f, stage.Call, decision))
            ))
            .ToList();
        return new(
            form,
            stage,
            decision,
            organisation,
            lines,
            [
                .. form.Checks.Select(c =>
                    lines.Exists(l => l.Field.Key == c.MustSay && l.Says is not null)
                        ? (true, c.Met)
                        : (false, c.Unmet)
                ),
            ]
        );
    }

    internal static string KeyOf(NoticeField field, Call call, CallDecision decision) =>
        DraftText.KeyOf(field, call.OrganisationId, decision.Id.ToString());

    private async Task<Dictionary<string, string?>> FactsAsync(
        JudgedStage stage,
        CallDecision decision,
        Organisation organisation,
        CancellationToken cancellation
    )
    {
        var call = stage.Call;
        var awarded = decision
            .Awarded.Select(l => (Line: l, Entry: stage.Entry(l.EntryId)))
            .ToList();
        var parties = await letters.PartiesAsync(stage, cancellation);
        var firms = await contacts.OfAsync(
            call.OrganisationId,
            [.. awarded.Select(a => a.Entry.Organisation).OfType<Id<Organisation>>()],
            cancellation
        );
        string? Each(Func<JudgedEntry, string?> says)
        {
            var said = awarded
                .Select(a => (a.Entry.Entrant, Says: says(a.Entry)))
                .Where(x => x.Says is not null)
                .Select(x => awarded.Count == 1 ? x.Says! : $"{x.Entrant}: {x.Says}")
                .ToList();
            // Of some only is not of each.
            return said.Count < awarded.Count ? null : string.Join('\n', said);
        }
        var names = Words.List([.. awarded.Select(a => a.Entry.Entrant)]);
        return new()
        {
            ["buyer"] = organisation.Name,
            ["title"] = call.Title,
            ["ocid"] = call.Ocid,
            ["contract-ids"] = Each(e => e.Reference),
            ["intent"] = $"{organisation.Name} intends to enter into a contract with {names}.",
            ["description"] = call.Summary is { Length: > 0 } summary ? summary : null,
            ["cpv"] = lists.Current(CpvList.File, CpvList.Read).Describe(call.CpvCodes),
            ["place"] =
                call.Region
                ?? (
                    organisation.AuthorityCode is { } code
                        ? authorities.Current.ByCode(code)?.Region
                        : null
                ),
            ["suppliers"] = string.Join('\n', awarded.Select(a => a.Entry.Entrant)),
            ["supplier-addresses"] = Each(e =>
                parties[e.Id] is { Address: { } address, Email: { } email }
                    ? $"{string.Join(", ", address.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))}; {email}"
                    : null
            ),
            ["supplier-ids"] = Each(e => parties[e.Id].Number),
            ["supplier-kinds"] = Each(e =>
                e.Organisation is { } id && firms.GetValueOrDefault(id) is { Size: { } size } firm
                    ? size
                        + (
                            firm.IsVcse switch
                            {
                                true => ", a voluntary, community or social enterprise",
                                false => ", no voluntary, community or social enterprise",
                                _ => "",
                            }
                        )
                    : null
            ),
            ["procedure"] = call.Kind.Title,
            ["value"] =
                awarded.All(a => a.Line.Amount is not null)
                    ? Words.ExactMoney(awarded.Sum(a => a.Line.Amount!.Value) / 100m, call.Currency)
                : call.ValueMinor is { } value ? Words.ExactMoney(value / 100m, call.Currency)
                : null,
            ["tenders"] =
                $"{stage.Entries.Count} received, {stage.Ranking.Count(r => r.Total is not null)} assessed",
            ["summaries"] = decision.ToldAt is { } told ? Words.Day(LocalDay.Of(told)) : null,
            ["standstill"] = Standstill(decision),
        };
    }

    private string? Standstill(CallDecision decision) =>
        decision switch
        {
            { StandstillTo: { } last, StandstillDays: { } days } =>
                $"{Words.Count(days, "working day")}; its last day is {Words.Day(last)}",
            { StandstillDays: { } days, StandstillCalendar: { } calendar } =>
                $"{Words.Count(days, "working day")}, the day of publication among them. Published today, its last day is {Words.Day(workingDays[calendar].Add(LocalDay.Of(db.Now()).AddDays(-1), days))}",
            _ => null,
        };
}

/// <summary>Keeps what was typed for a draft.</summary>
public sealed class KeepAwardNotice(Db db, Actor actor, DraftAwardNotice draft)
{
    /// <param name="said">Answers by the keys of their fields; an empty one takes back what was typed.</param>
    /// <exception cref="Refusal">The actor may not, there is no such notice, or an answer is too long.</exception>
    public async Task RunAsync(
        string reference,
        string stageCode,
        string code,
        IReadOnlyDictionary<string, string?> said,
        CancellationToken cancellation = default
    )
    {
        var notice = await draft.RunAsync(reference, stageCode, code, cancellation);
        var changed = await DraftText.KeepAsync(
            db,
            notice.Form,
            notice.Organisation.Id,
            notice.Decision.Id.ToString(),
            said,
            cancellation
        );
        if (changed.Count > 0)
        {
            db.Record(
                actor,
                JudgingVerbs.NoticeDraftChanged,
                nameof(Call),
                notice.Stage.Call.Id,
                new { notice = code, changed }
            );
            await db.SaveChangesAsync(cancellation);
        }
    }
}
