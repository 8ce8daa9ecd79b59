using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Calls;
using Tandem.Following;
using Tandem.Kernel;

namespace Tandem.Entries;

/// <summary>An entry as its members see it in a list.</summary>
/// <param name="Closes">The next deadline that concerns it.</param>
/// <param name="Letter">Where the last letter about it is, where there is one.</param>
public sealed record OwnEntry(
    string Reference,
    string Title,
    string Call,
    string CallTitle,
    MemberRight Right,
    DateTime? Closes,
    string TimeZone,
    string Standing,
    string Colour,
    bool IsOwed,
    string Path,
    string? Letter
)
{
    public static readonly IReadOnlyList<string> Columns =
    [
        "reference",
        "title",
        "call",
        "call title",
        "right",
        "closes",
        "standing",
    ];

    public IReadOnlyList<string?> Cells =>
        [
            Reference,
            Title,
            Call,
            CallTitle,
            Right.ToString().ToLowerInvariant(),
            Closes?.ToString("O", System.Globalization.CultureInfo.InvariantCulture),
            Standing,
        ];
}

/// <summary>What the actor works on: begun and submitted, the next deadline first.</summary>
public sealed class OwnEntries(Db db, IEnumerable<IToldOutcomes> rooms)
{
    private const int Most = 500;

    public Task<IReadOnlyList<OwnEntry>> RunAsync(
        Actor actor,
        CancellationToken cancellation = default
    ) =>
        actor.PersonId is { } person
            ? OfAsync(new(person), cancellation)
            : Task.FromResult<IReadOnlyList<OwnEntry>>([]);

    private async Task<IReadOnlyList<OwnEntry>> OfAsync(
        Id<Person> me,
        CancellationToken cancellation
    )
    {
        var now = db.Now();
        var entries = await db.Set<Entry>()
            .AsNoTracking()
            .Include(e => e.Members)
            .Include(e => e.Versions)
            .AsSplitQuery()
            .Where(e => e.Members.Any(m => m.PersonId == me && m.RemovedAt == null))
            .OrderByDescending(e => e.Id)
            .Take(Most)
            .ToListAsync(cancellation);
        var ids = entries.Select(e => e.CallId).Distinct().ToList();
        var calls = await db.Set<Call>()
            .AsNoTracking()
            .Include(c => c.Stages)
            .Where(c => ids.Contains(c.Id))
            .ToDictionaryAsync(c => c.Id, cancellation);
        var told = (await rooms.OfAsync([.. entries.Select(e => e.Id)], cancellation)).ToLookup(o =>
            o.Entry
        );
        return
        [
            .. entries
                .Select(e => Row(e, calls[e.CallId], told[e.Id].LastOrDefault(), me, now))
                .OrderBy(r => !r.IsOwed)
                .ThenBy(r => r.Closes ?? DateTime.MaxValue),
        ];
    }

    private static OwnEntry Row(
        Entry entry,
        Call call,
        ToldOutcome? told,
        Id<Person> me,
        DateTime now
    )
    {
        var stage = call.InOrder.FirstOrDefault(s =>
            entry.IsLetInto(call, s) && s.Clock.StateAt(now) == StageState.Open
        );
        var last = entry
            .Versions.Where(v => v.ReplacedAt is null)
            .OrderByDescending(v => v.Number)
            .FirstOrDefault();
        var owes =
            !entry.IsWithdrawn
            && call.State == CallState.Published
            && stage is not null
            && entry.Counting(stage.Id) is null;
        var (standing, colour) =
            entry.IsWithdrawn ? ("Withdrawn", "grey")
            : call.State == CallState.Cancelled ? ("Call cancelled", "grey")
            : entry.EligibleAt is null ? ("To be checked", "blue")
            : owes ? ("To be submitted", "blue")
            : EntryWords.Standing(entry, call, told, last) ?? ("Not submitted", "grey");
        return new(
            entry.Reference,
            entry.Name,
            call.Reference,
            call.Title,
            entry.Members.Single(m => m.PersonId == me).Right,
            stage?.ClosesAt,
            call.TimeZone,
            standing,
            colour,
            owes,
            entry.Path,
            told?.Letter
        );
    }
}

/// <summary>What waits for entrants, for openers, for owners and moderators.</summary>
internal sealed class EntryWaiting(Db db, OwnEntries own) : IWaiting
{
    public async Task<IReadOnlyList<WaitingItem>> ForAsync(
        Actor actor,
        CancellationToken cancellation
    )
    {
        if (actor.PersonId is not { } person)
        {
            return [];
        }
        var items = (await own.RunAsync(actor, cancellation))
            .Where(e => e.IsOwed)
            .Select(e => new WaitingItem(
                "Entries to submit",
                $"{e.Title}: {e.CallTitle}",
                e.Path,
                "Finish and submit it",
                e.Closes is { } closes ? LocalDay.Of(closes) : null
            ))
            .ToList();
        var me = new Id<Person>(person);
        await AddOpeningsAsync(me, items, cancellation);
        await AddAnswersAsync(me, items, cancellation);
        await AddLateAsync(me, items, cancellation);
        await AddAsksAsync(me, items, cancellation);
        return [.. items.OrderBy(i => i.Due ?? DateOnly.MaxValue).Take(100)];
    }

