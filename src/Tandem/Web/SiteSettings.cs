namespace Tandem.Web;

/// <summary>What the pages say of this installation as a whole.</summary>
/// <param name="IsDemo">The data are fictional; every page says so.</param>
public sealed record SiteSettings(bool IsDemo = false);

/// <summary>What a sign-in says of a person beside the name, for the head of the page.</summary>
public static class PersonClaims
{
    /// <summary>Name of the organisation the person is acting for.</summary>
    public const string OrganisationName = "organisation_name";
}

/// <summary>Keys of what the layout reads from a page.</summary>
public static class PageKeys
{
    /// <summary>ViewData: title of the page, without the name of the site.</summary>
    public const string Title = "Title";

    /// <summary>ViewData: one sentence for search engines.</summary>
    public const string Description = "Description";

    /// <summary>ViewData: true where the content needs the whole width.</summary>
    public const string Wide = "Wide";

    /// <summary>ViewData: seconds after which the page loads itself again, where scripts do not run.</summary>
    public const string Refresh = "Refresh";

    /// <summary>TempData: what has just been done, said once on the next page.</summary>
    public const string Done = "Done";
}
