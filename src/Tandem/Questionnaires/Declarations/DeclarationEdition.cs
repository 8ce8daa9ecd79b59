using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Questionnaires.Declarations;

/// <summary>What a firm declares, as it stood when it was published. Buyers read editions, never the draft.</summary>
public sealed class DeclarationEdition
{
    public Id<DeclarationEdition> Id { get; private set; }

    /// <summary>The firm.</summary>
    public Id<Organisation> OrganisationId { get; private set; }

    /// <summary>From 1, for each firm.</summary>
    public int Number { get; private set; }
    public string SetName { get; private set; } = "";
    public string SetVersion { get; private set; } = "";
    public DateTime PublishedAt { get; private set; }
    public string PublishedByName { get; private set; } = "";
    public string Json { get; private set; } = "";

    internal static DeclarationEdition Of(
        OpenResponse open,
        int number,
        Actor actor,
        DateTime now
    ) =>
        new()
        {
            Id = Id<DeclarationEdition>.New(now),
            OrganisationId = open.Response.OrganisationId,
            Number = number,
            SetName = open.Set.Name,
            SetVersion = open.Set.Version,
            PublishedAt = now,
            PublishedByName = actor.Name,
            Json = JsonSerializer.Serialize(
                new DeclaredAnswers(
                    [
                        .. open
                            .Answers.Values.Where(a =>
                                open.Set.Find(a.Question) is { } asked && open.Sheet.IsAsked(asked)
                            )
                            .OrderBy(a => a.Question, StringComparer.Ordinal)
                            .Select(a => new DeclaredAnswer(
                                a.Question,
                                a.Plain,
                                LocalDay.Of(a.ChangedAt)
                            )),
                    ],
                    [
                        .. open.Evidence.Select(e => new DeclaredFile(
                            e.Id.Value,
                            e.Question,
                            e.FileHash,
                            e.Name,
                            e.FileBytes,
                            LocalDay.Of(e.AddedAt)
                        )),
                    ]
                )
            ),
        };

    /// <summary>What it says.</summary>
    public DeclaredAnswers Says() => JsonSerializer.Deserialize<DeclaredAnswers>(Json)!;

    private sealed class Mapping : IEntityTypeConfiguration<DeclarationEdition>
    {
        public void Configure(EntityTypeBuilder<DeclarationEdition> entity)
        {
            entity.HasIndex(e => new { e.OrganisationId, e.Number }).IsUnique();
            entity.HasOne<Organisation>().WithMany().HasForeignKey(e => e.OrganisationId);
        }
    }
}

/// <summary>The answers and files of an edition.</summary>
public sealed record DeclaredAnswers(
    IReadOnlyList<DeclaredAnswer> Answers,
    IReadOnlyList<DeclaredFile> Files
);

/// <summary>One answer, and the day on which it was given.</summary>
public sealed record DeclaredAnswer(string Question, string Json, DateOnly On);

/// <summary>One file, and the day on which it was given.</summary>
public sealed record DeclaredFile(
    Guid Id,
    string Question,
    string Hash,
    string Name,
    long Bytes,
    DateOnly On
);

/// <summary>A firm's consent that one public body, or every one here, reads its declarations.</summary>
public sealed class DeclarationShare
{
    public Id<DeclarationShare> Id { get; private set; }

    /// <summary>The firm.</summary>
    public Id<Organisation> OrganisationId { get; private set; }

    /// <summary>Who may read; null: every public body here.</summary>
    public Id<Organisation>? WithId { get; private set; }

    /// <summary>Codes of the sections that may be read, between blanks; empty: all.</summary>
    public string Sections { get; private set; } = "";
    public DateTime ConsentedAt { get; private set; }
    public string ConsentedByName { get; private set; } = "";
    public DateTime? WithdrawnAt { get; private set; }
    public string? WithdrawnByName { get; private set; }

    public bool Stands => WithdrawnAt is null;

    /// <summary>Whether a section may be read.</summary>
    public bool Covers(string section) =>
        Sections.Length == 0 || Sections.Split(' ').Contains(section);

    internal static DeclarationShare Give(
        Organisation firm,
        Id<Organisation>? with,
        IReadOnlyCollection<string> sections,
        Actor actor,
        DateTime now
    ) =>
        new()
        {
            Id = Id<DeclarationShare>.New(now),
            OrganisationId = firm.Id,
            WithId = with,
            Sections = string.Join(' ', sections),
            ConsentedAt = now,
            ConsentedByName = actor.Name,
        };

    internal void Withdraw(Actor actor, DateTime now) =>
        (WithdrawnAt, WithdrawnByName) = (now, actor.Name);

    private sealed class Mapping : IEntityTypeConfiguration<DeclarationShare>
    {
        public void Configure(EntityTypeBuilder<DeclarationShare> entity)
        {
            entity.HasIndex(s => s.OrganisationId);
            entity.HasIndex(s => s.WithId);
            entity.HasOne<Organisation>().WithMany().HasForeignKey(s => s.OrganisationId);
            entity.HasOne<Organisation>().WithMany().HasForeignKey(s => s.WithId);
        }
    }
}

/// <summary>Who reads what firms declare.</summary>
public static class DeclarationVisibility
{
    /// <summary>The consents that stand and are given to a public body the actor belongs to: the one rule behind every page, list and file.</summary>
    public static IQueryable<DeclarationShare> StandingFor(
        this IQueryable<DeclarationShare> shares,
        Actor actor
    )
    {
        var own = actor
            .Roles.Keys.Select(id => (Id<Organisation>?)new Id<Organisation>(id))
            .ToList();
        var isBuyer = own.Count > 0;
        return shares.Where(s =>
            s.WithdrawnAt == null && isBuyer && (s.WithId == null || own.Contains(s.WithId))
        );
    }
}

/// <summary>Who may register firms, declare for them, and confirm who they are.</summary>
public static class DeclarationPermissions
{
    /// <summary>Register a firm and speak for it.</summary>
    public static Verdict RegisterFirm(Actor actor) =>
        actor.IsSignedIn ? Verdict.Yes : Verdict.No("Sign in to register a firm.");

    /// <summary>Register a firm for somebody else, with a first account for them.</summary>
    public static Verdict InviteFirm(Actor actor) =>
        actor.IsSteward || actor.Roles.Values.Any(r => r >= Role.Officer)
            ? Verdict.Yes
            : Verdict.No("Only officers of a public body may make an account for a firm.");

    /// <summary>Answer, publish and share a firm's declarations.</summary>
    public static Verdict DeclareFor(Actor actor, Id<Organisation> firm) =>
        actor.Firms.TryGetValue(firm.Value, out var role) && role >= Role.Officer
            ? Verdict.Yes
            : Verdict.No("Only officers of the firm may declare for it.");

    /// <summary>Confirm that a firm is who it says.</summary>
    public static Verdict ConfirmFirm(Actor actor) =>
        actor.IsSteward ? Verdict.Yes : Verdict.No("Only stewards of the network confirm firms.");
}