    private async Task AddOpeningsAsync(
        Id<Person> me,
        List<WaitingItem> items,
        CancellationToken cancellation
    )
    {
        var now = db.Now();
        var waiting = await db.Set<CallStage>()
            .Where(s =>
                s.IsSealed
                && s.ClosesAt < now
                && db.Set<CallPerson>()
                    .Any(p => p.CallId == s.CallId && p.PersonId == me && p.Role == CallRole.Opener)
                && db.Set<EntryVersion>()
                    .Any(v =>
                        v.StageId == s.Id
                        && v.OpenedKey == null
                        && v.ReplacedAt == null
                        && (!v.IsLate || v.IsAdmitted == true)
                        && db.Set<Entry>().Any(e => e.Id == v.EntryId && e.WithdrawnAt == null)
                    )
            )
            .Join(db.Set<Call>(), s => s.CallId, c => c.Id, (s, c) => new { Stage = s, Call = c })
            .OrderBy(w => w.Stage.ClosesAt)
            .Take(50)
            .ToListAsync(cancellation);
        items.AddRange(
            waiting.Select(w => new WaitingItem(
                "Entries to open",
                w.Call.Title,
                $"/calls/{w.Call.Reference}/opening/{w.Stage.Code}",
                "Open what was received, with another opener",
                LocalDay.Of(w.Stage.ClosesAt!.Value)
            ))
        );
    }

    private async Task AddAnswersAsync(
        Id<Person> me,
        List<WaitingItem> items,
        CancellationToken cancellation
    )
    {
        var roles = new[] { CallRole.Owner, CallRole.Editor, CallRole.Moderator };
        var owed = await db.Set<Entry>()
            .AsNoTracking()
            .Include(e => e.Versions)
            .Where(e =>
                e.IsPublic
                && e.EnteredAt != null
                && e.WithdrawnAt == null
                && e.HiddenAt == null
                && e.MergedIntoId == null
                && (e.PublishedAt == null || (e.AnsweredAt == null && e.AnswerDue != null))
                && db.Set<CallPerson>()
                    .Any(p => p.CallId == e.CallId && p.PersonId == me && roles.Contains(p.Role))
            )
            .OrderBy(e => e.AnswerDue)
            .Take(100)
            .ToListAsync(cancellation);
        items.AddRange(
            owed.Select(e => new WaitingItem(
                e.PublishedAt is null ? "To be let through" : "Answers you owe",
                e.Name,
                $"{e.Path}/moderate",
                e.PublishedAt is null ? "Read it and let it through" : "Say how it stands",
                e.PublishedAt is null ? null : e.AnswerDue
            ))
        );
    }

    private async Task AddLateAsync(
        Id<Person> me,
        List<WaitingItem> items,
        CancellationToken cancellation
    )
    {
        var late = await db.Set<EntryVersion>()
            .Where(v => v.IsLate && v.IsAdmitted == null && v.ReplacedAt == null)
            .Join(
                db.Set<Entry>()
                    .Where(e =>
                        e.WithdrawnAt == null
                        && db.Set<CallPerson>()
                            .Any(p =>
                                p.CallId == e.CallId && p.PersonId == me && p.Role == CallRole.Owner
                            )
                    ),
                v => v.EntryId,
                e => e.Id,
                (v, e) => new { Version = v, Entry = e }
            )
            .Join(
                db.Set<Call>().Where(c => c.State == CallState.Published),
                l => l.Entry.CallId,
                c => c.Id,
                (l, c) =>
                    new
                    {
                        l.Entry.CallReference,
                        l.Entry.Number,
                        Version = l.Version.Number,
                        l.Version.ReceivedAt,
                        c.Title,
                    }
            )
            .OrderBy(l => l.ReceivedAt)
            .Take(50)
            .ToListAsync(cancellation);
        items.AddRange(
            late.Select(l => new WaitingItem(
                "Late entries to decide",
                $"{l.CallReference}-E{l.Number}: {l.Title}",
                $"{Entry.PathOf(l.CallReference, l.Number)}/late/{l.Version}",
                "Admit it or not, with the reason",
                null
            ))
        );
    }

    private async Task AddAsksAsync(
        Id<Person> me,
        List<WaitingItem> items,
        CancellationToken cancellation
    )
    {
        var asks = await db.Set<JoiningAsk>()
            .Where(a => a.TakenBackAt == null && a.AnsweredAt == null)
            .Join(
                db.Set<Entry>()
                    .Where(e =>
                        e.WithdrawnAt == null
                        && e.Members.Any(m =>
                            m.PersonId == me && m.Right == MemberRight.Lead && m.RemovedAt == null
                        )
                    ),
                a => a.EntryId,
                e => e.Id,
                (a, e) => new { Ask = a, Entry = e }
            )
            .OrderBy(a => a.Ask.At)
            .Take(50)
            .ToListAsync(cancellation);
        items.AddRange(
            asks.Select(a => new WaitingItem(
                "People who ask to join",
                $"{a.Ask.Name}: {a.Entry.Name}",
                $"{a.Entry.Path}/people",
                "Let them join, or say why not",
                null
            ))
        );
    }
}
