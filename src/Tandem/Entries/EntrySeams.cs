using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Calls;
using Tandem.Entries.Sealing;
using Tandem.Kernel;

namespace Tandem.Entries;

/// <summary>Those who draft and those who have entered are told of what happens to a call.</summary>
internal sealed class EntryAudience(Db db) : ICallAudience
{
    public async Task<IReadOnlyList<Id<Person>>> OfAsync(
        Call call,
        CancellationToken cancellation
    ) =>
        await db.Set<Entry>()
            .Where(e => e.CallId == call.Id && e.WithdrawnAt == null)
            .SelectMany(e => e.Members)
            .Where(m => m.RemovedAt == null)
            .Select(m => m.PersonId)
            .Distinct()
            .ToListAsync(cancellation);
}

/// <summary>The keys of openers, which a sealed call needs before it is published.</summary>
internal sealed class OpenersSection(Db db) : ICallSection
{
    public async Task<SectionState?> OfAsync(Call call, CancellationToken cancellation)
    {
        if (!call.Kind.HasSealedStage)
        {
            return null;
        }
        var named = MakeOpenerKey.OpenersOf(call);
        var missing = new List<string>();
        if (named.Count < CallSeal.LeastOpeners)
        {
            missing.Add(
                $"Name {CallSeal.LeastOpeners} openers or more: {named.Count} {(named.Count == 1 ? "is" : "are")} named."
            );
        }
        var with = await db.Set<OpenerKey>()
            .CountAsync(k => k.CallId == call.Id && named.Contains(k.PersonId), cancellation);
        if (with < named.Count)
        {
            missing.Add(
                named.Count - with == 1
                    ? "1 of the openers has to choose a passphrase."
                    : $"{named.Count - with} of the openers have to choose a passphrase."
            );
        }
        else if (missing.Count == 0 && !await IsMadeForAsync(call, named, cancellation))
        {
            missing.Add(
                "One of the openers has to choose a passphrase again, so that the key is made for those named now."
            );
        }
        return new(
            "openers",
            "Openers and their keys",
            $"/calls/{call.Reference}/openers",
            missing
        );
    }

    private async Task<bool> IsMadeForAsync(
        Call call,
        List<Id<Person>> named,
        CancellationToken cancellation
    )
    {
        var key = await db.Set<CallKey>()
            .SingleOrDefaultAsync(k => k.CallId == call.Id, cancellation);
        return key is not null
            && key.Pairs.SelectMany(p => new[] { p.First, p.Second })
                .ToHashSet()
                .SetEquals(named.Select(n => n.Value));
    }
}

/// <summary>What a call's page shows of its entries: to enter, one's own, how many there are, what has to be opened.</summary>
internal sealed class EntryParts(Db db, IEnumerable<IToldOutcomes> rooms) : ICallParts
{
    public async Task<IReadOnlyList<CallPart>> OfAsync(
        Call call,
        Actor actor,
        CancellationToken cancellation
    )
    {
        var parts = new List<CallPart>();
        var words = call.Kind.Words;
        var now = db.Now();
        if (call.State == CallState.Draft || !call.IsPublished)
        {
            if (call.Kind.HasSealedStage && call.Has(actor, CallRole.Opener))
            {
                var me = new Id<Person>(actor.PersonId!.Value);
                var has = await db.Set<OpenerKey>()
                    .AnyAsync(k => k.CallId == call.Id && k.PersonId == me, cancellation);
                parts.Add(
                    new(
                        "Your key",
                        has
                            ? "You have chosen your passphrase."
                            : "You are to open the entries with one other person. Choose your passphrase.",
                        $"/calls/{call.Reference}/openers",
                        has ? "See the openers" : "Choose your passphrase",
                        !has
                    )
                );
            }
            return parts;
        }
        await AddOwnAsync(call, actor, parts, now, cancellation);
        if (EntryPermissions.MaySeeList(actor, call).Allowed)
        {
            var count = await db.Set<Entry>()
                .CountAsync(
                    e => e.CallId == call.Id && e.EnteredAt != null && e.WithdrawnAt == null,
                    cancellation
                );
            var received = $"{Web.Words.Count(count, words.Entry, words.Entries)} received";
            var list = $"/calls/{call.Reference}/entries";
            parts.Add(
                call.Kind.Entries == Calls.Kinds.Secrecy.Public
                    ? new(
                        "What was received",
                        $"{received}, with what waits for a moderator.",
                        list,
                        "See the list",
                        false
                    )
                    : new(
                        Capital(words.Entries),
                        $"{received}.",
                        list,
                        $"See the {words.Entries}",
                        false
                    )
            );
        }
        if (call.Has(actor, CallRole.Opener))
        {
            await AddLateKeyAsync(call, actor, parts, cancellation);
            foreach (
                var stage in call.InOrder.Where(s =>
                    s.IsSealed && s.Clock.StateAt(now) == StageState.Closed
                )
            )
            {
                var id = stage.Id;
                var waits = await db.Set<EntryVersion>()
                    .AnyAsync(
                        v =>
                            v.StageId == id
                            && v.OpenedKey == null
                            && v.ReplacedAt == null
                            && (!v.IsLate || v.IsAdmitted == true)
                            && db.Set<Entry>().Any(e => e.Id == v.EntryId && e.WithdrawnAt == null),
                        cancellation
                    );
                if (waits)
                {
                    parts.Add(
                        new(
                            $"Open {stage.Title}",
                            "The deadline has passed. Two openers open what was received.",
                            $"/calls/{call.Reference}/opening/{stage.Code}",
                            $"Open the {words.Entries}",
                            true
                        )
                    );
                }
            }
        }
        return parts;
    }

