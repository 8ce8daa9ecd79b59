using Microsoft.EntityFrameworkCore;
using Tandem.Calls;
using Tandem.Calls.Kinds;
using Tandem.Following;
using Tandem.Kernel;
using Tandem.Pipeline;
using Tandem.Questionnaires;
using Tandem.Questionnaires.Formulas;

namespace Tandem.Entries;

/// <summary>Makes public what was received of a public entry: at once, or when a moderator has let it through.</summary>
public sealed class PublishEntry(WorkingDays workingDays, Messages messages)
{
    internal async Task ReceivedAsync(
        Call call,
        Entry entry,
        OpenResponse answers,
        DateTime now,
        CancellationToken cancellation
    )
    {
        if (!entry.IsPublic || call.Kind.Public is not { } rule)
        {
            return;
        }
        var version = entry.Versions.Max(v => v.Number);
        if (rule.Moderation == Moderation.After)
        {
            Publish(call, entry, version, answers, now);
            return;
        }
        await messages.ToPeopleAsync(
            [
                .. call
                    .People.Where(p => p.Role == CallRole.Moderator)
                    .DefaultIfEmpty(call.People.FirstOrDefault(p => p.Role == CallRole.Owner))
                    .OfType<CallPerson>()
                    .Select(p => p.PersonId),
            ],
            new(
                $"entry-awaits:{entry.Id}:{version}",
                $"{entry.Reference} waits to be let through",
                [
                    $"{Web.Words.Count(1, call.Kind.Words.Entry)} of “{call.Title}” waits for a moderator.",
                ],
                $"/calls/{call.Reference}/moderation",
                SubjectKind: nameof(Entry),
                SubjectId: entry.Id.ToString()
            ),
            cancellation
        );
    }

    internal void Publish(Call call, Entry entry, int version, OpenResponse answers, DateTime now)
    {
        var received = entry.Versions.Single(v => v.Number == version).StageId;
        var title = SubmitEntry.TitleOf(answers, call.Stages.Single(s => s.Id == received));
        entry.Publish(
            version,
            title,
            TextOf(answers, title),
            call.Kind.Public?.AnswerWorkingDays is { } days
                ? workingDays[call.Kind.Public.Calendar].Add(LocalDay.Of(now), days)
                : null,
            now
        );
    }

    /// <summary>All that was said in words but the title, one answer after the other.</summary>
    private static string TextOf(OpenResponse answers, string? title) =>
        string.Join(
            '\n',
            answers
                .Set.Questions.Where(q =>
                    q.Kind is QuestionKind.Text or QuestionKind.LongText && answers.Sheet.IsAsked(q)
                )
                .Select(q => (answers.Sheet[q.Code] as Value.Text)?.Words.Trim())
                .Where(t => t is { Length: > 0 } && t != title)
        );
}

/// <summary>What a moderator does with a public entry.</summary>
public enum ModeratorAct
{
    LetThrough,
    Hide,
    Restore,
}

