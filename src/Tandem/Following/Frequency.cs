using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Following;

/// <summary>How often somebody wants e-mail.</summary>
public enum Frequency
{
    AtOnce,

    /// <summary>One e-mail each morning.</summary>
    Daily,

    /// <summary>One e-mail each Monday morning.</summary>
    Weekly,

    /// <summary>None: only in the site.</summary>
    None,
}

/// <summary>When what was said goes out.</summary>
public static class Frequencies
{
    /// <summary>The hour (UTC) at which daily and weekly e-mails go out.</summary>
    public const int Morning = 7;

    /// <summary>When something said at <paramref name="now"/> goes out; null where it goes out by no e-mail.</summary>
    /// <param name="owed">Owed by law or by a clock, so that it waits for no morning.</param>
    public static DateTime? DueAfter(this Frequency frequency, DateTime now, bool owed = false)
    {
        if (frequency == Frequency.None)
        {
            return null;
        }
        if (frequency == Frequency.AtOnce || owed)
        {
            return now;
        }
        var morning = now.Date.AddHours(Morning);
        if (morning <= now)
        {
            morning = morning.AddDays(1);
        }
        return frequency == Frequency.Daily
            ? morning
            : morning.AddDays(((int)DayOfWeek.Monday - (int)morning.DayOfWeek + 7) % 7);
    }
}

/// <summary>How often a person wants e-mail about what is said to them; at once where they have not said.</summary>
public sealed class MessageChoice
{
    public Id<Person> PersonId { get; private set; }
    public Frequency Frequency { get; private set; }

    internal static MessageChoice Of(Id<Person> person, Frequency frequency) =>
        new() { PersonId = person, Frequency = frequency };

    internal void Become(Frequency frequency) => Frequency = frequency;

    private sealed class Mapping : IEntityTypeConfiguration<MessageChoice>
    {
        public void Configure(EntityTypeBuilder<MessageChoice> entity)
        {
            entity.HasKey(c => c.PersonId);
            entity.HasOne<Person>().WithMany().HasForeignKey(c => c.PersonId);
        }
    }
}
