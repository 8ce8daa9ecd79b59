namespace Tandem.Web;

/// <summary>Keys of what the layout reads from a page.</summary>
public static class PageKeys
{
    /// <summary>ViewData: title of the page, without the name of the site.</summary>
    public const string Title = "Title";

    /// <summary>ViewData: one sentence for search engines.</summary>
    public const string Description = "Description";

    /// <summary>ViewData: path of the page that this one is a form of.</summary>
    public const string Canonical = "Canonical";

    /// <summary>ViewData: true where search engines should not keep the page.</summary>
    public const string NoIndex = "NoIndex";

    /// <summary>ViewData: true where the content needs the whole width.</summary>
    public const string Wide = "Wide";

    /// <summary>ViewData: seconds after which the page loads itself again, where scripts do not run.</summary>
    public const string Refresh = "Refresh";

    /// <summary>Items of the request: name of the organisation the person acts for, shown beside their own.</summary>
    public const string Organisation = "tandem:organisation";

    /// <summary>Items of the request: path of the Atom feed of what the page shows.</summary>
    public const string Feed = "tandem:feed";

    /// <summary>TempData: what has just been done, said once on the next page.</summary>
    public const string Done = "Done";
}
