using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Questionnaires;

namespace Tandem.Entries;

/// <summary>Drafts of entries: nobody but the members of an entry reads them, whoever looks after the call or the installation.</summary>
internal sealed class EntryResponses(Db db, ReadEntry read) : IResponseUse
{
    public string SubjectKind => nameof(Entry);

    public Expression<Func<Response, bool>> VisibleTo(Db db, Actor actor)
    {
        if (actor.PersonId is not { } person)
        {
            return r => false;
        }
        var me = new Id<Person>(person);
        return r =>
            db.Set<EntryDraft>()
                .Any(d =>
                    d.ResponseId == r.Id
                    && db.Set<EntryMember>()
                        .Any(m => m.EntryId == d.EntryId && m.PersonId == me && m.RemovedAt == null)
                );
    }

    /// <summary>Later stages ask only what is new: what counts of the stages before is read beside it, as far as it is not sealed any more.</summary>
    public async Task<IReadOnlyList<(string Title, OpenResponse Answers)>> EarlierAsync(
        Response response,
        Actor actor,
        CancellationToken cancellation
    )
    {
        var draft = await DraftAsync(response, cancellation);
        var entry = await db.Set<Entry>()
            .AsNoTracking()
            .Include(e => e.Versions)
            .SingleAsync(e => e.Id == draft.EntryId, cancellation);
        var call = await FindEntry
            .Whole(db.Set<Calls.Call>().AsNoTracking())
            .SingleAsync(c => c.Id == entry.CallId, cancellation);
        var stage = call.Stages.FirstOrDefault(s => s.Id == draft.StageId);
        return stage is null
            ? []
            :
            [
                .. (await read.BeforeAsync(new(call, entry), stage, cancellation)).Select(p =>
                    (p.Stage.Title, p.Answers)
                ),
            ];
    }

    private async Task<EntryDraft> DraftAsync(Response response, CancellationToken cancellation) =>
        db.Set<EntryDraft>().Local.FirstOrDefault(d => d.ResponseId == response.Id)
        ?? await db.Set<EntryDraft>().SingleAsync(d => d.ResponseId == response.Id, cancellation);

    public async Task<ResponseRights> RightsAsync(
        Response response,
        Actor actor,
        CancellationToken cancellation
    )
    {
        var draft = await DraftAsync(response, cancellation);
        var entry = await db.Set<Entry>()
            .Include(e => e.Members)
            .SingleAsync(e => e.Id == draft.EntryId, cancellation);
        var call = await FindEntry
            .Whole(db.Set<Calls.Call>())
            .SingleAsync(c => c.Id == entry.CallId, cancellation);
        var stage = call.Stages.FirstOrDefault(s => s.Id == draft.StageId);
        var answer =
            entry.IsWithdrawn ? Verdict.No("This has been withdrawn.")
            : !BeginStage.TakesAt(call, stage ?? call.InOrder.First(), db.Now())
                ? Verdict.No("The deadline has passed.")
            : stage is null && entry.EligibleAt is not null
                ? Verdict.No("It has been checked that you can enter.")
            : EntryPermissions.MayAnswer(actor, entry);
        return new(
            answer,
            Verdict.No("It is submitted on the page of its entry."),
            entry.Reference,
            stage is null ? $"{entry.Path}/eligibility" : entry.Path,
            IsPinned: true,
            SubmitAt: stage is null || !answer.Allowed || entry.RightOf(actor) != MemberRight.Lead
                ? null
                : $"{entry.Path}/submit/{stage.Code}",
            SimilarAt: entry.IsPublic
                ? $"/calls/{entry.CallReference}/ideas/similar.json?except={entry.Number}"
                : null
        );
    }
}
