using Microsoft.EntityFrameworkCore;
using Tandem.Kernel;

namespace Tandem.Playbooks.Runs;

/// <summary>What a run follows: one version of a playbook, without the standing checklists that are no part of a run.</summary>
/// <param name="VersionId">The version, to which runs are pinned.</param>
/// <param name="Key">The playbook's place in addresses.</param>
public sealed record RunPlan(Id<PlaybookVersion> VersionId, string Key, Playbook Playbook)
{
    /// <summary>The stages in order.</summary>
    public IReadOnlyList<Stage> Stages { get; } = [.. Playbook.RunStages];

    /// <summary>The stage with this code, or null where this version has none.</summary>
    public Stage? Stage(string? code) => Stages.FirstOrDefault(s => s.Code == code);

    /// <summary>Where a stage stands among the others, from 0; -1 where this version has none of this code.</summary>
    public int IndexOf(string stage)
    {
        for (var i = 0; i < Stages.Count; i++)
        {
            if (Stages[i].Code == stage)
            {
                return i;
            }
        }
        return -1;
    }

    /// <summary>The step with this code, or null where this version has none.</summary>
    public Step? Step(string code) => steps.GetValueOrDefault(code);

    /// <summary>Codes of the roles that decide at some gate, in order.</summary>
    public IReadOnlyList<string> Approvers { get; } =
    [
        .. Playbook
            .RunStages.SelectMany(s => s.Gate?.Approvers ?? [])
            .Distinct(StringComparer.Ordinal),
    ];

    private readonly Dictionary<string, Step> steps = Playbook.RunSteps.ToDictionary(s => s.Code);
}

/// <summary>Finds what runs follow.</summary>
public sealed class RunPlans(Db db, PlaybookShelf shelf)
{
    /// <summary>The version that a run is pinned to, whoever may read it otherwise.</summary>
    public async Task<RunPlan> OfAsync(
        Id<PlaybookVersion> version,
        string key,
        CancellationToken cancellation = default
    ) => new(version, key, await shelf.ReadAsync(version, cancellation));

    /// <summary>The published version of a playbook that the actor may read, or null.</summary>
    public async Task<RunPlan?> PublishedAsync(
        string key,
        CancellationToken cancellation = default
    ) =>
        await shelf.FindAsync(key, cancellation: cancellation) is { } found
        && found.Version.State == VersionState.Published
            ? await OfAsync(found.Version.Id, found.Kept.Key, cancellation)
            : null;

    /// <summary>The published version of the playbook that a run follows, where it is another than the run's.</summary>
    public async Task<RunPlan?> NewerAsync(Run run, CancellationToken cancellation = default) =>
        await db.Set<KeptPlaybook>()
            .Where(k => k.Key == run.Playbook)
            .Join(
                db.Set<PlaybookVersion>().Where(v => v.State == VersionState.Published),
                k => k.Id,
                v => v.PlaybookId,
                (k, v) => (Id<PlaybookVersion>?)v.Id
            )
            .SingleOrDefaultAsync(cancellation)
            is { } published
        && published != run.VersionId
            ? await OfAsync(published, run.Playbook, cancellation)
            : null;
}
