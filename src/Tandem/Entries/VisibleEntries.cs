using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Calls;
using Tandem.Kernel;

namespace Tandem.Entries;

/// <summary>Whom a later room lets read entries that can be read: a panel whose members have declared their interests.</summary>
public interface IEntryReaders
{
    /// <summary>The entries that the actor may read by that room's rules.</summary>
    IQueryable<Id<Entry>> Of(Db db, Actor actor);
}

/// <summary>
/// The one rule of who reads which entry, used by every way out. Its members read it always. Nobody else reads a sealed entry before it was opened, or one that is not sealed before the deadline of its stage; after that those
/// who look after the call do, and the panel as far as its room says. Public entries are read by everybody once they are published.
/// </summary>
public sealed class VisibleEntries(Db db, Actor actor, IEnumerable<IEntryReaders> readers)
{
    private static readonly CallRole[] Team = [CallRole.Owner, CallRole.Editor];
    private static readonly CallRole[] Panel = [CallRole.Assessor, CallRole.LeadAssessor];
    private static readonly CallRole[] Moderators =
    [
        CallRole.Owner,
        CallRole.Editor,
        CallRole.Moderator,
    ];

    /// <summary>Those of the entries that this request's actor may read.</summary>
    public IQueryable<Entry> Of(IQueryable<Entry> entries) => Of(entries, actor);

    /// <inheritdoc cref="Of(IQueryable{Entry})"/>
    public IQueryable<Entry> Of(IQueryable<Entry> entries, Actor reader)
    {
        var now = db.Now();
        var known = db.Set<Call>().VisibleTo(reader).Select(c => c.Id);
        if (reader.PersonId is not { } person)
        {
            return entries.Where(e =>
                e.PublishedAt != null && e.HiddenAt == null && known.Contains(e.CallId)
            );
        }
        var me = new Id<Person>(person);
        var open = entries.Where(e =>
            e.Members.Any(m => m.PersonId == me && m.RemovedAt == null)
            || (e.PublishedAt != null && e.HiddenAt == null && known.Contains(e.CallId))
            || (
                e.IsPublic
                && e.EnteredAt != null
                && db.Set<CallPerson>()
                    .Any(p =>
                        p.CallId == e.CallId && p.PersonId == me && Moderators.Contains(p.Role)
                    )
            )
            || (
                !e.IsPublic
                && e.WithdrawnAt == null
                && e.Versions.Any(v =>
                    v.ReplacedAt == null
                    && (!v.IsLate || v.IsAdmitted == true)
                    && (
                        v.ForCall != null
                            ? v.OpenedKey != null
                            : db.Set<CallStage>().Any(s => s.Id == v.StageId && s.ClosesAt < now)
                    )
                )
                && db.Set<CallPerson>()
                    .Any(p => p.CallId == e.CallId && p.PersonId == me && Team.Contains(p.Role))
                && !db.Set<CallPerson>()
                    .Any(p => p.CallId == e.CallId && p.PersonId == me && Panel.Contains(p.Role))
            )
        );
        var ids = open.Select(e => e.Id);
        foreach (var room in readers)
        {
            var let = room.Of(db, reader);
            ids = ids.Union(
                entries
                    .Where(e =>
                        let.Contains(e.Id)
                        && e.WithdrawnAt == null
                        && e.Versions.Any(v =>
                            v.ReplacedAt == null
                            && (!v.IsLate || v.IsAdmitted == true)
                            && (
                                v.ForCall != null
                                    ? v.OpenedKey != null
                                    : db.Set<CallStage>()
                                        .Any(s =>
                                            s.Id == v.StageId
                                            && (s.ClosesAt == null || s.ClosesAt < now)
                                        )
                            )
                        )
                    )
                    .Select(e => e.Id)
            );
        }
        return entries.Where(e => ids.Contains(e.Id));
    }
}
