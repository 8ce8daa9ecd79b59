using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Following;
using Tandem.Kernel;

namespace Tandem.Assessments;

/// <summary>Names somebody for a role in an assessment, by e-mail address; they are told.</summary>
public sealed class NameMember(
    Db db,
    Actor actor,
    FindAssessment find,
    AssessmentKinds kinds,
    Messages messages
)
{
    /// <exception cref="Refusal">The actor may not, nobody has that address, or a rule of independence forbids it.</exception>
    public async Task<AssessmentMember> RunAsync(
        string reference,
        string? role,
        string? email,
        string? profession = null,
        CancellationToken cancellation = default,
        Id<Person>? known = null
    )
    {
        var assessment = await find.RunAsync(reference, cancellation);
        var kind = kinds.Find(assessment.Kind, assessment.KindVersion);
        var rule = kind.Role(role ?? "") ?? throw new Refusal("Choose the role", "Role");
        AssessmentPermissions.MayName(actor, assessment, rule.Side).Permit();
        var address = known is null ? Person.Address(email ?? "") : null;
        var person =
            await db.Set<Person>()
                .SingleOrDefaultAsync(
                    p => known != null ? p.Id == known : p.Email == address,
                    cancellation
                )
            ?? throw new Refusal(
                "Nobody here has that e-mail address: they need an account first",
                "Email"
            );
        await MustBelongAsync(assessment, kind, rule, person, cancellation);
        if (rule.Professions.Count > 0 && !rule.Professions.Contains(profession ?? ""))
        {
            throw new Refusal("Choose the profession", "Profession");
        }
        await MustBeReadyAsync(assessment, kind, rule, person, cancellation);
        var member = assessment.Name(
            kind,
            rule,
            person,
            await db.Set<Membership>()
                .AnyAsync(
                    m => m.PersonId == person.Id && m.OrganisationId == assessment.OrganisationId,
                    cancellation
                ),
            rule.Professions.Count > 0 ? profession : null,
            actor,
            db.Now()
        );
        db.Record(
            actor,
            "assessment-member-named",
            nameof(Assessment),
            assessment.Id,
            new
            {
                assessment.Reference,
                person = person.Id,
                role = rule.Code,
            }
        );
        if (person.Id.Value != actor.PersonId)
        {
            await messages.ToPersonAsync(
                person.Id,
                new(
                    $"assessment:{assessment.Id}:named:{member.Id}",
                    $"{actor.Name} has named you {rule.Title.ToLowerInvariant()}: {kind.Title}, {assessment.Subject}",
                    [rule.Summary],
                    assessment.Path,
                    SubjectKind: nameof(Assessment),
                    SubjectId: assessment.Id.ToString()
                ),
                cancellation
            );
        }
        await db.SaveChangesAsync(cancellation);
        return member;
    }

    private async Task MustBeReadyAsync(
        Assessment assessment,
        AssessmentKind kind,
        RoleRule rule,
        Person person,
        CancellationToken cancellation
    )
    {
        if (rule.Side != Side.Assessors || rule.Observes)
        {
            return;
        }
        var assessor = await db.Set<Assessor>()
            .SingleOrDefaultAsync(
                a => a.PersonId == person.Id && a.Kind == kind.Name,
                cancellation
            );
        if (rule.NeedsTraining && assessor?.TrainedOn is null)
        {
            throw new Refusal(
                $"{person.Name} is not known to have been trained for this: an officer of their organisation says so on the list of assessors",
                "Email"
            );
        }
        if (assessment.Day is { } day && assessor?.IsAway(day) == true)
        {
            throw new Refusal($"{person.Name} is away on {Web.Words.Day(day)}", "Email");
        }
    }

    // Each side's people are its members. Those of a panel that no body puts together may come from anywhere.
    private async Task MustBelongAsync(
        Assessment assessment,
        AssessmentKind kind,
        RoleRule rule,
        Person person,
        CancellationToken cancellation
    )
    {
        Id<Organisation>? side = rule switch
        {
            { Observes: true } => null,
            { Side: Side.Applicant } => assessment.OrganisationId,
            { Side: Side.Assessors } when kind.AssessedBy == AssessedBy.Body => assessment.BodyId,
            _ => null,
        };
        if (
            side is { } organisation
            && !await db.Set<Membership>()
                .AnyAsync(
                    m => m.PersonId == person.Id && m.OrganisationId == organisation,
                    cancellation
                )
        )
        {
            throw new Refusal(
                rule.Side == Side.Assessors
                    ? $"{person.Name} is no member of the organisation that assesses: whoever is {rule.Title.ToLowerInvariant()} comes from it"
                    : $"{person.Name} is no member of the organisation: add them there first",
                "Email"
            );
        }
    }
}

