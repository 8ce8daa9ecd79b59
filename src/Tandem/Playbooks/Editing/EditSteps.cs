using Microsoft.EntityFrameworkCore;
using Tandem.Kernel;
using Tandem.Playbooks.Files;

namespace Tandem.Playbooks.Editing;

/// <summary>Changes the steps of a stage of the draft, and who decides at its gate, in its playbook.yaml.</summary>
public sealed class EditSteps(Db db, Actor actor, WritePart write)
{
    /// <param name="seen">What <see cref="WritePart.Seen"/> gave when the steps were read.</param>
    /// <param name="change">Gives the text of the file as it should be.</param>
    /// <exception cref="Refusal">The actor may not, there is no draft, somebody else changed it since it was read, or it cannot be changed so.</exception>
    public async Task RunAsync(
        string key,
        string stage,
        string? seen,
        Func<StepText, string> change,
        CancellationToken cancellation = default
    )
    {
        var (_, draft) = await db.DraftToEditAsync(actor, key, cancellation);
        var file = await db.Set<PlaybookFile>()
            .AsNoTracking()
            .SingleAsync(
                f => f.VersionId == draft.Id && f.Path == PlaybookFolder.Main,
                cancellation
            );
        if (WritePart.Seen(file) != seen)
        {
            throw new Refusal(
                "Somebody else has changed the steps meanwhile. Look at them as they are now, and do it again."
            );
        }
        var text = change(new StepText(file.Text, stage));
        await write.RunAsync(key, PlaybookFolder.Main, text, seen, cancellation);
    }
}
