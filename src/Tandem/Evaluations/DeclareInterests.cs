using Tandem.Calls;
using Tandem.Entries;
using Tandem.Following;
using Tandem.Kernel;

namespace Tandem.Evaluations;

/// <summary>What an assessor says of one entry.</summary>
/// <param name="Field">Name of the field of its words on the form.</param>
public sealed record InterestSaid(
    Id<Entry> Entry,
    Interest Interest,
    string? Words,
    string Field = "Words"
);

/// <summary>
/// Says, entry by entry, whether one has an interest in it, before anything of it but who entered is shown. Where there is one the entry is taken away at
/// once, given to somebody else, and those who lead are told.
/// </summary>
public sealed class DeclareInterests(
    Db db,
    Actor actor,
    FindStage find,
    ShareOut share,
    Messages messages
)
{
    /// <returns>How many entries were taken away.</returns>
    /// <exception cref="Refusal">The actor judges none of them, or does not say what the interest is.</exception>
    public async Task<int> RunAsync(
        string reference,
        string stageCode,
        IReadOnlyCollection<InterestSaid> said,
        CancellationToken cancellation = default
    )
    {
        // Only where an entry is taken away is all of the stage looked at, to share it out again.
        var stage = await find.PanelAsync(
            reference,
            stageCode,
            said.Any(s => s.Interest == Interest.Declared) ? null : [.. said.Select(s => s.Entry)],
            cancellation
        );
        JudgingPermissions.MayAssess(actor, stage.Call).Permit();
        var (now, taken) = (db.Now(), new List<string>());
        foreach (var one in said)
        {
            var own =
                stage.Of(one.Entry)?.AssignmentOf(actor.PersonId)
                ?? throw new Refusal(
                    "You were not asked to judge this entry.",
                    kind: RefusalKind.Permission
                );
            if (!own.Declare(one.Interest, one.Words, now, one.Field))
            {
                continue;
            }
            db.Record(
                actor,
                JudgingVerbs.Declared,
                nameof(EntryJudging),
                own.JudgingId,
                new { interest = one.Interest.ToString() }
            );
            if (one.Interest == Interest.Declared)
            {
                taken.Add(stage.Entry(one.Entry).Reference);
            }
        }
        if (taken.Count > 0)
        {
            await TellLeadsAsync(stage, taken, cancellation);
            await share.AgainAsync(stage, cancellation);
        }
        await db.SaveChangesAsync(cancellation);
        return taken.Count;
    }

    private Task TellLeadsAsync(
        JudgedStage stage,
        IReadOnlyList<string> taken,
        CancellationToken cancellation
    ) =>
        messages.ToPeopleAsync(
            [.. ShareOut.Leads(stage.Call).Where(p => p.Value != actor.PersonId)],
            new(
                $"judging:{stage.Stage.Id}:interest:{actor.PersonId}:{string.Join(',', taken)}",
                $"{actor.Name} has an interest: {stage.Call.Title}",
                [
                    $"{actor.Name} no longer judges {string.Join(", ", taken)}. Somebody else was asked where there is anybody.",
                ],
                stage.Path,
                Owed: true,
                nameof(Call),
                stage.Call.Id.ToString()
            ),
            cancellation
        );
}
