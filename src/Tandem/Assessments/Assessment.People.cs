using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Assessments;

/// <summary>Who does what in it, and what each of them found.</summary>
public sealed partial class Assessment
{
    /// <summary>Names somebody for a role.</summary>
    /// <exception cref="Refusal">A rule of independence forbids it, or they hold the role already.</exception>
    public AssessmentMember Name(
        AssessmentKind kind,
        RoleRule role,
        Person person,
        bool belongsToAssessed,
        string? profession,
        Actor actor,
        DateTime now
    )
    {
        var held = Present
            .Where(m => m.PersonId == person.Id)
            .Select(m => m.Role)
            .Union(ActedAs(kind, person.Id))
            .ToList();
        if (Present.Any(m => m.PersonId == person.Id && m.Role == role.Code))
        {
            throw new Refusal(
                $"{person.Name} is {role.Title.ToLowerInvariant()} already",
                "Person"
            );
        }
        var clash = held.FirstOrDefault(h =>
            role.NotWith.Contains(h) || kind.Role(h)?.NotWith.Contains(role.Code) == true
        );
        if (clash is not null)
        {
            throw new Refusal(
                $"{person.Name} is {kind.Role(clash)!.Title.ToLowerInvariant()} here, or has acted as that, and whoever is that cannot be {role.Title.ToLowerInvariant()} as well",
                "Person"
            );
        }
        if (role.Independent && belongsToAssessed)
        {
            throw new Refusal(
                $"{person.Name} belongs to the organisation that is assessed, so cannot be {role.Title.ToLowerInvariant()}",
                "Person"
            );
        }
        var member = AssessmentMember.Of(this, role.Code, person.Id, profession, now);
        // They said it of the outcome, not of the role.
        if (
            Present.FirstOrDefault(m => m.PersonId == person.Id && m.DeclaredAt is not null) is
            { } said
        )
        {
            member.Declare(said.Interest, said.DeclaredAt!.Value);
        }
        members.Add(member);
        Note("named", $"{person.Name} named {role.Title.ToLowerInvariant()}", actor, now);
        return member;
    }

    /// <summary>
    /// Roles in which somebody has done something here: a role held by right is nobody's by name, and what they did in it, or in one that was taken
    /// away since, stands between them and the roles it does not go with.
    /// </summary>
    private IEnumerable<string> ActedAs(AssessmentKind kind, Id<Person> person)
    {
        var named = members.Where(m => m.PersonId == person).Select(m => m.Role).ToHashSet();
        foreach (var step in steps.Where(s => s.ById == person))
        {
            var could =
                step == steps.MinBy(s => s.Seq)
                    ? kind
                        .Roles.Where(r =>
                            r is { Side: Side.Applicant, ByRight: Kernel.Role.Officer }
                        )
                        .Select(r => r.Code)
                        .ToList()
                    : [.. kind.Acts.FirstOrDefault(a => a.Code == step.Act)?.Who ?? []];
            var as_ = could.Any(named.Contains)
                ? could.Where(named.Contains)
                : could.Where(r => kind.Role(r)?.ByRight is not null);
            foreach (var role in as_)
            {
                yield return role;
            }
        }
    }

    /// <summary>What is kept of somebody in a role that they hold: of one held by right too, from their first word on it.</summary>
    internal AssessmentMember MemberFor(RoleRule role, Actor actor, DateTime now)
    {
        var person = new Id<Person>(actor.PersonId!.Value);
        var member = Present.FirstOrDefault(m => m.PersonId == person && m.Role == role.Code);
        if (member is null)
        {
            member = AssessmentMember.Of(this, role.Code, person, null, now);
            members.Add(member);
        }
        return member;
    }

    /// <summary>Takes a role away; what the person did stays.</summary>
    public void Unname(AssessmentMember member, string role, string name, Actor actor, DateTime now)
    {
        member.Leave(now);
        Note("unnamed", $"{name} is no longer {role.ToLowerInvariant()}", actor, now);
    }

    /// <summary>Keeps a rating in place of the one the same person gave before in this round; that one stays to be read, and words written for it are not taken over where it was bad and this one is good.</summary>
    /// <exception cref="Refusal">Ratings are not given now, or a reason or fix is missing.</exception>
    public Finding Rate(
        AssessmentKind kind,
        FindingDraft draft,
        bool consolidated,
        Actor actor,
        DateTime now
    )
    {
        var step = kind.Step(State);
        if (!(consolidated ? step.Consolidating : step.Rating))
        {
            throw new Refusal($"Ratings are not given now: {step.Title.ToLowerInvariant()}.");
        }
        var scale = kind.Scale(Scale);
        var former = findings
            .Where(f =>
                f.SupersededAt is null
                && f.Unit == draft.Unit
                && f.Consolidated == consolidated
                && (consolidated || kind.ConsolidatedBy is null || f.ById?.Value == actor.PersonId)
            )
            .MaxBy(f => f.At);
        var finding = Finding.Of(
            this,
            scale,
            draft.Fitting(former, scale),
            consolidated,
            actor,
            now
        );
        foreach (
            var before in findings.Where(f =>
                f.SupersededAt is null
                && f.Unit == finding.Unit
                && f.Consolidated == consolidated
                && (consolidated || f.ById == finding.ById)
            )
        )
        {
            before.Supersede(now);
        }
        findings.Add(finding);
        (ChangedAt, Revision) = (now, Revision + 1);
        return finding;
    }

    /// <summary>The findings that count now: the consolidated ones where the kind has them consolidated, otherwise the latest of each unit.</summary>
    public IReadOnlyDictionary<string, Finding> Counting(AssessmentKind kind) =>
        findings
            .Where(f => f.SupersededAt is null && (kind.ConsolidatedBy is null || f.Consolidated))
            .GroupBy(f => f.Unit)
            .ToDictionary(g => g.Key, g => g.MaxBy(f => f.At)!);
}
