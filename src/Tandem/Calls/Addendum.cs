using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Calls;

/// <summary>A published change of a call: what it says, and what was and is now. Told to all who draft, have entered or follow.</summary>
public sealed class Addendum
{
    public Id<Addendum> Id { get; private set; }
    public Id<Call> CallId { get; private set; }

    /// <summary>From 1 within the call.</summary>
    public int Number { get; private set; }

    /// <summary>What changes and why, in plain words.</summary>
    public string Text { get; private set; } = "";

    /// <summary><see cref="AddendumChange"/>s as JSON.</summary>
    public string Changes { get; private set; } = "[]";
    public DateTime MadeAt { get; private set; }
    public Id<Person>? MadeById { get; private set; }
    public string MadeByName { get; private set; } = "";

    /// <summary>What was, and is now.</summary>
    public IReadOnlyList<AddendumChange> ChangeList =>
        JsonSerializer.Deserialize<List<AddendumChange>>(Changes, JsonSerializerOptions.Web) ?? [];

    internal static Addendum Of(
        Call call,
        int number,
        string text,
        IReadOnlyList<AddendumChange> changes,
        Actor by,
        DateTime now
    ) =>
        new()
        {
            Id = Id<Addendum>.New(now),
            CallId = call.Id,
            Number = number,
            Text = text,
            Changes = JsonSerializer.Serialize(changes, JsonSerializerOptions.Web),
            MadeAt = now,
            MadeById = by.PersonId is { } person ? new Id<Person>(person) : null,
            MadeByName = by.Name,
        };

    private sealed class Mapping : IEntityTypeConfiguration<Addendum>
    {
        public void Configure(EntityTypeBuilder<Addendum> entity)
        {
            entity.HasIndex(a => new { a.CallId, a.Number }).IsUnique();
            entity.HasOne<Person>().WithMany().HasForeignKey(a => a.MadeById);
            entity.Ignore(a => a.ChangeList);
        }
    }
}

/// <summary>One thing an addendum changes, in words entrants understand.</summary>
public sealed record AddendumChange(string What, string? Before, string? After);
