using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Tandem.Kernel;

/// <summary>
/// One act, as it happened: who, when, what, on what, and why. Written in the same transaction as the act itself and chained by hash to
/// the event before it, so that a later change, removal or insertion shows.
/// </summary>
public sealed class Event
{
    /// <summary>Place in the chain, from 1.</summary>
    public long Seq { get; private set; }
    public Id<Event> Id { get; private set; }
    public DateTime At { get; private set; }
    public Guid? ActorId { get; private set; }
    public string ActorName { get; private set; } = "";

    /// <summary>What was done, in the past tense: <c>contract-register-imported</c>.</summary>
    public string Verb { get; private set; } = "";

    /// <summary>Kind of the record it was done to.</summary>
    public string SubjectKind { get; private set; } = "";
    public string SubjectId { get; private set; } = "";

    /// <summary>Facts of the act as JSON.</summary>
    public string Data { get; private set; } = "{}";
    public string? Reason { get; private set; }

    /// <summary>Hex SHA-256 over this event and the hash before it.</summary>
    public string Hash { get; private set; } = "";

    internal static Event Of(
        DateTime at,
        Actor actor,
        string verb,
        string subjectKind,
        string subjectId,
        object? data,
        string? reason
    ) =>
        new()
        {
            Id = Id<Event>.New(at),
            At = at,
            ActorId = actor.PersonId,
            ActorName = actor.Name,
            Verb = verb,
            SubjectKind = subjectKind,
            SubjectId = subjectId,
            Data = data is null ? "{}" : JsonSerializer.Serialize(data, JsonSerializerOptions.Web),
            Reason = reason,
        };

    internal void Chain(long seq, string previousHash)
    {
        Seq = seq;
        Hash = HashAfter(previousHash);
    }

    internal string HashAfter(string previousHash)
    {
        var text = JsonSerializer.Serialize(
            new object?[]
            {
                previousHash,
                Seq,
                Id.Value,
                At.Ticks,
                ActorId,
                ActorName,
                Verb,
                SubjectKind,
                SubjectId,
                Data,
                Reason,
            }
        );
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }
}

/// <summary>The log of every act: audit trail, history of each record, and later the source of notifications and releases.</summary>
public static class Timeline
{
    /// <summary>Records one act; it is saved, and chained, with the act itself.</summary>
    public static void Record(
        this Db db,
        Actor actor,
        string verb,
        string subjectKind,
        object subjectId,
        object? data = null,
        string? reason = null
    ) => db.Add(Event.Of(db.Now(), actor, verb, subjectKind, subjectId.ToString()!, data, reason));

    /// <summary>Reads the chain from its beginning and gives the first place where it does not hold, or null where all of it does.</summary>
    public static async Task<string?> VerifyAsync(Db db, CancellationToken cancellation = default)
    {
        var (expected, hash) = (1L, "");
        await foreach (
            var act in db.Set<Event>()
                .AsNoTracking()
                .OrderBy(e => e.Seq)
                .AsAsyncEnumerable()
                .WithCancellation(cancellation)
        )
        {
            if (act.Seq != expected)
            {
                return $"Event {expected} is missing; the next one is {act.Seq}.";
            }
            if (act.HashAfter(hash) != act.Hash)
            {
                return $"Event {act.Seq} ({act.Verb}, {act.At:yyyy-MM-dd HH:mm:ss} UTC) does not follow from the events before it: it was changed, or one before it was.";
            }
            (expected, hash) = (expected + 1, act.Hash);
        }
        return null;
    }

    internal static async Task ChainAsync(Db db, List<Event> events, CancellationToken cancellation)
    {
        if (db.Kind == DatabaseKind.Postgres)
        {
            // SQLite has one writer; PostgreSQL needs the lock so that two acts never claim the same place.
            await db.Database.ExecuteSqlRawAsync(
                "SELECT pg_advisory_xact_lock(7302)",
                cancellation
            );
        }
        var last = await db.Set<Event>()
            .AsNoTracking()
            .OrderByDescending(e => e.Seq)
            .FirstOrDefaultAsync(cancellation);
        var (seq, hash) = (last?.Seq ?? 0, last?.Hash ?? "");
        foreach (var act in events)
        {
            act.Chain(++seq, hash);
            hash = act.Hash;
        }
    }

    private sealed class Mapping : IEntityTypeConfiguration<Event>
    {
        public void Configure(EntityTypeBuilder<Event> entity)
        {
            entity.HasKey(e => e.Id);
            entity.HasIndex(e => e.Seq).IsUnique();
            entity.HasIndex(e => new { e.SubjectKind, e.SubjectId });
        }
    }
}