/// <summary>Lets a public entry through, hides it with a reason, or shows it again.</summary>
public sealed class ModerateEntry(
    Db db,
    Actor actor,
    FindEntry find,
    PublishEntry publish,
    ReadEntry read,
    Messages messages
)
{
    /// <exception cref="Refusal">The actor may not, or no reason is given for hiding it.</exception>
    public async Task RunAsync(
        string call,
        long number,
        ModeratorAct act,
        string? reason,
        CancellationToken cancellation = default
    )
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var found = await find.RunAsync(call, number, cancellation);
        EntryPermissions.MayModerate(actor, found.Call).Permit();
        var (entry, now) = (found.Entry, db.Now());
        switch (act)
        {
            case ModeratorAct.LetThrough when entry.Awaiting is { } version:
                publish.Publish(
                    found.Call,
                    entry,
                    version.Number,
                    await read.OwnAsync(found, version, null, cancellation),
                    now
                );
                break;
            case ModeratorAct.Hide:
                entry.Hide(reason, now);
                break;
            case ModeratorAct.Restore:
                entry.Restore(now);
                break;
            default:
                throw new Refusal("Nothing waits to be let through.");
        }
        foreach (
            var report in await db.Set<EntryReport>()
                .Where(r => r.EntryId == entry.Id && r.DecidedAt == null)
                .ToListAsync(cancellation)
        )
        {
            report.Decide(actor, now);
        }
        await ActedAsync(db, actor, entry, Verb(act), null, reason, cancellation);
        await messages.ToPeopleAsync(
            [.. entry.Members.Where(m => m.RemovedAt is null).Select(m => m.PersonId)],
            new(
                $"entry-moderated:{entry.Id}:{now:O}",
                act switch
                {
                    ModeratorAct.Hide => $"{entry.Name} is no longer shown",
                    _ => $"{entry.Name} can be read by everybody",
                },
                [reason?.Trim() is { Length: > 0 } why ? why : found.Call.Title],
                entry.Path,
                SubjectKind: nameof(Entry),
                SubjectId: entry.Id.ToString()
            ),
            cancellation
        );
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
    }

    private static string Verb(ModeratorAct act) =>
        act switch
        {
            ModeratorAct.LetThrough => "entry-let-through",
            ModeratorAct.Hide => "entry-hidden",
            _ => "entry-shown-again",
        };

    internal static async Task ActedAsync(
        Db db,
        Actor actor,
        Entry entry,
        string verb,
        object? data,
        string? reason,
        CancellationToken cancellation
    )
    {
        entry.ChangeSeq = await Sequence.TakeAsync(db, Sequence.Changes, 1, cancellation);
        db.Record(actor, verb, nameof(Entry), entry.Id, data, reason);
    }
}

/// <summary>Says how a public entry stands, with the answer that is owed.</summary>
public sealed class GiveStatus(Db db, Actor actor, FindEntry find, Messages messages)
{
    /// <param name="item">Reference of the item of a pipeline that takes it up; empty where none does any longer, null leaves that as it is.</param>
    /// <exception cref="Refusal">The actor may not, there is no such status or item, or nothing is said.</exception>
    public async Task RunAsync(
        string call,
        long number,
        string? status,
        string? note,
        string? item = null,
        CancellationToken cancellation = default
    )
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var found = await find.RunAsync(call, number, cancellation);
        EntryPermissions.MayModerate(actor, found.Call).Permit();
        var rule =
            found.Call.Kind.Public?.Statuses.FirstOrDefault(s => s.Code == status)
            ?? throw new Refusal("Choose how it stands", "Status");
        found.Entry.GiveStatus(rule.Code, note, actor, db.Now());
        if (item is not null)
        {
            await TakeUpAsync(found.Entry, item.Trim(), cancellation);
        }
        await ModerateEntry.ActedAsync(
            db,
            actor,
            found.Entry,
            "entry-status-given",
            new { status = rule.Code },
            found.Entry.StatusNote,
            cancellation
        );
        await messages.ToPeopleAsync(
            [.. found.Entry.Members.Where(m => m.RemovedAt is null).Select(m => m.PersonId)],
            new(
                $"entry-status:{found.Entry.Id}:{db.Now():O}",
                $"{found.Entry.Name}: {rule.Title}",
                [found.Entry.StatusNote!],
                found.Entry.Path,
                Owed: true,
                SubjectKind: nameof(Entry),
                SubjectId: found.Entry.Id.ToString()
            ),
            cancellation
        );
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
    }

    // What the actor may not see stays as it is: the form was empty for them.
    private async Task TakeUpAsync(Entry entry, string reference, CancellationToken cancellation)
    {
        var items = db.Set<PipelineItem>().VisibleTo(actor);
        var before = await items.SingleOrDefaultAsync(
            i => i.Id == entry.PipelineItemId,
            cancellation
        );
        var number = PipelineItem.NumberOf(reference);
        var after =
            reference.Length == 0
                ? null
                : await items.SingleOrDefaultAsync(i => i.Number == number, cancellation)
                    ?? throw new Refusal(
                        "There is no such item on a pipeline. Enter its reference, such as PI-12",
                        "Item"
                    );
        if (before == after)
        {
            return;
        }
        entry.TakeUpIn(after);
        // Without its name: whoever follows the item may not be among those who read the idea.
        if (before is not null)
        {
            db.Record(actor, PipelineActs.LetGo, nameof(PipelineItem), before.Id);
        }
        if (after is not null)
        {
            db.Record(actor, PipelineActs.TookUp, nameof(PipelineItem), after.Id);
        }
    }
}
