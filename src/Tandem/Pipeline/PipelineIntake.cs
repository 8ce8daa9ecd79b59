using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Classification;
using Tandem.Contracts;
using Tandem.Contracts.Registers;
using Tandem.Formats;
using Tandem.Imports;
using Tandem.Kernel;

namespace Tandem.Pipeline;

/// <summary>Takes rows of a pipeline in as items, a batch at a time.</summary>
internal sealed class PipelineIntake(
    IDbContextFactory<Db> databases,
    SuggestedCodes suggested,
    ReferenceLists lists,
    Settings settings
)
{
    private readonly Dictionary<Id<ImportRun>, long> changes = [];

    /// <summary>Whoever started the import, as the timeline names them.</summary>
    internal static Actor Starter(ImportRun run) =>
        new(run.StartedById, run.StartedByName, new Dictionary<Guid, Role>(), new HashSet<Guid>());

    /// <summary>Takes one batch, or says what it would change.</summary>
    public async Task TakeAsync(
        ImportWork work,
        RegisterChoices choices,
        IReadOnlyList<PipelineDraft> drafts,
        CancellationToken cancellation
    )
    {
        Outcome? outcome = null;
        if (work.Writes)
        {
            await work.WriteAsync(
                async db =>
                {
                    outcome = await MakeAsync(db, work.Run, choices, drafts, cancellation);
                    await db.SavePipelineAsync(outcome.Saved, cancellation);
                    await Bulk.UpsertAsync(db, outcome.Changes, cancellation);
                },
                cancellation
            );
        }
        else
        {
            await using var db = databases.CreateDbContext();
            outcome = await MakeAsync(db, work.Run, choices, drafts, cancellation);
            if (work.Run.DryRun && outcome.Changes.Count > 0)
            {
                db.ChangeTracker.Clear();
                await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
                await Bulk.UpsertAsync(db, outcome.Changes, cancellation);
                await transaction.CommitAsync(cancellation);
            }
        }
        foreach (var (problem, cells) in outcome!.Refused)
        {
            work.Refuse(problem, cells);
        }
        foreach (var problem in drafts.SelectMany(d => d.Problems))
        {
            work.Note(problem);
        }
        work.Count(outcome.Added, outcome.Updated, outcome.Unchanged);
    }

    private sealed class Outcome
    {
        public long Added { get; set; }
        public long Updated { get; set; }
        public long Unchanged { get; set; }
        public List<PipelineItem> Saved { get; } = [];
        public List<RegisterChange> Changes { get; } = [];
        public List<(Problem Problem, IReadOnlyList<string> Cells)> Refused { get; } = [];
    }

    private async Task<Outcome> MakeAsync(
        Db db,
        ImportRun run,
        RegisterChoices choices,
        IReadOnlyList<PipelineDraft> drafts,
        CancellationToken cancellation
    )
    {
        var known = await PipelineKnown.OfAsync(db, run, drafts, cancellation);
        var outcome = new Outcome();
        var number = await ChangesBeforeAsync(db, run, cancellation);
        foreach (var draft in drafts)
        {
            try
            {
                Take(db, run, choices, draft, known, outcome, ref number);
            }
            catch (Refusal refusal)
            {
                outcome.Refused.Add((draft.Refused(refusal), draft.Cells));
            }
        }
        changes[run.Id] = number;
        return outcome;
    }

    private void Take(
        Db db,
        ImportRun run,
        RegisterChoices choices,
        PipelineDraft draft,
        PipelineKnown known,
        Outcome outcome,
        ref long number
    )
    {
        var before = known.Items.GetValueOrDefault(draft.Reference.ToUpperInvariant());
        var facts = draft.Facts(before?.Facts ?? new PipelineFacts());
        facts = WithContract(draft, facts, known).Checked();
        CheckItem.Codes(lists, facts, before?.Facts);
        if (facts.CpvCodes.Length == 0)
        {
            var (codes, origin) = suggested.Of("", facts.Title, facts.Problem ?? facts.Why);
            facts = facts with { CpvCodes = codes, CpvOrigin = origin };
        }
        var now = db.Now();
        var place = $"{draft.Place.File}, line {draft.Line}";
        if (before is null)
        {
            var item = PipelineItem.Draft(
                known.Organisation,
                facts,
                OwnerOf(draft, known, Starter(run)),
                settings.OcidPrefix,
                now,
                PipelineKnown.KeyOf(known.Organisation, draft.Reference)
            );
            item.Publish(
                Audience(choices.Visibility),
                known.Rules.NeedsApprover,
                PipelineStore.Self(Starter(run)),
                now
            );
            item.Confirm(known.Rules.ReviewMonths, now);
            Review(draft, item, now);
            item.CameFrom(run.Id, place);
            db.Add(item);
            db.RecordOn(
                Starter(run),
                PipelineActs.Published,
                item,
                new { visibility = item.Visibility.ToString() }
            );
            outcome.Saved.Add(item);
            outcome.Added++;
            outcome.Changes.Add(Change(run, ++number, draft, null, RegisterChangeKind.Added));
            return;
        }
        var owner = draft.Owner is null
            ? before.OwnerId
            : OwnerOf(draft, known, null) ?? before.OwnerId;
        var said = before.Describe(facts, now).ToList();
        if (said.Count == 0 && owner == before.OwnerId)
        {
            outcome.Unchanged++;
            return;
        }
        if (owner != before.OwnerId)
        {
            before.BelongTo(owner, now);
            db.RecordOn(Starter(run), PipelineActs.Assigned, before, new { owner = draft.Owner });
            said.Add(new("owner", null, draft.Owner));
        }
        before.CameFrom(run.Id, place);
        db.RecordOn(
            Starter(run),
            PipelineActs.Changed,
            before,
            new { changes = said, audience = before.Visibility.ToString() }
        );
        outcome.Saved.Add(before);
        outcome.Updated++;
        foreach (var fact in said)
        {
            outcome.Changes.Add(
                Change(run, ++number, draft, before.Number, RegisterChangeKind.Updated, fact)
            );
        }
    }

    private static void Review(PipelineDraft draft, PipelineItem item, DateTime now)
    {
        var today = LocalDay.Of(now);
        if (draft.ReviewBy is not { } day)
        {
            return;
        }
        if (day >= today && day <= today.AddYears(1))
        {
            item.ReviewAgain(day, now);
        }
        else
        {
            draft.Note(
                "review-by",
                $"the review must be within a year from today; it is kept as {item.ReviewBy:yyyy-MM-dd}"
            );
        }
    }

    /// <summary>The member named by e-mail address or name; whoever brings in the file where nobody is named; nobody where the name is not known.</summary>
    private static Id<Person>? OwnerOf(PipelineDraft draft, PipelineKnown known, Actor? otherwise)
    {
        if (draft.Owner is not { } named)
        {
            return
                otherwise?.PersonId is { } person
                && known.People.Any(p => p.Contains(new Id<Person>(person)))
                ? new Id<Person>(person)
                : null;
        }
        var found = known.People[named.ToLowerInvariant()].Distinct().ToList();
        if (found.Count == 1)
        {
            return found[0];
        }
        draft.Note(
            "owner",
            found.Count == 0
                ? $"nobody called ‘{named}’ belongs to the organisation; a new item waits for an owner, and one that is there keeps its own"
                : $"more than one person is called ‘{named}’; give the e-mail address"
        );
        return null;
    }

    private static PipelineFacts WithContract(
        PipelineDraft draft,
        PipelineFacts facts,
        PipelineKnown known
    )
    {
        if (draft.Replaces is not { } named)
        {
            return facts;
        }
        if (known.Contracts.TryGetValue(named.ToUpperInvariant(), out var contract))
        {
            return facts with
            {
                ReplacesContractId = contract.Id,
                ReplacesEnd = facts.ReplacesEnd ?? contract.Ends,
            };
        }
        draft.Note("replaces", $"the organisation has no contract ‘{named}’ here; none is linked");
        return facts;
    }

    /// <summary>A dry run begins its changes afresh; a run that writes goes on after those it has written before a stop.</summary>
    private async Task<long> ChangesBeforeAsync(
        Db db,
        ImportRun run,
        CancellationToken cancellation
    )
    {
        if (changes.TryGetValue(run.Id, out var number))
        {
            return number;
        }
        var kept = db.Set<RegisterChange>().Where(c => c.RunId == run.Id);
        if (run.DryRun)
        {
            await kept.ExecuteDeleteAsync(cancellation);
            return 0;
        }
        return await kept.MaxAsync(c => (long?)c.Number, cancellation) ?? 0;
    }

    private static RegisterChange Change(
        ImportRun run,
        long number,
        PipelineDraft draft,
        long? item,
        RegisterChangeKind kind,
        FactChange? fact = null
    ) =>
        new()
        {
            RunId = run.Id,
            Number = number,
            Kind = kind,
            RecordNumber = item,
            Reference = draft.Reference,
            Title = draft.Title,
            Fact = fact is null ? null : PipelineFact.SaysOf(fact.Name),
            Before = fact?.Before,
            After = fact?.After,
            Line = draft.Line,
        };

    private static ItemVisibility Audience(Visibility visibility) =>
        visibility switch
        {
            Visibility.Public => ItemVisibility.Public,
            Visibility.Partnership => ItemVisibility.Partnership,
            _ => ItemVisibility.Organisation,
        };
}
