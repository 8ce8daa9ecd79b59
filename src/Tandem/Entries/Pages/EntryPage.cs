using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Tandem.Calls;
using Tandem.Calls.Kinds;
using Tandem.Kernel;
using Tandem.Web;

namespace Tandem.Entries.Pages;

/// <summary>A page below a call.</summary>
public abstract class CallPage : PageModel
{
    [FromRoute(Name = "call")]
    public string Reference { get; set; } = "";

    public Call Call { get; protected set; } = null!;
    public CallWords Says => Call.Kind.Words;
    public string CallPath => $"/calls/{Call.Reference}";

    protected CancellationToken Stopped => HttpContext.RequestAborted;

    /// <summary>A moment in the time zone of the call.</summary>
    public string Moment(DateTime utc) => EntryWords.Moment(utc, Call.TimeZone);

    /// <summary>A deadline, to the minute.</summary>
    public string Deadline(DateTime utc) => LocalTime.Words(utc, Call.TimeZone);

    /// <summary>The word with a capital.</summary>
    public static string Capital(string word) => EntryParts.Capital(word);

    protected IActionResult Done(string words, string path)
    {
        TempData[PageKeys.Done] = words;
        return LocalRedirect(path);
    }
}

/// <summary>A page of one entry: finds it, or nothing at all for whoever may not read it.</summary>
public abstract class EntryPage(FindEntry find, Actor actor) : CallPage
{
    [FromRoute(Name = "number")]
    public long Number { get; set; }

    public FoundEntry Found { get; private set; } = null!;
    public Entry Entry => Found.Entry;
    public MemberRight? Right => Entry.RightOf(actor);
    public bool Leads => Right == MemberRight.Lead;
    protected Actor Actor => actor;

    protected async Task LoadAsync(bool own = false)
    {
        Found = own
            ? await find.OwnAsync(Reference, Number, Stopped)
            : await find.RunAsync(Reference, Number, Stopped);
        Call = Found.Call;
        ViewData[PageKeys.NoIndex] = !Entry.IsShown;
    }

    protected EntryVersion VersionOf(int version) =>
        Entry.Versions.FirstOrDefault(v => v.Number == version)
        ?? throw new Refusal("There is no such version.", kind: RefusalKind.NotFound);
}

/// <summary>
/// Keeps the receipt code of a version in the browser that submitted it, in a cookie that only the server can read: so that the same browser need not be told it again. The server keeps it nowhere.
/// </summary>
public sealed class ReceiptCookie(IDataProtectionProvider protection)
{
    private readonly IDataProtector protector = protection.CreateProtector("receipt-code");

    private static string NameOf(EntryVersion version) => $"receipt-{version.Id.Value:N}";

    public void Keep(HttpContext http, Entry entry, EntryVersion version, string code) =>
        http.Response.Cookies.Append(
            NameOf(version),
            protector.Protect(code),
            new()
            {
                HttpOnly = true,
                Secure = http.Request.IsHttps,
                SameSite = SameSiteMode.Lax,
                Path = entry.Path,
                MaxAge = TimeSpan.FromDays(180),
                IsEssential = true,
            }
        );

    /// <summary>The code; null where this browser does not have it.</summary>
    public string? Read(HttpContext http, EntryVersion version) =>
        protector.Read(http.Request.Cookies[NameOf(version)]);
}
