using Tandem.Kernel;
using Tandem.Web.Components;

namespace Tandem.Web.Layout;

/// <summary>One entry of the bar at the top of every page.</summary>
/// <param name="Text">The words.</param>
/// <param name="Href">Where it leads.</param>
/// <param name="Parts">Pages behind it, shown as a second row when there is more than one.</param>
/// <param name="Also">Further addresses whose pages lie behind it.</param>
/// <param name="SignedInOnly">Shown only to people who have signed in.</param>
public sealed record NavigationEntry(
    string Text,
    string Href,
    IReadOnlyList<PageLink>? Parts = null,
    bool SignedInOnly = false,
    IReadOnlyList<string>? Also = null
)
{
    /// <summary>The page at this path lies behind this entry.</summary>
    public bool Covers(string path) =>
        SiteNavigation.IsUnder(path, Href)
        || (Parts?.Any(p => SiteNavigation.IsUnder(path, p.Href!)) ?? false)
        || (Also?.Any(a => SiteNavigation.IsUnder(path, a)) ?? false);
}

/// <summary>What is in the bar and in the footer. A room that brings a page adds its line here; the bar holds six at most.</summary>
public static class SiteNavigation
{
    /// <summary>The bar, in order.</summary>
    public static readonly IReadOnlyList<NavigationEntry> Entries =
    [
        new(
            "Your work",
            "/work",
            [new("Your work", "/work"), new("What reaches you", "/following")],
            SignedInOnly: true
        ),
        new(
            "Plan",
            "/pipeline",
            [
                new("Pipeline", "/pipeline"),
                new("Buy together", "/opportunities"),
                new("Collaborations", "/collaborations"),
                new("Contracts", "/contracts"),
                new("Notices", "/notices"),
            ]
        ),
        new(
            "Calls",
            "/calls",
            [
                new("Calls", "/calls"),
                new("Ideas", "/ideas"),
                new("What you have entered", "/entries"),
                new("Kinds of call", "/calls/kinds"),
            ]
        ),
        new(
            "Playbooks",
            "/playbooks",
            [
                new("Playbooks", "/playbooks"),
                new("Find a page", "/playbooks/pages"),
                new("Runs", "/runs"),
            ]
        ),
        new(
            "Assurance",
            "/assessments",
            [
                new("Assessments", "/assessments"),
                new("Certificates", "/certificates"),
                new("Declarations", "/declarations"),
                new("Question sets", "/question-sets"),
            ],
            Also: ["/responses"]
        ),
        new(
            "Data",
            "/imports",
            [
                new("Imports", "/imports"),
                new("Suppliers", "/suppliers"),
                new("Possible duplicates", "/suppliers/duplicates"),
                new("Buyers", "/buyers"),
            ],
            SignedInOnly: true
        ),
    ];

    /// <summary>The footer, in order.</summary>
    public static readonly IReadOnlyList<PageLink> Footer =
    [
        new("Organisations", "/network"),
        new("Suppliers", "/suppliers"),
        new("Supplier declarations", "/declarations"),
        new("We said, we did", "/commitments"),
        new("Open data", "/data"),
        new("Accessibility", "/accessibility"),
        new("Security", "/security"),
        new("About Tandem", "/about"),
    ];

    /// <summary>The bar as this person sees it on this page.</summary>
    public static ServiceNavigation For(Actor actor, string path) =>
        new()
        {
            NavigationLabel = "Main",
            Items =
            [
                .. Visible(actor)
                    .Select(e => new ServiceNavigation.Item(
                        e.Text,
                        e.Href,
                        path == e.Href,
                        e.Covers(path)
                    )),
            ],
        };

    /// <summary>The pages behind the current entry, when there is more than one.</summary>
    public static IReadOnlyList<PageLink> PartsFor(Actor actor, string path) =>
        Visible(actor).FirstOrDefault(e => e.Covers(path))?.Parts ?? [];

    /// <summary>The part that the page belongs to: of those it lies under, the nearest.</summary>
    public static PageLink? CurrentPart(IReadOnlyList<PageLink> parts, string path) =>
        parts.Where(p => IsUnder(path, p.Href!)).MaxBy(p => p.Href!.Length);

    internal static bool IsUnder(string path, string href) =>
        path == href || path.StartsWith(href + "/", StringComparison.Ordinal);

    private static IEnumerable<NavigationEntry> Visible(Actor actor) =>
        Entries.Where(e => !e.SignedInOnly || actor.IsSignedIn);
}
