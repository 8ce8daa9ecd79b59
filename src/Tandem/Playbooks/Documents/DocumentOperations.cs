using Microsoft.EntityFrameworkCore;
using Tandem.Collaborations.Workspaces;
using Tandem.Kernel;
using Tandem.Playbooks.Runs;

namespace Tandem.Playbooks.Documents;

/// <summary>Makes a document of a run from a template of its playbook. Made again it is another version; edited copies stay as they are.</summary>
public sealed class MakeDocument(Db db, RunBook book, RunFields fields)
{
    /// <param name="step">The step it belongs to.</param>
    /// <exception cref="Refusal">The actor may not, or the playbook has no such template.</exception>
    public Task<RunDocument> RunAsync(
        Actor actor,
        string reference,
        string? template,
        int? step,
        CancellationToken cancellation = default
    ) =>
        book.ActAsync(
            actor,
            reference,
            async run =>
            {
                RunPermissions.MayContribute(actor, run).Permit();
                run.Act();
                var from =
                    run.Plan.Playbook.Template(template)
                    ?? throw new Refusal("Choose a template", "Template");
                var of = step is { } given ? run.StepOf(given) : null;
                var filled = FilledTemplate.Fill(
                    from.Body,
                    await fields.OfAsync(run, of, actor, cancellation),
                    run.Plan.Playbook.Roles
                );
                var (number, version) = await db.NextAsync(run, from.Code, cancellation);
                var made = RunDocument.Made(
                    run,
                    number,
                    version,
                    from,
                    step,
                    filled,
                    actor,
                    db.Now()
                );
                db.Add(made);
                db.Record(
                    actor,
                    "document-made",
                    nameof(Run),
                    run.Id,
                    new
                    {
                        made.Number,
                        made.Title,
                        made.Template,
                        made.Version,
                        filled.Unknown,
                    }
                );
                return made;
            },
            cancellation
        );
}

/// <summary>Keeps a file of a run: an edited copy of a document that was made, or another file. What is brought is distrusted: its size is held, what it is is told from its bytes.</summary>
public sealed class BringDocument(Db db, RunBook book, FileStore files)
{
    /// <param name="editOf">Number of the document it is an edited copy of; null for another file.</param>
    /// <exception cref="Refusal">The actor may not, the file is too large, or it is of no kind that is shared here.</exception>
    public async Task<RunDocument> RunAsync(
        Actor actor,
        string reference,
        int? editOf,
        int? step,
        string? title,
        string fileName,
        Stream content,
        CancellationToken cancellation = default
    )
    {
        RunPermissions
            .MayContribute(actor, await book.InsideAsync(actor, reference, cancellation))
            .Permit();
        var kept = await files.SaveAsync(content, RunDocument.MostBytes, cancellation);
        SharedFile kind;
        await using (var stream = files.Open(kept.Hash))
        {
            kind = await SharedFiles.KindAsync(stream, fileName, cancellation);
        }
        return await book.ActAsync(
            actor,
            reference,
            async run =>
            {
                RunPermissions.MayContribute(actor, run).Permit();
                run.Act();
                var edited = editOf is { } original
                    ? await db.DocumentAsync(run, original, cancellation)
                    : null;
                var (number, version) = await db.NextAsync(run, edited?.Template, cancellation);
                var brought = RunDocument.Brought(
                    run,
                    number,
                    version,
                    edited?.Template,
                    edited?.Step ?? step,
                    edited?.Title ?? title,
                    SharedFiles.CleanName(fileName, kind),
                    kept,
                    kind,
                    actor,
                    db.Now()
                );
                db.Add(brought);
                db.Record(
                    actor,
                    edited is null ? "file-brought" : "edited-copy-brought",
                    nameof(Run),
                    run.Id,
                    new
                    {
                        brought.Number,
                        brought.Title,
                        brought.Version,
                        brought.FileName,
                        brought.FileHash,
                        EditOf = editOf,
                    }
                );
                return brought;
            },
            cancellation
        );
    }
}

/// <summary>Takes a document away, with the reason; its line stays.</summary>
public sealed class TakeAwayRunDocument(Db db, RunBook book)
{
    /// <exception cref="Refusal">The actor may not, there is no such document, or no reason.</exception>
    public Task RunAsync(
        Actor actor,
        string reference,
        int number,
        string? reason,
        CancellationToken cancellation = default
    ) =>
        book.ActAsync(
            actor,
            reference,
            async run =>
            {
                RunPermissions.MayContribute(actor, run).Permit();
                var document = await db.DocumentAsync(run, number, cancellation);
                document.TakeAway(reason, actor, db.Now());
                run.Act();
                db.Record(
                    actor,
                    "document-taken-away",
                    nameof(Run),
                    run.Id,
                    new { document.Number, document.Title },
                    document.TakenAwayReason
                );
                return true;
            },
            cancellation
        );
}

internal static class RunDocuments
{
    /// <exception cref="Refusal">There is no such document.</exception>
    public static async Task<RunDocument> DocumentAsync(
        this Db db,
        Run run,
        int number,
        CancellationToken cancellation
    ) =>
        await db.Set<RunDocument>()
            .SingleOrDefaultAsync(d => d.RunId == run.Id && d.Number == number, cancellation)
        ?? throw new Refusal("There is no such document.", kind: RefusalKind.NotFound);

    /// <summary>The next number in the run, and the next version among the documents of a template.</summary>
    public static async Task<(int Number, int Version)> NextAsync(
        this Db db,
        Run run,
        string? template,
        CancellationToken cancellation
    )
    {
        var held = await db.Set<RunDocument>()
            .Where(d => d.RunId == run.Id)
            .Select(d => new
            {
                d.Number,
                d.Template,
                d.Version,
            })
            .ToListAsync(cancellation);
        return (
            held.Select(d => d.Number).DefaultIfEmpty().Max() + 1,
            template is null
                ? 1
                : held.Where(d => d.Template == template)
                    .Select(d => d.Version)
                    .DefaultIfEmpty()
                    .Max() + 1
        );
    }
}