    // An opener who was named when the key had been made.
    private async Task AddLateKeyAsync(
        Call call,
        Actor actor,
        List<CallPart> parts,
        CancellationToken cancellation
    )
    {
        var me = new Id<Person>(actor.PersonId!.Value);
        if (
            !call.Kind.HasSealedStage
            || await db.Set<OpenerKey>()
                .AnyAsync(k => k.CallId == call.Id && k.PersonId == me, cancellation)
        )
        {
            return;
        }
        var isLate = await MakeOpenerKey.IsInUseAsync(db, call, cancellation);
        parts.Add(
            new(
                "Your key",
                isLate
                    ? $"You were named an opener after the first {call.Kind.Words.Entry} was received, and have no part of the key."
                    : $"You have no part of the key yet. Choose your passphrase before the first {call.Kind.Words.Entry} is received.",
                $"/calls/{call.Reference}/openers",
                isLate ? "See the openers" : "Choose your passphrase",
                !isLate
            )
        );
    }

    private async Task AddOwnAsync(
        Call call,
        Actor actor,
        List<CallPart> parts,
        DateTime now,
        CancellationToken cancellation
    )
    {
        var words = call.Kind.Words;
        var isOpen =
            call.State == CallState.Published
            && call.InOrder.First().Clock.StateAt(now) == StageState.Open;
        var mayEnter = EntryPermissions.MayEnter(actor, call).Allowed;
        if (call.Kind.Entries == Calls.Kinds.Secrecy.Public)
        {
            parts.Add(
                new(
                    Capital(words.Entries),
                    Others(call.Kind.Public),
                    $"/calls/{call.Reference}/ideas",
                    $"Read the {words.Entries}",
                    false
                )
            );
        }
        if (actor.PersonId is { } person)
        {
            var me = new Id<Person>(person);
            var own = await db.Set<Entry>()
                .AsNoTracking()
                .Include(e => e.Versions)
                .Where(e =>
                    e.CallId == call.Id
                    && e.WithdrawnAt == null
                    && e.Members.Any(m => m.PersonId == me && m.RemovedAt == null)
                )
                .OrderBy(e => e.Number)
                .Take(5)
                .ToListAsync(cancellation);
            var told = (await rooms.OfAsync([.. own.Select(e => e.Id)], cancellation)).ToLookup(o =>
                o.Entry
            );
            foreach (var entry in own)
            {
                parts.Add(
                    new(
                        $"Your {words.Entry}",
                        EntryWords.Sentence(entry, call, told[entry.Id].LastOrDefault()),
                        entry.Path,
                        entry.EnteredAt is null ? "Go on" : "See it",
                        entry.EnteredAt is null && isOpen
                    )
                );
            }
            mayEnter &= own.Count == 0 || call.Kind.Entries == Calls.Kinds.Secrecy.Public;
        }
        if (isOpen && (mayEnter || !actor.IsSignedIn))
        {
            parts.Add(
                new(
                    "Enter",
                    call.InOrder.First().ClosesAt is { } closes
                        ? $"Until {LocalTime.Words(closes, call.TimeZone)}."
                        : "At any time.",
                    $"/calls/{call.Reference}/enter",
                    $"Start your {words.Entry}",
                    true
                )
            );
        }
    }

    // What can be done with what others have put forward, as the kind says.
    private static string Others(Calls.Kinds.PublicRule? rule) =>
        rule switch
        {
            { Support: true, Comments: true } =>
                "Read what others have put forward, support it, and say what you think.",
            { Support: true } => "Read what others have put forward, and support it.",
            { Comments: true } => "Read what others have put forward, and say what you think.",
            _ => "Read what others have put forward.",
        };

    internal static string Capital(string word) =>
        word.Length == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..];
}
