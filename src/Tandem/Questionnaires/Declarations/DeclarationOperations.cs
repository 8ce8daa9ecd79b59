using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Questionnaires.Declarations;

/// <summary>The answers a firm keeps: its own people read them, its officers answer; buyers read what is published and shared.</summary>
internal sealed class DeclarationResponses : IResponseUse
{
    public const string Kind = "Declarations";

    public string SubjectKind => Kind;

    public Expression<Func<Response, bool>> VisibleTo(Db db, Actor actor)
    {
        var firms = actor.Firms.Keys.Select(id => new Id<Organisation>(id)).ToList();
        return r => firms.Contains(r.OrganisationId);
    }

    public Task<ResponseRights> RightsAsync(
        Response response,
        Actor actor,
        CancellationToken cancellation
    ) =>
        Task.FromResult(
            new ResponseRights(
                DeclarationPermissions.DeclareFor(actor, response.OrganisationId),
                Verdict.No("Declarations are published on their own page."),
                "Declarations",
                "/declarations"
            )
        );
}

/// <summary>Publishes what a firm declares now, as the next edition.</summary>
public sealed class PublishDeclarations(Db db, Actor actor, FindResponse find, FindFirm firms)
{
    /// <exception cref="Refusal">The actor may not, something is missing, or nothing changed since the last edition.</exception>
    public async Task<DeclarationEdition> RunAsync(
        string slug,
        CancellationToken cancellation = default
    )
    {
        var firm = await firms.OwnAsync(slug, cancellation);
        DeclarationPermissions.DeclareFor(actor, firm.Id).Permit();
        var open = await find.RunAsync(await firms.ResponseAsync(firm, cancellation), cancellation);
        if (open.Sheet.Gaps.FirstOrDefault() is { } gap)
        {
            throw new Refusal(AnswerWords.Problem(gap.Question, gap.Message));
        }
        var last = await db.Set<DeclarationEdition>()
            .Where(e => e.OrganisationId == firm.Id)
            .OrderByDescending(e => e.Number)
            .FirstOrDefaultAsync(cancellation);
        var edition = DeclarationEdition.Of(open, (last?.Number ?? 0) + 1, actor, db.Now());
        if (last?.Json == edition.Json)
        {
            throw new Refusal("Nothing has changed since the last edition.");
        }
        db.Add(edition);
        db.Record(
            actor,
            "declarations-published",
            nameof(Organisation),
            firm.Id,
            new { edition.Number }
        );
        await db.SaveChangesAsync(cancellation);
        return edition;
    }
}

/// <summary>Consents that a public body, or every one here, reads a firm's declarations.</summary>
public sealed class ShareDeclarations(Db db, Actor actor, FindFirm firms, QuestionSets sets)
{
    /// <param name="with">The public body; null: every one here.</param>
    /// <param name="sections">Codes of the sections shared; none: all.</param>
    /// <exception cref="Refusal">The actor may not, or there is no such body or section.</exception>
    public async Task RunAsync(
        string slug,
        Id<Organisation>? with,
        IReadOnlyCollection<string> sections,
        CancellationToken cancellation = default
    )
    {
        var firm = await firms.OwnAsync(slug, cancellation);
        DeclarationPermissions.DeclareFor(actor, firm.Id).Permit();
        if (
            with is { } body
            && !await db.Set<Organisation>().AnyAsync(o => o.Id == body, cancellation)
        )
        {
            throw new Refusal("Choose who may read", "With");
        }
        var set = (await sets.VersionsAsync(RegisterFirm.SetName, cancellation))[0];
        if (sections.Any(s => set.Sections.All(x => x.Code != s)))
        {
            throw new Refusal("Choose from the sections", "Sections");
        }
        foreach (
            var before in await db.Set<DeclarationShare>()
                .Where(s =>
                    s.OrganisationId == firm.Id && s.WithId == with && s.WithdrawnAt == null
                )
                .ToListAsync(cancellation)
        )
        {
            before.Withdraw(actor, db.Now());
        }
        var share = DeclarationShare.Give(firm, with, sections, actor, db.Now());
        db.Add(share);
        db.Record(
            actor,
            "declarations-shared",
            nameof(Organisation),
            firm.Id,
            new { with, share.Sections }
        );
        await db.SaveChangesAsync(cancellation);
    }

    /// <summary>Takes a consent back; from now on its reader sees nothing that only it allowed.</summary>
    /// <exception cref="Refusal">The actor may not, or there is no such consent that stands.</exception>
    public async Task WithdrawAsync(
        string slug,
        Id<DeclarationShare> id,
        CancellationToken cancellation = default
    )
    {
        var firm = await firms.OwnAsync(slug, cancellation);
        DeclarationPermissions.DeclareFor(actor, firm.Id).Permit();
        var share =
            await db.Set<DeclarationShare>()
                .SingleOrDefaultAsync(
                    s => s.Id == id && s.OrganisationId == firm.Id && s.WithdrawnAt == null,
                    cancellation
                )
            ?? throw new Refusal("This consent has been withdrawn already.");
        share.Withdraw(actor, db.Now());
        db.Record(
            actor,
            "declarations-share-withdrawn",
            nameof(Organisation),
            firm.Id,
            new { with = share.WithId }
        );
        await db.SaveChangesAsync(cancellation);
    }
}

/// <summary>Says that a firm is who it says.</summary>
public sealed class ConfirmFirm(Db db, Actor actor)
{
    /// <exception cref="Refusal">The actor may not, or another firm of this number was confirmed.</exception>
    public async Task RunAsync(string slug, CancellationToken cancellation = default)
    {
        DeclarationPermissions.ConfirmFirm(actor).Permit();
        var firms = db.Set<Organisation>().IgnoreQueryFilters().Where(o => o.IsFirm);
        var firm =
            await firms.SingleOrDefaultAsync(o => o.Slug == slug, cancellation)
            ?? throw new Refusal("There is no such firm.", kind: RefusalKind.NotFound);
        if (
            firm.RegisteredNumber is { } number
            && await firms.AnyAsync(
                o => o.RegisteredNumber == number && o.Id != firm.Id && o.ConfirmedAt != null,
                cancellation
            )
        )
        {
            throw new Refusal($"Another firm with the number {number} is confirmed.");
        }
        firm.Confirm(actor, db.Now());
        db.Record(actor, "firm-confirmed", nameof(Organisation), firm.Id);
        await db.SaveChangesAsync(cancellation);
    }
}
