using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Collaborations.Workspaces;

/// <summary>Proposes the set as it stands: freezes its lines as a version and asks the members that are in.</summary>
public sealed class ProposeVersion(Db db, Telling telling)
{
    /// <exception cref="Refusal">The actor may not, or a line has no level that could be agreed.</exception>
    public async Task<RequirementVersion> RunAsync(
        Actor actor,
        string reference,
        string? note,
        CancellationToken cancellation = default
    )
    {
        var collaboration = await db.WorkspaceAsync(actor, reference, cancellation);
        CollaborationPermissions.MayLead(actor, collaboration).Permit();
        var set = await RequirementSet.ReadAsync(db, collaboration, cancellation);
        if (set.Open is [var first, ..] open)
        {
            throw new Refusal(
                open.Count == 1
                    ? $"Line {first.Requirement.Number} has no level that could be agreed: propose one first."
                    : $"{open.Count} lines have no level that could be agreed, the first is line {first.Requirement.Number}: propose one for each."
            );
        }
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var before = await db.Set<RequirementVersion>()
            .Where(v => v.CollaborationId == collaboration.Id)
            .Include(v => v.Agreements)
            .ToListAsync(cancellation);
        var number = before.Select(v => v.Number).DefaultIfEmpty(0).Max() + 1;
        foreach (var earlier in before.Where(v => v.State == VersionState.Proposed))
        {
            earlier.TakeBack($"Version {number} takes its place.", db.Now());
        }
        var version = RequirementVersion.Propose(
            collaboration,
            number,
            set.Lines.Count,
            note,
            actor,
            db.Now()
        );
        db.Add(version);
        db.Record(
            actor,
            "version-proposed",
            nameof(Collaboration),
            collaboration.Id,
            new { number, Lines = set.Lines.Count },
            version.Note
        );
        await telling.MembersAsync(
            collaboration,
            $"version:{number}",
            $"Do you agree to the requirements of {collaboration.Title}?",
            [$"Version {number} has {set.Lines.Count} lines."],
            actor,
            cancellation,
            $"{collaboration.Path}/requirements/versions/{number}"
        );
        await db.SaveChangesAsync(cancellation);
        var names = await db.OrganisationsAsync(
            collaboration.Current.Select(m => m.OrganisationId),
            cancellation
        );
        await Bulk.UpsertAsync(
            db,
            [.. set.Lines.Select(l => LineOf(version, l, names))],
            cancellation
        );
        await transaction.CommitAsync(cancellation);
        return version;
    }

    private static RequirementVersionLine LineOf(
        RequirementVersion version,
        MarkedLine line,
        Dictionary<Id<Organisation>, Organisation> names
    )
    {
        var level = line.Level!.Value;
        return new()
        {
            VersionId = version.Id,
            Number = line.Requirement.Number,
            Position = line.Requirement.Position,
            Section = line.Requirement.Section,
            Text = line.Requirement.Text,
            Reference = line.Requirement.Reference,
            Why = line.Requirement.Why,
            Level = level,
            Differing = string.Join(
                "; ",
                line.Marks.Where(m => m.Level != level)
                    .Select(m =>
                        $"{names[m.OrganisationId].Name}: {RequirementWording.Level(m.Level).ToLowerInvariant()}"
                    )
                    .Order(StringComparer.Ordinal)
            ),
        };
    }
}

/// <summary>Says for a member that is in whether it agrees to a version.</summary>
public sealed class AnswerVersion(Db db, Telling telling)
{
    /// <exception cref="Refusal">The actor may not, the organisation is not in, or the version is settled.</exception>
    public async Task RunAsync(
        Actor actor,
        string reference,
        int number,
        Id<Organisation> organisation,
        bool? agrees,
        string? post,
        string? words,
        CancellationToken cancellation = default
    )
    {
        var collaboration = await db.WorkspaceAsync(actor, reference, cancellation);
        CollaborationPermissions.MaySpeakFor(actor, organisation).Permit();
        var owner = await db.OrganisationAsync(organisation, cancellation);
        var version = await db.VersionAsync(collaboration, number, cancellation);
        var wasAgreed = version.AgreedAt is not null;
        version.Answer(collaboration, organisation, agrees, post, words, actor, db.Now());
        var said = version.Agreements.Single(a => a.OrganisationId == organisation);
        db.Record(
            actor,
            said.Agrees ? "version-accepted" : "version-refused",
            nameof(Collaboration),
            collaboration.Id,
            new
            {
                number,
                Organisation = owner.Name,
                said.Post,
            },
            said.Words
        );
        await telling.OfficersOfAsync(
            collaboration.LeadId,
            $"collaboration:{collaboration.Id}:version:{number}:{organisation}:{version.Revision}",
            said.Agrees
                ? $"{owner.Name} agrees to version {number} of {collaboration.Title}"
                : $"{owner.Name} does not agree to version {number} of {collaboration.Title}",
            $"{collaboration.Path}/requirements/versions/{number}",
            [.. new[] { said.Words }.OfType<string>()],
            subject: collaboration.AsSubject(),
            except: actor,
            cancellation: cancellation
        );
        if (!wasAgreed && version.AgreedAt is not null)
        {
            RequirementVersions.RecordAgreed(db, actor, collaboration, version);
        }
        await db.SaveChangesAsync(cancellation);
    }
}

/// <summary>Takes a proposed version back, with the reason.</summary>
public sealed class TakeBackVersion(Db db)
{
    /// <exception cref="Refusal">The actor may not, it is settled, or there is no reason.</exception>
    public async Task RunAsync(
        Actor actor,
        string reference,
        int number,
        string? reason,
        CancellationToken cancellation = default
    )
    {
        var collaboration = await db.WorkspaceAsync(actor, reference, cancellation);
        CollaborationPermissions.MayLead(actor, collaboration).Permit();
        var version = await db.VersionAsync(collaboration, number, cancellation);
        version.TakeBack(reason, db.Now());
        db.Record(
            actor,
            "version-taken-back",
            nameof(Collaboration),
            collaboration.Id,
            new { number },
            version.TakenBackReason
        );
        await db.SaveChangesAsync(cancellation);
    }
}

internal static class RequirementVersions
{
    /// <exception cref="Refusal">There is no such version.</exception>
    public static async Task<RequirementVersion> VersionAsync(
        this Db db,
        Collaboration collaboration,
        int number,
        CancellationToken cancellation
    ) =>
        await db.Set<RequirementVersion>()
            .Include(v => v.Agreements)
            .SingleOrDefaultAsync(
                v => v.CollaborationId == collaboration.Id && v.Number == number,
                cancellation
            )
        ?? throw new Refusal("There is no such version.", kind: RefusalKind.NotFound);

    /// <summary>After a member has gone: a version that all who remain have agreed to is agreed.</summary>
    public static async Task SettleAsync(
        Db db,
        Actor actor,
        Collaboration collaboration,
        CancellationToken cancellation
    )
    {
        var open = await db.Set<RequirementVersion>()
            .Include(v => v.Agreements)
            .Where(v =>
                v.CollaborationId == collaboration.Id && v.AgreedAt == null && v.TakenBackAt == null
            )
            .ToListAsync(cancellation);
        foreach (var version in open.Where(v => v.Settle(collaboration, db.Now())))
        {
            RecordAgreed(db, actor, collaboration, version);
        }
    }

    public static void RecordAgreed(
        Db db,
        Actor actor,
        Collaboration collaboration,
        RequirementVersion version
    ) =>
        db.Record(
            actor,
            "version-agreed",
            nameof(Collaboration),
            collaboration.Id,
            new { version.Number, version.Lines }
        );
}
