using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Calls;
using Tandem.Calls.Kinds;
using Tandem.Kernel;
using Tandem.Kernel.Sealing;
using Tandem.Questionnaires;

namespace Tandem.Entries;

/// <summary>Who enters.</summary>
/// <param name="Organisation">One the actor speaks for; with <see cref="EntrantKind.Organisation"/>.</param>
/// <param name="Name">Of a team, or of whom staff enter for.</param>
/// <param name="Contact">How whoever staff enter for is reached.</param>
/// <param name="CameBy">How it came to staff.</param>
/// <param name="As">Id of the entry, made with the form: the same form sent twice begins one.</param>
public sealed record Entrant(
    EntrantKind Who,
    Id<Organisation>? Organisation = null,
    string? Name = null,
    bool IsAnonymous = false,
    bool OnBehalf = false,
    string? Contact = null,
    string? CameBy = null,
    Id<Entry>? As = null
);

/// <summary>Begins an entry: a draft that nobody but its members knows of.</summary>
public sealed class StartEntry(
    Db db,
    Actor actor,
    FindEntry find,
    QuestionSets sets,
    BeginStage begin
)
{
    /// <exception cref="Refusal">The call takes no entries now, the actor may not enter it, or has entered as often as one may.</exception>
    public async Task<Entry> RunAsync(
        string call,
        Entrant entrant,
        CancellationToken cancellation = default
    )
    {
        var found = await find.CallAsync(call, cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        // Whoever begins takes the call's numbers first: what is sent twice comes one after the other.
        var number = await Sequence.TakeAsync(db, $"entry:{found.Id}", 1, cancellation);
        if (await BegunAsync(found, entrant, cancellation) is { } begun)
        {
            return begun;
        }
        var entry = await BeginAsync(found, entrant, number, cancellation);
        await transaction.CommitAsync(cancellation);
        return entry;
    }

    private async Task<Entry?> BegunAsync(
        Call call,
        Entrant entrant,
        CancellationToken cancellation
    )
    {
        if (
            entrant.As is not { } id
            || await db.Set<Entry>()
                .Include(e => e.Members)
                .SingleOrDefaultAsync(e => e.Id == id, cancellation)
                is not { } begun
        )
        {
            return null;
        }
        return begun.CallId == call.Id && begun.RightOf(actor) == MemberRight.Lead
            ? begun
            : throw new Refusal("This form was used before. Open the page again.");
    }

    private async Task<Entry> BeginAsync(
        Call call,
        Entrant entrant,
        long number,
        CancellationToken cancellation
    )
    {
        var now = db.Now();
        (
            entrant.OnBehalf
                ? EntryPermissions.MayEnterForOthers(actor, call)
                : EntryPermissions.MayEnter(actor, call)
        ).Permit();
        var first = call.InOrder.First();
        MustBeOpen(call, first, now);
        if (!call.Kind.Entrants.Who.Contains(entrant.Who))
        {
            throw new Refusal("Choose who enters", nameof(entrant.Who));
        }
        var me = new Id<Person>(actor.PersonId!.Value);
        await MustBeFewAsync(call, entrant, cancellation);
        var person = await db.Set<Person>().SingleAsync(p => p.Id == me, cancellation);
        var entry = Entry.Begin(
            call,
            number,
            entrant.Who,
            entrant.Organisation,
            await NameAsync(entrant, person, cancellation),
            entrant.IsAnonymous && call.Kind.Entrants.Anonymous,
            person,
            now,
            entrant.As
        );
        if (entrant.OnBehalf)
        {
            entry.OnBehalf(actor, entrant.Contact, entrant.CameBy);
        }
        entry.ChangeSeq = await Sequence.TakeAsync(db, Sequence.Changes, 1, cancellation);
        db.Add(entry);
        if (call.EligibilityName is { } name)
        {
            var set =
                await sets.FindAsync(name, call.EligibilityVersion!, cancellation)
                ?? throw new Refusal(
                    $"The question set {name} is not installed here.",
                    kind: RefusalKind.Unready
                );
            begin.Draft(call, entry, null, set, now);
        }
        // Who enters for whom is no secret; what is entered is.
        db.Record(
            actor,
            "entry-started",
            nameof(Entry),
            entry.Id,
            new
            {
                call = call.Reference,
                number,
                onBehalf = entrant.OnBehalf,
            }
        );
        await db.SaveChangesAsync(cancellation);
        return entry;
    }

    /// <exception cref="Refusal">The stage takes nothing at this moment.</exception>
    internal static void MustBeOpen(Call call, CallStage stage, DateTime now)
    {
        var kind = call.Kind.Words;
        switch (stage.Clock.StateAt(now))
        {
            case StageState.NotYetOpen:
                throw new Refusal($"This {kind.Call} is not open for {kind.Entries} yet.");
            case StageState.Closed:
                throw new Refusal(
                    $"This {kind.Call} closed at {LocalTime.Words(stage.ClosesAt!.Value, call.TimeZone)}."
                );
        }
    }

    private async Task MustBeFewAsync(Call call, Entrant entrant, CancellationToken cancellation)
    {
        if (!entrant.OnBehalf && !await MayOnceMoreAsync(call, entrant.Organisation, cancellation))
        {
            var most = call.Kind.Entrants.MostEntries;
            throw new Refusal(
                most == 1
                    ? "You have entered already. Change or withdraw that one."
                    : $"You have entered {most} times already, which is as often as one may. Change or withdraw one of them."
            );
        }
    }

    /// <summary>Whether the actor may enter once more, for an organisation or, with null, otherwise.</summary>
    internal async Task<bool> MayOnceMoreAsync(
        Call call,
        Id<Organisation>? organisation,
        CancellationToken cancellation
    )
    {
        if (call.Kind.Entrants.MostEntries is not { } most)
        {
            return true;
        }
        var me = new Id<Person>(actor.PersonId ?? Guid.Empty);
        var own = db.Set<Entry>().Where(e => e.CallId == call.Id && e.WithdrawnAt == null);
        own = organisation is { } known
            ? own.Where(e => e.OrganisationId == known)
            : own.Where(e =>
                e.EnteredByName == null
                && e.Members.Any(m => m.PersonId == me && m.Right == MemberRight.Lead)
            );
        return await own.CountAsync(cancellation) < most;
    }

    private async Task<string> NameAsync(
        Entrant entrant,
        Person person,
        CancellationToken cancellation
    )
    {
        if (entrant.OnBehalf || entrant.Who == EntrantKind.Team)
        {
            return entrant.Name ?? "";
        }
        if (entrant.Who == EntrantKind.Person)
        {
            return person.Name;
        }
        if (entrant.Organisation is not { } id || !actor.SpeaksFor(id.Value, Role.Officer))
        {
            throw new Refusal(
                "Choose an organisation or firm that you speak for",
                nameof(entrant.Organisation)
            );
        }
        return await db.Set<Organisation>()
            .IgnoreQueryFilters()
            .Where(o => o.Id == id)
            .Select(o => o.Name)
            .SingleAsync(cancellation);
    }
}

/// <summary>Begins the answers to a stage.</summary>
public sealed class BeginStage(
    Db db,
    Actor actor,
    FindResponse responses,
    QuestionSets sets,
    SealingKey installation
)
{
    /// <summary>The answers of a stage that are being written; begun now where there are none and the stage takes them.</summary>
    /// <returns>Null: nothing is being written, and nothing can be begun.</returns>
    public async Task<OpenResponse?> RunAsync(
        FoundEntry found,
        CallStage stage,
        CancellationToken cancellation = default
    )
    {
        var (call, entry) = (found.Call, found.Entry);
        if (await DraftAsync(entry, stage, cancellation) is { } draft)
        {
            return draft;
        }
        if (
            entry.IsWithdrawn
            || entry.EligibleAt is null
            || entry.RightOf(actor) < MemberRight.Edit
            || !entry.IsLetInto(call, stage)
            || entry.Versions.Any(v => v.StageId == stage.Id)
            || !TakesAt(call, stage, db.Now())
        )
        {
            return null;
        }
        var set = await SetAsync(stage, cancellation);
        var response = Draft(call, entry, stage, set, db.Now());
        await db.SaveChangesAsync(cancellation);
        return await responses.OpenAsync(response, cancellation);
    }

    /// <summary>The answers that are being written; for the stage, or, with null, to who can enter.</summary>
    public async Task<OpenResponse?> DraftAsync(
        Entry entry,
        CallStage? stage,
        CancellationToken cancellation
    )
    {
        var id = stage?.Id;
        var response = await db.Set<Response>()
            .SingleOrDefaultAsync(
                r =>
                    db.Set<EntryDraft>()
                        .Any(d => d.EntryId == entry.Id && d.StageId == id && d.ResponseId == r.Id),
                cancellation
            );
        return response is null ? null : await responses.OpenAsync(response, cancellation);
    }

    /// <summary>Whether a stage takes entries at a moment: in time, or late to be decided on.</summary>
    internal static bool TakesAt(Call call, CallStage stage, DateTime at) =>
        call.State == CallState.Published
        && stage.Clock.StateAt(at) switch
        {
            StageState.Open => true,
            StageState.Closed => stage.Late == LatePolicy.Decide && call.DecidedAt is null,
            _ => false,
        };

    internal async Task<QuestionSet> SetAsync(CallStage stage, CancellationToken cancellation) =>
        await sets.FindAsync(stage.FormName, stage.FormVersion, cancellation)
        ?? throw new Refusal(
            $"The question set {stage.FormName} {stage.FormVersion} is not installed here.",
            kind: RefusalKind.Unready
        );

    /// <summary>An empty draft, sealed where the stage is. The caller saves.</summary>
    internal Response Draft(Call call, Entry entry, CallStage? stage, QuestionSet set, DateTime now)
    {
        var response = Begin(call, entry, stage, set, actor, installation, now);
        db.Add(response);
        db.Add(EntryDraft.Of(entry, stage, response));
        return response;
    }

    /// <summary>The answers of a draft, before there are any.</summary>
    internal static Response Begin(
        Call call,
        Entry entry,
        CallStage? stage,
        QuestionSet set,
        Actor actor,
        SealingKey installation,
        DateTime now
    )
    {
        var response = Response.Start(
            set,
            entry.OrganisationId ?? call.OrganisationId,
            new(nameof(Entry), entry.Id.ToString()),
            $"{call.Title}: {stage?.Title ?? "who can enter"}",
            actor,
            now
        );
        if (stage?.IsSealed ?? call.Kind.HasSealedStage)
        {
            response.Seal(installation);
        }
        return response;
    }
}
