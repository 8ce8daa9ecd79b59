using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Tandem.Kernel;
using Tandem.Web;
using Tandem.Web.Components;

namespace Tandem.Following.Pages;

/// <summary>Which e-mails have gone out, which have not, and why?</summary>
public sealed class OutboxModel(
    Db db,
    TryMailAgain tryAgain,
    ReleaseAddress release,
    WriteMail write,
    Settings settings,
    Actor actor
) : PageModel
{
    private const int PageSize = 25;

    /// <summary>An e-mail as the outbox shows it: its words only on a demo site without a mail server, for they may be for its reader alone.</summary>
    public sealed record Row(
        Id<Mail> Id,
        string Address,
        MailState State,
        DateTime CreatedAt,
        DateTime? SentAt,
        DateTime NotBefore,
        int Attempts,
        string? Error
    );

    [BindProperty(SupportsGet = true)]
    public MailState? State { get; set; }

    // Pages have a route value of this name: only the query is meant.
    [BindProperty(SupportsGet = true), FromQuery(Name = "page")]
    public int PageNumber { get; set; } = 1;

    public IReadOnlyList<Row> Rows { get; private set; } = [];
    public int Total { get; private set; }
    public IReadOnlyDictionary<MailState, int> Counts { get; private set; } =
        new Dictionary<MailState, int>();
    public IReadOnlyList<RefusingAddress> Suspended { get; private set; } = [];

    /// <summary>The words of each e-mail shown, on a demo site without a mail server.</summary>
    public IReadOnlyDictionary<Id<Mail>, (string Subject, string Text)> Letters
    {
        get;
        private set;
    } = new Dictionary<Id<Mail>, (string, string)>();
    public bool HasServer => settings.MailServer is not null;

    /// <summary>The states, as a filter offers them.</summary>
    public static readonly IReadOnlyList<Choice> States =
    [
        .. Enum.GetValues<MailState>().Select(s => new Choice(s.ToString(), Name(s))),
    ];

    public static string Name(MailState state) =>
        state switch
        {
            MailState.Failed => "Given up",
            MailState.Held => "Kept back",
            _ => state.ToString(),
        };

    public static string Colour(MailState state) =>
        state switch
        {
            MailState.Sent => "green",
            MailState.Failed => "red",
            MailState.Held => "orange",
            MailState.Withdrawn => "grey",
            _ => "blue",
        };

    public async Task OnGetAsync()
    {
        MessagePermissions.LookAfterMail(actor).Permit();
        Counts = await db.Set<Mail>()
            .GroupBy(m => m.State)
            .Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count);
        Suspended = await db.Set<RefusingAddress>()
            .AsNoTracking()
            .Where(a => a.SuspendedAt != null)
            .OrderBy(a => a.Address)
            .ToListAsync();
        var mails = db.Set<Mail>().AsNoTracking().Where(m => State == null || m.State == State);
        Total = await mails.CountAsync();
        var page = await mails
            .OrderByDescending(m => m.CreatedAt)
            .Skip((Math.Max(1, PageNumber) - 1) * PageSize)
            .Take(PageSize)
            .ToListAsync();
        Rows =
        [
            .. page.Select(m => new Row(
                m.Id,
                m.Address,
                m.State,
                m.CreatedAt,
                m.SentAt,
                m.NotBefore,
                m.Attempts,
                m.Error
            )),
        ];
        if (settings.Demo && !HasServer)
        {
            var letters = new Dictionary<Id<Mail>, (string, string)>();
            foreach (var mail in page)
            {
                if (await write.RunAsync(mail, HttpContext.RequestAborted) is { } letter)
                {
                    letters[mail.Id] = (letter.Subject, letter.Text);
                }
            }
            Letters = letters;
        }
    }

    public async Task<IActionResult> OnPostAgainAsync(Id<Mail>? mail)
    {
        await tryAgain.RunAsync(mail, HttpContext.RequestAborted);
        TempData[PageKeys.Done] = mail is null
            ? "All e-mails that were given up will be tried again."
            : "The e-mail will be tried again.";
        return RedirectToPage();
    }

    public async Task<IActionResult> OnPostReleaseAsync(string address)
    {
        await release.RunAsync(address, HttpContext.RequestAborted);
        TempData[PageKeys.Done] = $"E-mail to {address} will be sent again.";
        return RedirectToPage();
    }
}
