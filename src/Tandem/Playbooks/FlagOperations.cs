using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Following;
using Tandem.Kernel;

namespace Tandem.Playbooks;

/// <summary>Says that a page is outdated; those who keep the playbook are told.</summary>
public sealed class FlagPage(Db db, Actor actor, Messages messages)
{
    /// <exception cref="Refusal">There is no such page that the actor may read, or nothing is said.</exception>
    public async Task RunAsync(
        string key,
        PageKind kind,
        string code,
        string? text,
        CancellationToken cancellation = default
    )
    {
        PlaybookPermissions.MayFlag(actor).Permit();
        var found =
            await db.Set<KeptPlaybook>()
                .VisibleTo(actor)
                .Where(p => p.Key == key)
                .Join(
                    db.Set<PlaybookPage>().Where(p => p.Kind == kind && p.Code == code),
                    k => k.Id,
                    p => p.PlaybookId,
                    (kept, page) => new { kept, page }
                )
                .SingleOrDefaultAsync(cancellation)
            ?? throw new Refusal("There is no such page.", kind: RefusalKind.NotFound);
        var version =
            await db.Set<PlaybookVersion>()
                .Where(v => v.PlaybookId == found.kept.Id && v.State == VersionState.Published)
                .Select(v => v.Version)
                .FirstOrDefaultAsync(cancellation)
            ?? throw new Refusal("This playbook has been withdrawn: nothing in it is in use.");
        var flag = PageFlag.On(found.page, text, version, new(actor.PersonId!.Value), db.Now());
        db.Add(flag);
        db.Record(
            actor,
            PlaybookActs.Flagged,
            nameof(PlaybookPage),
            found.page.Id,
            new { flag = flag.Id.ToString() }
        );
        if (found.kept.OrganisationId is { } keeper)
        {
            await messages.ToOrganisationAsync(
                keeper,
                Role.Officer,
                new(
                    $"playbook:flag:{flag.Id}",
                    $"A reader says that “{found.page.Title}” is outdated",
                    [flag.Text, "Answer it: every reader of the page will see what you say."],
                    $"{found.kept.Path}/flags",
                    SubjectKind: nameof(PlaybookPage),
                    SubjectId: found.page.Id.ToString()
                ),
                actor.PersonId,
                cancellation
            );
        }
        await db.SaveChangesAsync(cancellation);
    }
}

/// <summary>Answers a flag, for every reader of the page; or sets it aside where it says nothing about it.</summary>
public sealed class AnswerFlag(Db db, Actor actor, Messages messages)
{
    /// <param name="answer">Null sets it aside.</param>
    /// <exception cref="Refusal">There is no such flag, the actor may not, or it has been answered.</exception>
    public async Task RunAsync(
        Id<PageFlag> id,
        string? answer,
        bool aside,
        CancellationToken cancellation = default
    )
    {
        var found =
            await db.Set<PageFlag>()
                .Where(f => f.Id == id)
                .Join(
                    db.Set<PlaybookPage>(),
                    f => f.PageId,
                    p => p.Id,
                    (flag, page) => new { flag, page }
                )
                .Join(
                    db.Set<KeptPlaybook>().VisibleTo(actor),
                    f => f.page.PlaybookId,
                    k => k.Id,
                    (f, kept) =>
                        new
                        {
                            f.flag,
                            f.page,
                            kept,
                        }
                )
                .SingleOrDefaultAsync(cancellation)
            ?? throw new Refusal("There is no such flag.", kind: RefusalKind.NotFound);
        PlaybookPermissions.MayEdit(actor, found.kept.OrganisationId).Permit();
        var me = new Id<Person>(actor.PersonId!.Value);
        if (aside)
        {
            found.flag.SetAside(me, db.Now());
        }
        else
        {
            found.flag.Reply(answer, me, db.Now());
            await messages.ToPersonAsync(
                found.flag.ById,
                new(
                    $"playbook:flag:{id}:answered",
                    $"What you said about “{found.page.Title}” has been answered",
                    [found.flag.Answer!],
                    found.kept.Path + PlaybookPage.PathOf(found.page.Kind, found.page.Code),
                    SubjectKind: nameof(PlaybookPage),
                    SubjectId: found.page.Id.ToString()
                ),
                cancellation
            );
        }
        db.Record(
            actor,
            aside ? PlaybookActs.FlagSetAside : PlaybookActs.FlagAnswered,
            nameof(PlaybookPage),
            found.page.Id,
            new { flag = id.ToString() }
        );
        if (!aside)
        {
            // Whoever follows the playbook follows all its pages.
            db.Record(
                actor,
                PlaybookActs.FlagAnswered,
                nameof(KeptPlaybook),
                found.kept.Id,
                new { flag = id.ToString(), page = found.page.Title }
            );
        }
        await db.SaveChangesAsync(cancellation);
    }
}
