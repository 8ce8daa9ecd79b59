using Tandem.Kernel;
using Tandem.Kernel.Sealing;

namespace Tandem.Questionnaires;

/// <summary>Gives a file with an answer, or as the answer.</summary>
public sealed class AddEvidence(
    Db db,
    Actor actor,
    FindResponse find,
    FileStore files,
    ResponseUses uses
)
{
    /// <param name="name">As the file was called where it came from.</param>
    /// <exception cref="Refusal">The actor may not, it is no draft, the question takes no files, or the file is too large or not what it says it is.</exception>
    public async Task<Evidence> RunAsync(
        Id<Response> id,
        string question,
        string name,
        Stream content,
        CancellationToken cancellation = default
    )
    {
        var open = await find.RunAsync(id, cancellation);
        open.Rights.Answer.Permit();
        open.Response.MustBeDraft();
        var field = SectionForm.FileField(question);
        var asked = open.Set.Find(question);
        if (
            asked is null
            || !open.MayChange(question)
            || (asked.Kind != QuestionKind.File && asked.Evidence == EvidenceRule.None)
        )
        {
            throw new Refusal("This question takes no files.", field);
        }
        if (open.EvidenceOf(question).Count() >= Evidence.Most)
        {
            throw new Refusal(
                $"An answer has {Evidence.Most} files at most. Remove one first.",
                question
            );
        }
        var plain = EvidenceFile.NameOf(name, field);
        var evidence = open.Seal is { } seal
            ? await SealAsync(seal, id, question, plain, content, field, cancellation)
            : await KeepAsync(id, question, plain, content, field, cancellation);
        db.Add(evidence);
        db.Record(
            actor,
            "evidence-added",
            nameof(Response),
            id,
            new
            {
                question,
                // The log is read by others than may read a sealed response.
                file = evidence.FileName,
                bytes = evidence.FileBytes,
            }
        );
        await uses.Of(open.Response).ChangedAsync(open.Response, cancellation);
        await SaveAsync(db, find, open.Response, cancellation);
        return evidence;
    }

    private async Task<Evidence> KeepAsync(
        Id<Response> id,
        string question,
        string name,
        Stream content,
        string field,
        CancellationToken cancellation
    )
    {
        var kept = await StoreAsync(content, Evidence.MostBytes, field, cancellation);
        EvidenceFile.Check(files.PathOf(kept.Hash), name, field);
        return Evidence.Of(id, question, name, kept, actor.Name, db.Now());
    }

    // Looked at before it is kept: what is kept shows nothing.
    private async Task<Evidence> SealAsync(
        SealedAnswers seal,
        Id<Response> id,
        string question,
        string name,
        Stream content,
        string field,
        CancellationToken cancellation
    )
    {
        if (!content.CanSeek || content.Length > Evidence.MostBytes)
        {
            throw new Refusal(
                $"The file is larger than {Evidence.MostBytes >> 20} MB, the most that can be brought here.",
                field
            );
        }
        EvidenceFile.Check(content, name, field);
        content.Position = 0;
        var key = SealedBox.NewKey();
        var kept = await StoreAsync(
            SealedFile.Sealing(content, key),
            Evidence.MostBytes + (1 << 20),
            field,
            cancellation
        );
        return Evidence.Of(
            id,
            question,
            name,
            kept with
            {
                Bytes = content.Length,
            },
            actor.Name,
            db.Now(),
            (seal, key)
        );
    }

    private async Task<FileStore.Stored> StoreAsync(
        Stream content,
        long limit,
        string field,
        CancellationToken cancellation
    )
    {
        try
        {
            return await files.SaveAsync(content, limit, cancellation);
        }
        catch (Refusal tooLarge)
        {
            throw new Refusal(tooLarge.Message, field);
        }
    }

    internal static async Task SaveAsync(
        Db db,
        FindResponse find,
        Response response,
        CancellationToken cancellation
    )
    {
        await db.SaveChangesAsync(cancellation);
        response.Reckon((await find.OpenAsync(response, cancellation)).Sheet, db.Now());
        await db.SaveChangesAsync(cancellation);
    }
}

/// <summary>Takes a file away from an answer. That it was there stays in the log.</summary>
public sealed class RemoveEvidence(Db db, Actor actor, FindResponse find, ResponseUses uses)
{
    /// <exception cref="Refusal">There is no such file, the actor may not, or it is no draft.</exception>
    public async Task RunAsync(
        Id<Response> id,
        Id<Evidence> file,
        CancellationToken cancellation = default
    )
    {
        var open = await find.RunAsync(id, cancellation);
        open.Rights.Answer.Permit();
        open.Response.MustBeDraft();
        var evidence = open.Evidence.FirstOrDefault(e => e.Id == file);
        if (evidence is null || !open.MayChange(evidence.Question))
        {
            throw new Refusal("There is no such file.", kind: RefusalKind.NotFound);
        }
        evidence.Remove(db.Now());
        db.Record(
            actor,
            "evidence-removed",
            nameof(Response),
            id,
            new { evidence.Question, file = evidence.FileName }
        );
        await uses.Of(open.Response).ChangedAsync(open.Response, cancellation);
        await AddEvidence.SaveAsync(db, find, open.Response, cancellation);
    }
}
