using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Tandem.Kernel;
using Tandem.Parties;
using Tandem.Web;
using Tandem.Web.Components;
using Tandem.Web.Lists;

namespace Tandem.Identities.Pages;

/// <summary>Suppliers that may be one, with what speaks for it, for a person to decide.</summary>
public sealed class DuplicatesModel(
    DuplicateList duplicates,
    SupplierDirectory suppliers,
    JoinSuppliers join,
    KeepApart keepApart,
    UndoDecision undo,
    Actor actor
) : PageModel, IRedisplay
{
    internal const int PageSize = 20;

    /// <summary>TempData: the act that has just been done, to be undone from the next page.</summary>
    private const string LastAct = "LastAct";

    public static readonly IReadOnlyList<Choice> Likenesses =
    [
        new("97", "Almost sure (97% or more)"),
        new("90", "Very likely (90% or more)"),
        new("80", "Likely (80% or more)"),
    ];

    public static readonly IReadOnlyList<Choice> Names = [new("same", "Only the very same name")];

    public DuplicateFilters Filters { get; private set; } = new();
    public bool MayDecide => PartyPermissions.DecideSuppliers(actor).Allowed;
    public string? MayNot => PartyPermissions.DecideSuppliers(actor).Reason;
    public int PageNumber { get; private set; } = 1;
    public int Total { get; private set; }
    public IReadOnlyList<DuplicateRow> Rows { get; private set; } = [];
    public Guid? Undoable { get; private set; }

    public IReadOnlyList<PageLink> InForce =>
        [
            .. new[]
            {
                Filters.Q is { Length: > 0 } q
                    ? new PageLink($"“{q}”", ListAddress.Without(Request, "q", q))
                    : null,
                Likenesses.FirstOrDefault(l => l.Value == Filters.Likeness) is { } l
                    ? new PageLink(
                        l.Text,
                        ListAddress.With(Request, ("likeness", null), ("page", null))
                    )
                    : null,
                Filters.OnlySameName()
                    ? new PageLink(Names[0].Text, ListAddress.Without(Request, "name", "same"))
                    : null,
            }.OfType<PageLink>(),
        ];

    public Task OnGetAsync()
    {
        // What looks like a Guid comes back from the cookie as one.
        Undoable = Guid.TryParse(TempData[LastAct]?.ToString(), out var id) ? id : null;
        return RedisplayAsync();
    }

    public async Task RedisplayAsync()
    {
        Filters = new()
        {
            Q = Request.Query["q"],
            Likeness = Request.Query["likeness"],
            Name = Request.Query["name"],
        };
        PageNumber = int.TryParse(Request.Query["page"], out var page)
            ? Math.Clamp(page, 1, 1_000_000)
            : 1;
        (Total, Rows) = await duplicates.OpenAsync(
            Filters.Q,
            Filters.Least(),
            Filters.OnlySameName(),
            (PageNumber - 1) * PageSize,
            PageSize,
            HttpContext.RequestAborted
        );
    }

    public async Task<IActionResult> OnPostJoinAsync(Guid[] supplier, string? reason)
    {
        var chosen = await KnownAsync(supplier);
        var act = await join.RunAsync(chosen, reason, HttpContext.RequestAborted);
        return Done(
            act,
            act is null
                ? "These suppliers were joined already."
                : $"{Words.Count(chosen.Count, "supplier")} joined. Every record and every name is kept."
        );
    }

    public async Task<IActionResult> OnPostApartAsync(Guid[] supplier, string? reason)
    {
        var chosen = await KnownAsync(supplier);
        var act = await keepApart.RunAsync(chosen, reason, HttpContext.RequestAborted);
        return Done(
            act,
            act is null
                ? "These suppliers were kept apart already."
                : $"{Words.Count(chosen.Count, "supplier")} kept apart. They will not be suggested again."
        );
    }

    public async Task<IActionResult> OnPostUndoAsync(Guid act)
    {
        var undone = await undo.RunAsync(act, HttpContext.RequestAborted);
        return Done(null, undone ? "Undone." : "This was undone already.");
    }

    private async Task<List<Id<Supplier>>> KnownAsync(Guid[] supplier)
    {
        PartyPermissions.DecideSuppliers(actor).Permit();
        var ids = supplier.Distinct().Select(s => new Id<Supplier>(s)).ToList();
        return await suppliers.KnowsAsync(ids, HttpContext.RequestAborted)
            ? ids
            : throw new Refusal("There is no such supplier", kind: RefusalKind.NotFound);
    }

    private RedirectResult Done(Guid? act, string what)
    {
        TempData[PageKeys.Done] = what;
        TempData[LastAct] = act?.ToString();
        return Redirect(ListAddress.With(Request, ("handler", null)));
    }
}
