using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Collaborations.Workspaces;

/// <summary>What people write, trimmed and held to its length.</summary>
internal static class Written
{
    /// <exception cref="Refusal">Nothing is written, or it is too long.</exception>
    public static string Required(string? text, int longest, string field, string ask) =>
        Optional(text, longest, field) ?? throw new Refusal(ask, field);

    /// <exception cref="Refusal">It is too long.</exception>
    public static string? Optional(string? text, int longest, string field)
    {
        var trimmed = text?.Trim();
        return string.IsNullOrEmpty(trimmed) ? null
            : trimmed.Length > longest
                ? throw new Refusal(
                    $"Use {longest} characters or fewer; there are {trimmed.Length}",
                    field
                )
            : trimmed;
    }
}

internal static class WorkspaceLookups
{
    /// <exception cref="Refusal">There is no such organisation.</exception>
    public static async Task<Organisation> OrganisationAsync(
        this Db db,
        Id<Organisation> id,
        CancellationToken cancellation = default
    ) =>
        await db.Set<Organisation>()
            .AsNoTracking()
            .SingleOrDefaultAsync(o => o.Id == id, cancellation)
        ?? throw new Refusal("There is no such organisation.", kind: RefusalKind.NotFound);

    /// <summary>Names of these organisations.</summary>
    public static async Task<Dictionary<Id<Organisation>, Organisation>> OrganisationsAsync(
        this Db db,
        IEnumerable<Id<Organisation>> ids,
        CancellationToken cancellation = default
    )
    {
        var wanted = ids.Distinct().ToList();
        return await db.Set<Organisation>()
            .AsNoTracking()
            .Where(o => wanted.Contains(o.Id))
            .ToDictionaryAsync(o => o.Id, cancellation);
    }
}