/// <summary>Takes a role away from somebody.</summary>
public sealed class UnnameMember(Db db, Actor actor, FindAssessment find, AssessmentKinds kinds)
{
    /// <exception cref="Refusal">The actor may not, or they have no role here.</exception>
    public async Task RunAsync(
        string reference,
        Id<AssessmentMember> id,
        CancellationToken cancellation = default
    )
    {
        var assessment = await find.RunAsync(reference, cancellation);
        var kind = kinds.Find(assessment.Kind, assessment.KindVersion);
        var member =
            assessment.Present.SingleOrDefault(m => m.Id == id)
            ?? throw new Refusal("They have no role here.", kind: RefusalKind.NotFound);
        var role = kind.Role(member.Role)!;
        AssessmentPermissions.MayName(actor, assessment, role.Side).Permit();
        if (role.ByRight is not null && member.PersonId.Value != actor.PersonId)
        {
            throw new Refusal(
                $"Whoever is {role.Title.ToLowerInvariant()} by right gives it back themselves."
            );
        }
        var name = await db.Set<Person>()
            .Where(p => p.Id == member.PersonId)
            .Select(p => p.Name)
            .SingleAsync(cancellation);
        assessment.Unname(member, role.Title, name, actor, db.Now());
        db.Record(
            actor,
            "assessment-member-unnamed",
            nameof(Assessment),
            assessment.Id,
            new
            {
                assessment.Reference,
                person = member.PersonId,
                role = member.Role,
            }
        );
        await db.SaveChangesAsync(cancellation);
    }
}

/// <summary>Somebody who is to rate says to have no interest in the outcome, or steps aside.</summary>
public sealed class DeclareInterest(Db db, Actor actor, FindAssessment find, AssessmentKinds kinds)
{
    /// <param name="hasNone">Whether there is none; otherwise the role is given back.</param>
    /// <exception cref="Refusal">The actor has no role here that asks for it, or an interest is not explained.</exception>
    public async Task RunAsync(
        string reference,
        bool? hasNone,
        string? words,
        CancellationToken cancellation = default
    )
    {
        var assessment = await find.RunAsync(reference, cancellation);
        var kind = kinds.Find(assessment.Kind, assessment.KindVersion);
        var owed = Owing(kind, assessment, actor).ToList();
        if (owed.Count == 0)
        {
            throw new Refusal(
                "Nothing is to be declared by you here.",
                kind: RefusalKind.Permission
            );
        }
        var none = hasNone ?? throw new Refusal("Say whether you have an interest", "HasNone");
        foreach (var role in owed)
        {
            var member = assessment.MemberFor(role, actor, db.Now());
            if (none)
            {
                member.Declare(words, db.Now());
            }
            else
            {
                assessment.Unname(member, role.Title, actor.Name, actor, db.Now());
            }
        }
        assessment.Note(
            "interest-declared",
            none ? "Declared no interest in the outcome" : "Stepped aside for an interest",
            actor,
            db.Now()
        );
        db.Record(
            actor,
            none ? "assessment-no-interest-declared" : "assessment-interest-declared",
            nameof(Assessment),
            assessment.Id,
            new { assessment.Reference },
            words
        );
        await db.SaveChangesAsync(cancellation);
    }

    /// <summary>Whoever acts in a role that asks for it has said to have no interest first.</summary>
    /// <param name="roles">Those the act is for.</param>
    /// <exception cref="Refusal">They have not.</exception>
    public static void MustHaveSaid(
        AssessmentKind kind,
        Assessment assessment,
        Actor actor,
        IEnumerable<string> roles
    )
    {
        if (!HasSaid(kind, assessment, actor, roles))
        {
            throw new Refusal(
                "Say first whether you have an interest in the outcome.",
                kind: RefusalKind.Permission
            );
        }
    }

    /// <inheritdoc cref="MustHaveSaid"/>
    public static bool HasSaid(
        AssessmentKind kind,
        Assessment assessment,
        Actor actor,
        IEnumerable<string> roles
    )
    {
        var owing = Owing(kind, assessment, actor).Select(r => r.Code).ToHashSet();
        return owing.Count == 0
            || roles
                .Select(kind.Role)
                .OfType<RoleRule>()
                .Any(r =>
                    !owing.Contains(r.Code) && AssessmentPermissions.Holds(actor, assessment, r)
                );
    }

    /// <summary>The actor's roles here in which something must be declared before any answer is read: those named for, and those held by right once it has been handed over.</summary>
    public static IEnumerable<RoleRule> Owing(
        AssessmentKind kind,
        Assessment assessment,
        Actor actor
    ) =>
        kind.Roles.Where(r =>
            r.AsksInterest
            && AssessmentPermissions.Holds(actor, assessment, r)
            && (r.ByRight is null || assessment.HandedOverAt is not null)
            && !assessment.Present.Any(m =>
                m.PersonId.Value == actor.PersonId
                && m.DeclaredAt is not null
                && (m.Role == r.Code || r.ByRight is not null)
            )
        );
}
