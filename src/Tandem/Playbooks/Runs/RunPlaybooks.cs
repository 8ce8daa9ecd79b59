using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Playbooks.Runs;

/// <summary>What playbooks are called where several stand beside each other: an organisation's own has the organisation in its name, as it shares its title with what it adapts.</summary>
internal static class RunPlaybooks
{
    /// <summary>Names of the organisations whose own they are, by the playbook's place in addresses; those of the network are not among them.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> KeepersAsync(
        this Db db,
        IEnumerable<string> keys,
        CancellationToken cancellation
    )
    {
        var wanted = keys.Distinct().ToList();
        return await db.Set<KeptPlaybook>()
            .Where(k => wanted.Contains(k.Key))
            .Join(
                db.Set<Organisation>(),
                k => k.OrganisationId,
                o => (Id<Organisation>?)o.Id,
                (k, o) => new { k.Key, o.Name }
            )
            .ToDictionaryAsync(k => k.Key, k => k.Name, cancellation);
    }

    /// <summary>“A small playbook (Preston City Council’s own)”.</summary>
    public static string NameOf(
        this IReadOnlyDictionary<string, string> keepers,
        string key,
        string title
    ) => PlaybookWords.Name(title, keepers.GetValueOrDefault(key));
}
