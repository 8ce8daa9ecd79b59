using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Kernel.Mail;

namespace Tandem.Following;

/// <summary>Where an e-mail stands.</summary>
public enum MailState
{
    /// <summary>Waits to be sent, or to be tried again.</summary>
    Waiting,

    /// <summary>A mail server has taken it.</summary>
    Sent,

    /// <summary>Given up: refused for good, or tried for two days.</summary>
    Failed,

    /// <summary>Kept back: its address is suspended.</summary>
    Held,

    /// <summary>Nothing was left in it that its reader may still see.</summary>
    Withdrawn,
}

/// <summary>One e-mail of the outbox: the messages that go out to one reader at one time. Written out when it is sent, as its reader may see them then.</summary>
public sealed class Mail
{
    /// <summary>How long a worker has an e-mail to itself: long enough for the few before it and for the longest wait for the mail server.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    /// <summary>After so many tries it is given up: with the waits between them, about two days.</summary>
    public const int Tries = 14;

    public Id<Mail> Id { get; private set; }
    public string Recipient { get; private set; } = "";
    public Id<Person>? PersonId { get; private set; }
    public string Address { get; private set; } = "";
    public MailState State { get; private set; }
    public DateTime CreatedAt { get; private set; }

    /// <summary>Not tried before this.</summary>
    public DateTime NotBefore { get; private set; }

    /// <summary>The worker that has it, and until when it has it alone.</summary>
    public Guid? ClaimedBy { get; private set; }
    public DateTime? ClaimedUntil { get; private set; }
    public int Attempts { get; private set; }
    public DateTime? SentAt { get; private set; }

    /// <summary>What the mail server said the last time.</summary>
    public string? Error { get; private set; }

    internal static Mail To(Message first, string address, bool held, DateTime now) =>
        new()
        {
            Id = Id<Mail>.New(now),
            Recipient = first.Recipient,
            PersonId = first.PersonId,
            Address = address,
            State = held ? MailState.Held : MailState.Waiting,
            CreatedAt = now,
            NotBefore = now,
        };

    /// <summary>Whether the worker has it long enough to wait for the mail server; otherwise another could take it up meanwhile.</summary>
    internal bool IsHeldAt(DateTime now) => ClaimedUntil - now > Smtp.Patience;

    internal void Sent(DateTime now)
    {
        (State, SentAt, Error) = (MailState.Sent, now, null);
        Release();
    }

    internal void Withdraw()
    {
        State = MailState.Withdrawn;
        Release();
    }

    internal void Hold(string why)
    {
        (State, Error) = (MailState.Held, why);
        Release();
    }

    /// <summary>Not taken: tried again later, each time after twice the wait, from one minute up to six hours; or given up.</summary>
    internal void NotTaken(string why, bool forGood, DateTime now)
    {
        Error = why.Length > 500 ? why[..500] : why;
        State = forGood || Attempts >= Tries ? MailState.Failed : MailState.Waiting;
        NotBefore = now.AddMinutes(Math.Min(360, 1 << Math.Min(9, Math.Max(0, Attempts - 1))));
        Release();
    }

    /// <summary>Tried again from now on, as if for the first time.</summary>
    internal void TryAgain(DateTime now)
    {
        (State, NotBefore, Attempts) = (MailState.Waiting, now, 0);
        Release();
    }

    private void Release() => (ClaimedBy, ClaimedUntil) = (null, null);

    private sealed class Mapping : IEntityTypeConfiguration<Mail>
    {
        public void Configure(EntityTypeBuilder<Mail> entity)
        {
            entity.HasIndex(m => new { m.State, m.NotBefore });
            entity.HasIndex(m => m.ClaimedBy);
            entity.HasIndex(m => m.Address);
            entity.HasOne<Person>().WithMany().HasForeignKey(m => m.PersonId);
        }
    }
}

/// <summary>An address that refused e-mail. After three refusals in a row nothing more is sent to it until a steward says so.</summary>
public sealed class RefusingAddress
{
    /// <summary>Refusals after which an address is suspended.</summary>
    public const int Most = 3;

    public string Address { get; private set; } = "";
    public int Refusals { get; private set; }
    public string Error { get; private set; } = "";
    public DateTime RefusedAt { get; private set; }
    public DateTime? SuspendedAt { get; private set; }

    internal static RefusingAddress Of(string address) => new() { Address = address };

    internal void Refused(string why, DateTime now)
    {
        (Refusals, Error, RefusedAt) = (Refusals + 1, why, now);
        SuspendedAt ??= Refusals >= Most ? now : null;
    }

    private sealed class Mapping : IEntityTypeConfiguration<RefusingAddress>
    {
        public void Configure(EntityTypeBuilder<RefusingAddress> entity) =>
            entity.HasKey(a => a.Address);
    }
}
