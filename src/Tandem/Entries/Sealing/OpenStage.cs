using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tandem.Calls;
using Tandem.Following;
using Tandem.Kernel;
using Tandem.Kernel.Sealing;

namespace Tandem.Entries.Sealing;

/// <summary>
/// Opens the entries of a sealed stage: one opener gives their part, another, within a week, theirs; with that the key of the call is had for as long as it takes to open what was received, and forgotten again.
/// </summary>
public sealed class OpenStage(
    Db db,
    Actor actor,
    FindEntry find,
    Messages messages,
    ReadEntry read,
    EntryPackages packages,
    SealingKey installation
)
{
    private const string Field = "Passphrase";

    /// <returns>The opening; null where another opener has to give their part now.</returns>
    /// <exception cref="Refusal">The deadline has not passed, the actor is no opener, it is not their passphrase, or there is nothing to open.</exception>
    public async Task<Opening?> RunAsync(
        string reference,
        string stageCode,
        string? passphrase,
        CancellationToken cancellation = default
    )
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var call = await find.CallAsync(reference, cancellation);
        EntryPermissions.MayOpen(actor, call).Permit();
        var stage =
            call.Stage(stageCode)
            ?? throw new Refusal("There is no such stage.", kind: RefusalKind.NotFound);
        MustHaveClosed(call, stage, db.Now());
        var received = await WaitingAsync(stage, cancellation);
        if (received.Count == 0)
        {
            throw new Refusal("There is nothing to open in this stage.");
        }
        var own = actor.PersonId!.Value;
        var keys = await db.Set<OpenerKey>()
            .Where(k => k.CallId == call.Id)
            .ToDictionaryAsync(k => k.PersonId.Value, cancellation);
        var callKey = await db.Set<CallKey>().SingleAsync(k => k.CallId == call.Id, cancellation);
        var privateKey =
            keys.GetValueOrDefault(own)?.Open(passphrase ?? "")
            ?? throw new Refusal(
                "This is not the passphrase you chose for this call. Nobody can tell you what it was; two of the other openers can open without you.",
                Field
            );
        try
        {
            var now = db.Now();
            var given = await db.Set<OpeningShare>()
                .Where(s => s.StageId == stage.Id && s.UsedAt == null)
                .OrderByDescending(s => s.GivenAt)
                .ToListAsync(cancellation);
            var other = given.FirstOrDefault(s => s.PersonId.Value != own && s.IsGood(now));
            var opening = other is null
                ? await BeginAsync(call, stage, keys, callKey, privateKey, given, now, cancellation)
                : await OpenAsync(
                    call,
                    stage,
                    other,
                    callKey,
                    privateKey,
                    received,
                    now,
                    cancellation
                );
            await db.SaveChangesAsync(cancellation);
            await transaction.CommitAsync(cancellation);
            return opening;
        }
        finally
        {
            KeyPair.Wipe(privateKey);
        }
    }

    /// <summary>Whatever else: nothing is opened before the deadline, by the server's clock.</summary>
    private static void MustHaveClosed(Call call, CallStage stage, DateTime now)
    {
        if (!stage.IsSealed)
        {
            throw new Refusal("This stage is not sealed.");
        }
        if (!call.IsPublished || stage.ClosesAt is not { } closes || now <= closes)
        {
            throw new Refusal(
                stage.ClosesAt is { } at
                    ? $"Entries stay sealed until the deadline, {LocalTime.Words(at, call.TimeZone)}."
                    : "Entries stay sealed until the deadline."
            );
        }
    }

    /// <summary>The versions of a stage that count and are sealed still.</summary>
    private async Task<List<(Entry Entry, EntryVersion Version)>> WaitingAsync(
        CallStage stage,
        CancellationToken cancellation
    )
    {
        var entries = await db.Set<Entry>()
            .Include(e => e.Versions)
            .Include(e => e.Members)
            .AsSplitQuery()
            .Where(e => e.CallId == stage.CallId && e.WithdrawnAt == null)
            .OrderBy(e => e.Number)
            .ToListAsync(cancellation);
        return
        [
            .. entries
                .Select(e => (Entry: e, Version: e.Counting(stage.Id)))
                .Where(e => e.Version is { IsOpen: false })
                .Select(e => (e.Entry, e.Version!)),
        ];
    }

    private async Task<Opening?> BeginAsync(
        Call call,
        CallStage stage,
        Dictionary<Guid, OpenerKey> keys,
        CallKey callKey,
        byte[] privateKey,
        List<OpeningShare> given,
        DateTime now,
        CancellationToken cancellation
    )
    {
        if (given.Any(s => s.PersonId.Value == actor.PersonId && s.IsGood(now)))
        {
            throw new Refusal("You have given your part. Another opener has to give theirs.");
        }
        db.RemoveRange(given);
        db.Add(
            OpeningShare.Give(
                stage,
                actor,
                privateKey,
                callKey,
                keys.ToDictionary(k => k.Key, k => k.Value.PublicKey),
                now
            )
        );
        db.Record(actor, "opening-begun", nameof(Call), call.Id, new { stage = stage.Code });
        await messages.ToPeopleAsync(
            [.. MakeOpenerKey.OpenersOf(call).Where(p => p.Value != actor.PersonId)],
            new(
                $"opening-begun:{stage.Id}:{now:O}",
                $"{call.Reference}: open the entries with {actor.Name}",
                [
                    $"{actor.Name} has given their part of opening {stage.Title} of {call.Title}. Give yours within a week, with the passphrase you chose.",
                ],
                $"/calls/{call.Reference}/opening/{stage.Code}",
                Owed: true
            ),
            cancellation
        );
        return null;
    }

    private async Task<Opening> OpenAsync(
        Call call,
        CallStage stage,
        OpeningShare other,
        CallKey callKey,
        byte[] privateKey,
        List<(Entry Entry, EntryVersion Version)> received,
        DateTime now,
        CancellationToken cancellation
    )
    {
        var key = Recover(call, other, callKey, privateKey);
        var broken = new List<string>();
        try
        {
            var receipts = await ReceiptsAsync(received, cancellation);
            foreach (var (entry, version) in received)
            {
                if (
                    !await OpenOneAsync(new(call, entry), version, key, receipts, now, cancellation)
                )
                {
                    broken.Add($"{entry.Reference}/{version.Number}");
                }
            }
        }
        finally
        {
            KeyPair.Wipe(key);
        }
        other.Use(now);
        var opening = Opening.Of(
            stage,
            other.PersonName,
            actor.Name,
            received.Count - broken.Count,
            broken,
            now
        );
        db.Add(opening);
        var change = await Sequence.TakeAsync(db, Sequence.Changes, received.Count, cancellation);
        foreach (var (entry, _) in received)
        {
            entry.ChangeSeq = change++;
        }
        db.Record(
            actor,
            "entries-opened",
            nameof(Call),
            call.Id,
            new
            {
                stage = stage.Code,
                with = other.PersonName,
                entries = received
                    .Select(r => new
                    {
                        r.Entry.Reference,
                        version = r.Version.Number,
                        sha256 = r.Version.Sha256,
                    })
                    .ToList(),
                broken,
            }
        );
        return opening;
    }

    private byte[] Recover(Call call, OpeningShare other, CallKey callKey, byte[] privateKey)
    {
        var own = actor.PersonId!.Value;
        var wrap =
            callKey.Pairs.FirstOrDefault(p => p.Has(own) && p.Has(other.PersonId.Value))
            ?? throw new Refusal(
                $"You and {other.PersonName} have no part of this key together: you were named an opener after it was made."
            );
        var theirs = other.For(own, privateKey)!;
        var mine = CallSeal.ShareOf(privateKey, wrap);
        return CallSeal.Recover(
            call.Id.ToString(),
            callKey.PublicKey,
            wrap,
            wrap.First == own ? mine : theirs,
            wrap.First == own ? theirs : mine
        );
    }

    // What the log said when each was received: a package changed together with its row is found by it.
    private async Task<Dictionary<(string Entry, int Version), string>> ReceiptsAsync(
        List<(Entry Entry, EntryVersion Version)> received,
        CancellationToken cancellation
    )
    {
        var ids = received.ConvertAll(r => r.Entry.Id.ToString());
        var acts = await db.Set<Event>()
            .AsNoTracking()
            .Where(e =>
                e.SubjectKind == nameof(Entry)
                && ids.Contains(e.SubjectId)
                && (e.Verb == "entry-received" || e.Verb == "entry-received-late")
            )
            .Select(e => new { e.SubjectId, e.Data })
            .ToListAsync(cancellation);
        var receipts = new Dictionary<(string, int), string>();
        foreach (var act in acts)
        {
            using var data = JsonDocument.Parse(act.Data);
            receipts[(act.SubjectId, data.RootElement.GetProperty("version").GetInt32())] = data
                .RootElement.GetProperty("sha256")
                .GetString()!;
        }
        return receipts;
    }

    private async Task<bool> OpenOneAsync(
        FoundEntry found,
        EntryVersion version,
        byte[] callKey,
        Dictionary<(string Entry, int Version), string> receipts,
        DateTime now,
        CancellationToken cancellation
    )
    {
        var entry = found.Entry;
        if (receipts.GetValueOrDefault((entry.Id.ToString(), version.Number)) != version.Sha256)
        {
            return false;
        }
        try
        {
            var kept = await packages.OfAsync(version, cancellation);
            var key = kept.KeyBy(callKey, version.Id.ToString());
            kept.Open(key, version.Id.ToString());
            version.Open(installation, key, now);
            KeyPair.Wipe(key);
        }
        catch (SealBroken)
        {
            return false;
        }
        var answers = await read.OwnAsync(found, version, null, cancellation);
        var stage = found.Call.Stages.Single(s => s.Id == version.StageId);
        entry.BeCalled(SubmitEntry.TitleOf(answers, stage) ?? entry.Name, now);
        return true;
    }
}
