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
        var held = Present.Where(m => m.PersonId == person.Id).Select(m => m.Role).ToList();
        if (held.Contains(role.Code))
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
                $"{person.Name} is {kind.Role(clash)!.Title.ToLowerInvariant()} here, and whoever is that cannot be {role.Title.ToLowerInvariant()} as well",
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
        var member = AssessmentMember.Of(this, role.Code, person, profession, now);
        members.Add(member);
        Note("named", $"{person.Name} named {role.Title.ToLowerInvariant()}", actor, now);
        return member;
    }

    /// <summary>Takes a role away; what the person did stays.</summary>
    public void Unname(AssessmentMember member, string role, string name, Actor actor, DateTime now)
    {
        member.Leave(now);
        Note("unnamed", $"{name} is no longer {role.ToLowerInvariant()}", actor, now);
    }

    /// <summary>Keeps a rating in place of the one the same person gave before in this round; that one stays to be read.</summary>
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
        var finding = Finding.Of(this, kind.Scale(Scale), draft, consolidated, actor, now);
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
