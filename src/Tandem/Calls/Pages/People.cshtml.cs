using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Web.Components;

namespace Tandem.Calls.Pages;

/// <summary>Who owns, writes, approves, opens, judges?</summary>
public sealed class PeopleModel(Db db, Actor actor, NameForCall name, CallSections sections)
    : CallPageModel(db, actor)
{
    private readonly Db db = db;

    [BindProperty, Display(Name = "Part")]
    public CallRole? Role { get; set; }

    [
        BindProperty,
        Display(Name = "E-mail address", Description = "Of somebody with an account here")
    ]
    public string? Email { get; set; }

    [BindProperty]
    public Id<Person>? Person { get; set; }

    public IReadOnlyList<(CallPerson Person, string Name)> People { get; private set; } = [];
    public IReadOnlyList<string> Missing { get; private set; } = [];
    public bool MayName { get; private set; }

    /// <summary>Parts that mean something for this kind.</summary>
    public IReadOnlyList<Choice> Roles =>
        [
            .. Enum.GetValues<CallRole>()
                .Where(r => r != CallRole.Opener || Kind.HasSealedStage)
                .Where(r => r != CallRole.Moderator || Kind.Public is not null)
                .Select(r => new Choice(
                    r.ToString(),
                    CallWording.Role(r),
                    CallWording.RoleMeans(r)
                )),
        ];

    public async Task<IActionResult> OnPostAsync()
    {
        if (Role is not { } role)
        {
            throw new Refusal("Choose a part", nameof(Role));
        }
        await name.RunAsync(Reference, Email, role, HttpContext.RequestAborted);
        return Done("Named.", "/people");
    }

    public async Task<IActionResult> OnPostReleaseAsync()
    {
        await name.ReleaseAsync(
            Reference,
            Person ?? default,
            Role ?? default,
            HttpContext.RequestAborted
        );
        return Done("The part is taken away.", "/people");
    }

    /// <inheritdoc/>
    protected override async Task ReadAsync(CancellationToken cancellation)
    {
        MayName = CallPermissions.MayName(Actor, Call).Allowed;
        var ids = Call.People.Select(p => p.PersonId).ToList();
        var names = await db.Set<Person>()
            .Where(p => ids.Contains(p.Id))
            .ToDictionaryAsync(p => p.Id, p => p.Name, cancellation);
        People =
        [
            .. Call
                .People.OrderBy(p => p.Role)
                .ThenBy(p => p.NamedAt)
                .Select(p => (p, names[p.PersonId])),
        ];
        Missing = Call.IsPublished
            ? []
            : (await sections.OfAsync(Call, cancellation)).First(s => s.Code == "people").Missing;
    }
}
