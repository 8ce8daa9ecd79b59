using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Playbooks;

/// <summary>Where a flag stands.</summary>
public enum FlagState
{
    Waiting,

    /// <summary>With words that every reader of the page sees.</summary>
    Answered,

    /// <summary>It said nothing about the page; nobody but its author and the keepers sees it.</summary>
    SetAside,
}

/// <summary>A reader says that a page is outdated, and whoever keeps the playbook answers.</summary>
public sealed class PageFlag
{
    private const int Longest = 2000;

    public Id<PageFlag> Id { get; private set; }
    public Id<PlaybookPage> PageId { get; private set; }
    public string Text { get; private set; } = "";

    /// <summary>The version that was read.</summary>
    public string Version { get; private set; } = "";
    public Id<Person> ById { get; private set; }
    public DateTime At { get; private set; }
    public FlagState State { get; private set; }
    public string? Answer { get; private set; }
    public Id<Person>? AnsweredById { get; private set; }
    public DateTime? AnsweredAt { get; private set; }

    /// <exception cref="Refusal">It says nothing, or too much.</exception>
    public static PageFlag On(
        PlaybookPage page,
        string? text,
        string version,
        Id<Person> by,
        DateTime now
    ) =>
        new()
        {
            Id = Id<PageFlag>.New(now),
            PageId = page.Id,
            Text = Said(text, "Say what is outdated, and what would be right", "Outdated"),
            Version = version,
            ById = by,
            At = now,
        };

    /// <exception cref="Refusal">It has been answered, or the answer says nothing.</exception>
    public void Reply(string? answer, Id<Person> by, DateTime now)
    {
        RequireWaiting();
        Answer = Said(answer, "Say what becomes of it", "Answer");
        (State, AnsweredById, AnsweredAt) = (FlagState.Answered, by, now);
    }

    /// <exception cref="Refusal">It has been answered.</exception>
    public void SetAside(Id<Person> by, DateTime now)
    {
        RequireWaiting();
        (State, AnsweredById, AnsweredAt) = (FlagState.SetAside, by, now);
    }

    private void RequireWaiting()
    {
        if (State != FlagState.Waiting)
        {
            throw new Refusal("This has been answered already.");
        }
    }

    private static string Said(string? text, string ask, string field) =>
        string.IsNullOrWhiteSpace(text) ? throw new Refusal(ask, field)
        : text.Trim().Length > Longest
            ? throw new Refusal($"Say it in at most {Longest} characters", field)
        : text.Trim();

    private sealed class Mapping : IEntityTypeConfiguration<PageFlag>
    {
        public void Configure(EntityTypeBuilder<PageFlag> entity)
        {
            entity.HasIndex(f => f.PageId);
            entity.HasOne<PlaybookPage>().WithMany().HasForeignKey(f => f.PageId);
            entity.HasOne<Person>().WithMany().HasForeignKey(f => f.ById);
            entity.HasOne<Person>().WithMany().HasForeignKey(f => f.AnsweredById);
            entity.Property(f => f.State).IsConcurrencyToken();
        }
    }
}
