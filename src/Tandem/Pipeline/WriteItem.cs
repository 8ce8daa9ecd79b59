using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Pipeline;

/// <summary>Begins an item: a draft that only its owner sees.</summary>
public sealed class AddItem(Db db, Actor actor, CheckItem check, Settings settings)
{
    /// <exception cref="Refusal">The actor may not, or a fact will not do.</exception>
    public async Task<PipelineItem> RunAsync(
        Id<Organisation> organisation,
        PipelineFacts facts,
        CancellationToken cancellation = default
    )
    {
        PipelinePermissions.MayAdd(actor, organisation).Permit();
        await check.RunAsync(organisation, facts, null, cancellation);
        var item = PipelineItem.Draft(
            organisation,
            facts,
            PipelineStore.Self(actor),
            settings.OcidPrefix,
            db.Now()
        );
        db.Add(item);
        db.RecordOn(actor, PipelineActs.Drafted, item, new { item.Title });
        await db.SavePipelineAsync([item], cancellation);
        return item;
    }
}

/// <summary>Says something else of an item.</summary>
public sealed class ChangeItem(Db db, Actor actor, CheckItem check)
{
    /// <param name="version">The item's <see cref="PipelineItem.ChangeSeq"/> that the person saw, so that nobody writes over what somebody else has written; null where it does not matter.</param>
    /// <exception cref="Refusal">The actor may not, a fact will not do, or somebody else changed it meanwhile.</exception>
    public async Task<PipelineItem> RunAsync(
        string reference,
        PipelineFacts facts,
        long? version = null,
        CancellationToken cancellation = default
    )
    {
        var item = await db.PipelineItemAsync(actor, reference, cancellation);
        PipelinePermissions.MayChange(actor, item).Permit();
        if (version is { } seen && seen != item.ChangeSeq)
        {
            throw new Refusal(
                $"Somebody else has changed {item.Reference} since you opened this page. What you typed is still here: look at the item in another window, then save again."
            );
        }
        await check.RunAsync(item.OrganisationId, facts, item.Facts, cancellation);
        var changes = item.Describe(facts, db.Now());
        if (changes.Count > 0)
        {
            db.RecordOn(
                actor,
                PipelineActs.Changed,
                item,
                new { changes, audience = item.Visibility.ToString() }
            );
            await db.SavePipelineAsync([item], cancellation);
        }
        return item;
    }
}
