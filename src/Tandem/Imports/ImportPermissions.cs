using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Imports;

/// <summary>Who may bring in what, who sees an import, and who may stop it.</summary>
public static class ImportPermissions
{
    /// <summary>Whether what is brought in is one organisation's own, rather than published by all.</summary>
    public static bool IsOwn(ImportKind kind) => kind is ImportKind.Register or ImportKind.Pipeline;

    /// <summary>
    /// Published data (OCDS, Contracts Finder) becomes everybody's at once: stewards and officers of any organisation. A register or a pipeline is its
    /// organisation's own: its officers.
    /// </summary>
    public static Verdict MayBring(Actor actor, ImportKind kind, Id<Organisation>? organisation) =>
        IsOwn(kind)
            ? organisation is { } own && (IsProgram(actor) || actor.Has(own.Value, Role.Officer))
                ? Verdict.Yes
                : Verdict.No(
                    "Only officers of the organisation may bring in its register or pipeline."
                )
            : actor.IsSteward || actor.Roles.Values.Any(r => r >= Role.Officer)
                ? Verdict.Yes
                : Verdict.No(
                    "Only officers of an organisation, and stewards, may bring in published data."
                );

    /// <summary>Imports of published data are seen by everybody who has signed in; those of a register by its organisation's members.</summary>
    public static Verdict MaySee(Actor actor, ImportRun run) =>
        IsProgram(actor)
        || (
            IsOwn(run.Kind)
                ? run.OrganisationId is { } own && actor.Has(own.Value, Role.Member)
                : actor.IsSignedIn
        )
            ? Verdict.Yes
            : Verdict.No("This import is not yours to see.");

    /// <summary>Whoever started it; besides, stewards for published data and the organisation's officers for a register.</summary>
    public static Verdict MayCancel(Actor actor, ImportRun run) =>
        IsProgram(actor)
        || (actor.IsSignedIn && actor.PersonId == run.StartedById)
        || (
            IsOwn(run.Kind)
                ? run.OrganisationId is { } own && actor.Has(own.Value, Role.Officer)
                : actor.IsSteward
        )
            ? Verdict.Yes
            : Verdict.No("Only the person who started this import, or a steward, may stop it.");

    /// <summary>Those of the imports that the actor may see: <see cref="MaySee"/> as a query.</summary>
    public static IQueryable<ImportRun> VisibleTo(this IQueryable<ImportRun> runs, Actor actor)
    {
        var own = actor
            .Roles.Keys.Select(id => (Id<Organisation>?)new Id<Organisation>(id))
            .ToList();
        var (signedIn, program) = (actor.IsSignedIn, IsProgram(actor));
        return runs.Where(r =>
            program
            || (r.Kind != ImportKind.Register && r.Kind != ImportKind.Pipeline && signedIn)
            || (
                (r.Kind == ImportKind.Register || r.Kind == ImportKind.Pipeline)
                && own.Contains(r.OrganisationId)
            )
        );
    }

    /// <summary>The command line and scheduled work, run by whoever holds the machine.</summary>
    private static bool IsProgram(Actor actor) => actor is { PersonId: null, IsSteward: true };
}
