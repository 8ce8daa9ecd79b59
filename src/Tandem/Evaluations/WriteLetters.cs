using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Entries;
using Tandem.Kernel;
using Tandem.Questionnaires.Declarations;

namespace Tandem.Evaluations;

/// <summary>Writes the letters of a decision as they would go out now. Whoever calls it has asked who may see them.</summary>
public sealed class WriteLetters(Db db, FirmContacts contacts)
{
    /// <summary>One for each entry, by its number.</summary>
    public async Task<IReadOnlyList<(JudgedEntry Entry, LetterText Text)>> RunAsync(
        JudgedStage stage,
        CallDecision decision,
        CancellationToken cancellation = default
    )
    {
        var buyer = await db.Set<Organisation>()
            .Where(o => o.Id == stage.Call.OrganisationId)
            .Select(o => o.Name)
            .SingleAsync(cancellation);
        var parties = await PartiesAsync(stage, cancellation);
        var today = LocalDay.Of(db.Now());
        return
        [
            .. decision
                .Lines.Select(l =>
                    (
                        stage.Entry(l.EntryId),
                        LetterText.Of(stage, decision, l, buyer, e => parties[e.Id], today)
                    )
                )
                .OrderBy(x => x.Item1.Number),
        ];
    }

    /// <summary>
    /// Who stands behind each entry: a firm with its number and, as far as it shares them with the buyer, its addresses; else how staff said the entrant is
    /// reached, or the e-mail address of the person who leads the entry.
    /// </summary>
    public async Task<IReadOnlyDictionary<Id<Entry>, LetterParty>> PartiesAsync(
        JudgedStage stage,
        CancellationToken cancellation = default
    )
    {
        var firms = stage
            .Entries.Select(e => e.Organisation)
            .OfType<Id<Organisation>>()
            .Distinct()
            .ToList();
        var numbers = await db.Set<Organisation>()
            .IgnoreQueryFilters()
            .Where(o => EF.Parameter(firms).Contains(o.Id))
            .ToDictionaryAsync(o => o.Id, o => o.RegisteredNumber, cancellation);
        var known = await contacts.OfAsync(stage.Call.OrganisationId, firms, cancellation);
        var ids = stage.Entries.Select(e => e.Id).ToList();
        var behalf = await db.Set<Entry>()
            .Where(e => EF.Parameter(ids).Contains(e.Id) && e.EnteredByName != null)
            .ToDictionaryAsync(e => e.Id, e => e.OnBehalfContact, cancellation);
        var leads = (
            await db.Set<EntryMember>()
                .Where(m =>
                    EF.Parameter(ids).Contains(m.EntryId)
                    && m.Right == MemberRight.Lead
                    && m.RemovedAt == null
                )
                .Join(
                    db.Set<Person>(),
                    m => m.PersonId,
                    p => p.Id,
                    (m, p) => new { m.EntryId, p.Email }
                )
                .ToListAsync(cancellation)
        ).ToLookup(l => l.EntryId, l => l.Email);
        return stage.Entries.ToDictionary(
            e => e.Id,
            e =>
            {
                var firm = e.Organisation is { } id ? known.GetValueOrDefault(id) : null;
                return new LetterParty(
                    e.Entrant,
                    e.Organisation is { } registered ? numbers.GetValueOrDefault(registered) : null,
                    firm?.Address,
                    firm?.Email
                        ?? (
                            behalf.TryGetValue(e.Id, out var contact)
                                ? contact
                                : leads[e.Id].Order(StringComparer.Ordinal).FirstOrDefault()
                        )
                );
            }
        );
    }
}

/// <summary>Finds letters of a decision: as they were sent, or as they would go out.</summary>
public sealed class FindLetters(
    Db db,
    Actor actor,
    FindStage find,
    FindDecision decisions,
    WriteLetters write
)
{
    /// <summary>All of a stage, for those who send them.</summary>
    /// <exception cref="Refusal">The actor may not, or the decision is not approved.</exception>
    public async Task<(
        CallDecision Decision,
        IReadOnlyList<(JudgedEntry Entry, LetterText Text)> Letters
    )> AllAsync(JudgedStage stage, CancellationToken cancellation = default)
    {
        JudgingPermissions.MayTell(actor, stage.Call).Permit();
        var decision = await decisions.NowAsync(stage, cancellation)
            is { ApprovedAt: not null } approved
            ? approved
            : throw new Refusal(
                "There are no letters before the decision is approved.",
                kind: RefusalKind.NotFound
            );
        if (!decision.IsTold)
        {
            return (decision, await write.RunAsync(stage, decision, cancellation));
        }
        var sent = await db.Set<DecisionLetter>()
            .AsNoTracking()
            .Where(l => l.DecisionId == decision.Id)
            .ToListAsync(cancellation);
        return (
            decision,
            [.. sent.Select(l => (stage.Entry(l.EntryId), l.Read())).OrderBy(l => l.Item1.Number)]
        );
    }

    /// <summary>One as it was sent, for the entrant and for those who decided.</summary>
    /// <exception cref="Refusal">There is none that the actor may read.</exception>
    public async Task<LetterText> OneAsync(
        string reference,
        string stageCode,
        int number,
        CancellationToken cancellation = default
    )
    {
        var stage = await find.RunAsync(reference, stageCode, cancellation);
        var entry = stage.Entries.FirstOrDefault(e => e.Number == number);
        var mayRead =
            entry is not null
            && actor.PersonId is { } me
            && (
                entry.Members.Contains(me)
                || stage.Call.Has(
                    actor,
                    Calls.CallRole.Owner,
                    Calls.CallRole.Approver,
                    Calls.CallRole.LeadAssessor
                )
            );
        var letter = !mayRead
            ? null
            : await db.Set<DecisionLetter>()
                .AsNoTracking()
                .Where(l => l.EntryId == entry!.Id)
                .Join(
                    db.Set<CallDecision>()
                        .Where(d => d.CallId == stage.Call.Id && d.StageCode == stage.Stage.Code),
                    l => l.DecisionId,
                    d => d.Id,
                    (l, _) => l
                )
                .SingleOrDefaultAsync(cancellation);
        return letter?.Read()
            ?? throw new Refusal("There is no such letter.", kind: RefusalKind.NotFound);
    }
}
