using Tandem.Classification;
using Tandem.Kernel;

namespace Tandem.Following;

/// <summary>Whether a record is one of those that somebody follows.</summary>
public sealed class SubjectMatch(
    IEnumerable<FollowedList> lists,
    KnownAuthorities authorities,
    ReferenceLists reference
)
{
    /// <summary>Those of the records that lie within what is followed. The records are ones that the actor may see.</summary>
    public async Task<IReadOnlyList<Subject>> AmongAsync(
        Followable what,
        IReadOnlyCollection<Subject> subjects,
        Actor actor,
        CancellationToken cancellation
    )
    {
        if (what.Kind != FollowKind.Search)
        {
            return [.. subjects.Where(s => IsWithin(what, s))];
        }
        var list = lists.FirstOrDefault(l => l.Path == what.Key.Split('?')[0]);
        if (list is null || !subjects.Any(s => s.Kind == list.Kind))
        {
            return [];
        }
        var found = await list.FindAsync(
            list.QueryFor(what)! with
            {
                Take = int.MaxValue,
            },
            actor,
            cancellation
        );
        var ids = found.Hits.Select(h => h.Id.ToString()).ToHashSet();
        return [.. subjects.Where(s => s.Kind == list.Kind && ids.Contains(s.Id))];
    }

    private bool IsWithin(Followable what, Subject subject) =>
        what.Kind switch
        {
            FollowKind.Record => what.Key == Followable.KeyOf(subject.Kind, subject.Id)
                || (
                    what.Record.Kind == nameof(Accounts.Organisation)
                    && subject.Organisation?.ToString() == what.Record.Id
                ),
            FollowKind.Cpv => subject.Cpv.Any(c =>
                c.StartsWith(what.Key, StringComparison.Ordinal)
            ),
            FollowKind.Authority => subject.AuthorityCode == what.Key,
            FollowKind.Place => Places(subject).Any(p => p.Key == what.Key),
            _ => true,
        };

    private IEnumerable<PlaceKey> Places(Subject subject)
    {
        var all = authorities.Current;
        var regions = reference.Current(RegionList.File, RegionList.Read);
        var own = subject.AuthorityCode is { } code ? all.ByCode(code) : null;
        return (own is null ? [] : PlaceKeys.Of(own, all))
            .Concat(PlaceKeys.Of(subject.Region, regions))
            .Concat(PlaceKeys.Codes(subject.Region, regions));
    }
}
