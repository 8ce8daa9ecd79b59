using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Imports;
using Tandem.Kernel;

namespace Tandem.Contracts.Registers;

/// <summary>Keeps a register that an organisation brings and looks into it for its columns. Nothing of it is a contract yet.</summary>
public sealed class BringRegister(Db db, FileStore files, RegisterKinds kinds)
{
    /// <exception cref="Refusal">The actor may not, the file is too large, or it is not a table with a row of column names.</exception>
    public async Task<RegisterFile> RunAsync(
        Actor actor,
        Id<Organisation> organisation,
        Stream content,
        string name,
        Visibility visibility,
        ImportKind kind = ImportKind.Register,
        CancellationToken cancellation = default
    )
    {
        ImportPermissions.MayBring(actor, kind, organisation).Permit();
        var owner =
            await db.Set<Organisation>()
                .AsNoTracking()
                .SingleOrDefaultAsync(o => o.Id == organisation, cancellation)
            ?? throw new Refusal("There is no such organisation.", kind: RefusalKind.NotFound);
        var kept = await files.SaveAsync(content, RegisterFile.MostBytes, cancellation);
        await using var stream = files.Open(kept.Hash);
        var (format, columns) = kinds.Headings(kind).Sample(stream, name, sheet: null);
        var file = RegisterFile.Create(owner, kept, name, visibility, kind, actor, db.Now());
        file.Recognise(format, null, columns);
        db.Add(file);
        db.Record(
            actor,
            file.Kind == ImportKind.Register ? "contract-register-brought" : "pipeline-brought",
            nameof(RegisterFile),
            file.Id,
            new
            {
                Organisation = owner.Slug,
                file.FileName,
                file.FileHash,
                file.Bytes,
                file.Visibility,
            }
        );
        await db.SaveChangesAsync(cancellation);
        return file;
    }
}

/// <summary>Reads another sheet of a spreadsheet that was brought.</summary>
public sealed class ChooseSheet(Db db, FileStore files, RegisterKinds kinds)
{
    /// <exception cref="Refusal">The actor may not, or there is no such sheet; the words name those there are.</exception>
    public async Task RunAsync(
        Actor actor,
        Id<RegisterFile> id,
        string? sheet,
        CancellationToken cancellation = default
    )
    {
        var file = await db.RegisterFileAsync(actor, id, cancellation);
        var name = string.IsNullOrWhiteSpace(sheet) ? null : sheet.Trim();
        await using var stream = files.Open(file.FileHash);
        var (format, columns) = kinds.Headings(file.Kind).Sample(stream, file.FileName, name);
        file.Recognise(format, name, columns);
        db.Record(actor, "register-sheet-chosen", nameof(RegisterFile), file.Id, new { name });
        await db.SaveChangesAsync(cancellation);
    }
}

/// <summary>Settles what the columns hold, remembers it for the organisation, and asks what the register would change.</summary>
public sealed class SettleColumns(Db db, StartImport start, RegisterKinds kinds)
{
    /// <param name="mapping">Heading → field for every column; empty where it is not used.</param>
    /// <returns>The dry run that says what would change.</returns>
    /// <exception cref="Refusal">The actor may not, or the mapping cannot be used.</exception>
    public async Task<ImportRun> RunAsync(
        Actor actor,
        Id<RegisterFile> id,
        IReadOnlyDictionary<string, string> mapping,
        CancellationToken cancellation = default
    )
    {
        var file = await db.RegisterFileAsync(actor, id, cancellation);
        kinds.Headings(file.Kind).Check(mapping);
        var decided = await DecidedAsync(file, mapping, cancellation);
        await using (var transaction = await db.Database.BeginTransactionAsync(cancellation))
        {
            file.Settle(mapping);
            await RegisterColumn.RememberAsync(
                db,
                file.OrganisationId,
                decided,
                file.Kind,
                cancellation
            );
            db.Record(
                actor,
                "register-columns-settled",
                nameof(RegisterFile),
                file.Id,
                new { mapping }
            );
            await db.SaveChangesAsync(cancellation);
            await transaction.CommitAsync(cancellation);
        }
        var used = mapping.Where(m => m.Value.Length > 0).ToDictionary(m => m.Key, m => m.Value);
        var choices = new RegisterChoices(
            used,
            file.Visibility,
            [.. file.Samples().Select(c => c.Heading)],
            file.Sheet,
            file.Id.ToString()
        );
        return await start.RunAsync(
            actor,
            new(
                file.Kind,
                file.FileName,
                file.FileHash,
                file.Bytes,
                file.OrganisationId,
                choices.ToJson(),
                DryRun: true
            ),
            cancellation
        );
    }

    /// <summary>
    /// What the person has decided: every field, and no field only where the column would have been taken for one. What was not known and
    /// left alone is not remembered, so that it is asked about again.
    /// </summary>
    private async Task<Dictionary<string, string>> DecidedAsync(
        RegisterFile file,
        IReadOnlyDictionary<string, string> mapping,
        CancellationToken cancellation
    )
    {
        var recognised = kinds
            .Headings(file.Kind)
            .Recognise(
                file.Samples(),
                await RegisterColumn.OfAsync(db, file.OrganisationId, file.Kind, cancellation)
            )
            .Where(h => h.Field is not null)
            .Select(h => h.Heading)
            .ToHashSet(StringComparer.Ordinal);
        return mapping
            .Where(m => m.Value.Length > 0 || recognised.Contains(m.Key))
            .ToDictionary(m => m.Key, m => m.Value);
    }
}

/// <summary>Brings in for good what a dry run of a register has shown.</summary>
public sealed class BringInRegister(Db db, StartImport start)
{
    /// <exception cref="Refusal">The actor may not, or the run is not a dry run of a kept register that has ended.</exception>
    public async Task<ImportRun> RunAsync(
        Actor actor,
        long number,
        bool allOrNothing,
        CancellationToken cancellation = default
    )
    {
        var shown =
            await db.Set<ImportRun>()
                .AsNoTracking()
                .SingleOrDefaultAsync(
                    r =>
                        r.Number == number
                        && (r.Kind == ImportKind.Register || r.Kind == ImportKind.Pipeline),
                    cancellation
                )
            ?? throw new Refusal("There is no such import.", kind: RefusalKind.NotFound);
        ImportPermissions.MayBring(actor, shown.Kind, shown.OrganisationId).Permit();
        if (shown is not { DryRun: true, State: ImportState.Completed, FileHash: not null })
        {
            throw new Refusal("First look at what the register would change, then bring it in.");
        }
        return await start.RunAsync(
            actor,
            new(
                shown.Kind,
                shown.SourceName,
                shown.FileHash,
                shown.BytesTotal,
                shown.OrganisationId,
                shown.Choices,
                AllOrNothing: allOrNothing
            ),
            cancellation
        );
    }
}

internal static class RegisterFiles
{
    /// <summary>The register that was brought, for somebody who may bring in this organisation's.</summary>
    /// <exception cref="Refusal">There is none, or it is not the actor's.</exception>
    public static async Task<RegisterFile> RegisterFileAsync(
        this Db db,
        Actor actor,
        Id<RegisterFile> id,
        CancellationToken cancellation = default
    )
    {
        var file =
            await db.Set<RegisterFile>().SingleOrDefaultAsync(f => f.Id == id, cancellation)
            ?? throw new Refusal("There is no such register.", kind: RefusalKind.NotFound);
        ImportPermissions.MayBring(actor, file.Kind, file.OrganisationId).Permit();
        return file;
    }
}
