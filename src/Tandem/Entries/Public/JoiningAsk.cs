using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Entries;

/// <summary>That somebody asks those who lead an entry to work on it with them: once for each person and entry, read by those two sides alone.</summary>
public sealed class JoiningAsk
{
    public Id<Entry> EntryId { get; private set; }
    public Id<Person> PersonId { get; private set; }
    public string Name { get; private set; } = "";

    /// <summary>What they bring, in their own words.</summary>
    public string Words { get; private set; } = "";
    public DateTime At { get; private set; }
    public DateTime? TakenBackAt { get; private set; }
    public DateTime? AnsweredAt { get; private set; }
    public string? AnsweredByName { get; private set; }
    public bool? IsAccepted { get; private set; }

    /// <summary>Why not, as the asker reads it.</summary>
    public string? Reason { get; private set; }

    public bool IsWaiting => TakenBackAt is null && AnsweredAt is null;

    internal static JoiningAsk By(Entry entry, Actor actor, string? words, DateTime now)
    {
        var ask = new JoiningAsk
        {
            EntryId = entry.Id,
            PersonId = new(actor.PersonId!.Value),
            Name = actor.Name,
        };
        ask.Ask(words, now);
        return ask;
    }

    /// <summary>Asks, or asks again after it was taken back, or after somebody who had joined has left.</summary>
    /// <exception cref="Refusal">It waits for an answer, was declined, or nothing is said.</exception>
    internal void Ask(string? words, DateTime now)
    {
        if (At != default && IsWaiting)
        {
            throw new Refusal("You have asked already. Those who lead it have not answered yet.");
        }
        if (IsAccepted == false)
        {
            throw new Refusal($"You have asked before, and {AnsweredByName} said no: {Reason}");
        }
        Words = Entry.Said(words, 1000, "Words", "Say in a sentence what you would bring");
        (At, TakenBackAt, AnsweredAt, AnsweredByName, IsAccepted) = (now, null, null, null, null);
    }

    /// <exception cref="Refusal">It waits no longer.</exception>
    internal void TakeBack(DateTime now)
    {
        MustWait();
        TakenBackAt = now;
    }

    /// <exception cref="Refusal">It waits no longer, or it is declined without a word.</exception>
    internal void Answer(bool accept, string? reason, Actor by, DateTime now)
    {
        MustWait();
        Reason = accept ? null : Entry.Said(reason, 1000, "Reason", $"Give {Name} a word why not");
        (IsAccepted, AnsweredAt, AnsweredByName) = (accept, now, by.Name);
    }

    private void MustWait()
    {
        if (TakenBackAt is not null)
        {
            throw new Refusal($"{Name} does not ask any more.");
        }
        if (AnsweredAt is not null)
        {
            throw new Refusal(
                IsAccepted == true
                    ? $"{AnsweredByName} has let {Name} join already."
                    : $"{AnsweredByName} has declined it already."
            );
        }
    }

    private sealed class Mapping : IEntityTypeConfiguration<JoiningAsk>
    {
        public void Configure(EntityTypeBuilder<JoiningAsk> entity)
        {
            entity.HasKey(a => new { a.EntryId, a.PersonId });
            entity.HasIndex(a => a.PersonId);
            entity.HasOne<Entry>().WithMany().HasForeignKey(a => a.EntryId);
            entity.HasOne<Person>().WithMany().HasForeignKey(a => a.PersonId);
        }
    }
}
