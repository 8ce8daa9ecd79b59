using Microsoft.AspNetCore.Mvc;
using Tandem.Kernel;
using Tandem.Web;
using Tandem.Web.Components;

namespace Tandem.Evaluations.Pages;

/// <summary>What is said of one entry, as the form sends it.</summary>
public sealed class SaidInterest
{
    public Guid Entry { get; set; }
    public string? Has { get; set; }
    public string? Words { get; set; }
}

/// <summary>Have I an interest in any of the entries I am asked to judge?</summary>
public sealed class InterestsModel(Actor actor, FindStage find, DeclareInterests declare)
    : StagePage(actor, find),
        IRedisplay
{
    /// <summary>Entries asked about at once; the next come after them.</summary>
    private const int Most = 50;

    [BindProperty]
    public IList<SaidInterest> Said { get; set; } = [];

    public static IReadOnlyList<Choice> Answers { get; } =
    [
        new("no", "No, I have none"),
        new("yes", "Yes", "It is taken from you, and somebody else judges it."),
    ];

    /// <summary>Whether everybody can read the entries anyway.</summary>
    public bool IsPublic =>
        Call.Kind.Entries == Calls.Kinds.Secrecy.Public && !Judged.Stage.IsSealed;

    public async Task<IActionResult> OnGetAsync()
    {
        await RedisplayAsync();
        return Said.Count == 0 ? LocalRedirect(Judged.Path) : Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        var sent = Said;
        await LoadAsync();
        for (var i = 0; i < sent.Count; i++)
        {
            if (sent[i].Has is not ("yes" or "no"))
            {
                ModelState.AddModelError($"Said[{i}].Has", "Say yes or no");
            }
        }
        if (!ModelState.IsValid)
        {
            return Page();
        }
        var taken = await declare.RunAsync(
            Reference,
            StageCode,
            [
                .. sent.Select(
                    (s, i) =>
                        new InterestSaid(
                            new(s.Entry),
                            s.Has == "yes" ? Interest.Declared : Interest.None,
                            s.Words,
                            $"Said[{i}].Words"
                        )
                ),
            ],
            Stopped
        );
        TempData[PageKeys.Done] =
            taken == 0
                ? "Noted."
                : $"Noted. {Words.Count(taken, Names.Entry, Names.Entries)} {(taken == 1 ? "is" : "are")} no longer yours to judge. Thank you for saying so.";
        await LoadAsync();
        return LocalRedirect(JudgingQueue.Of(Judged, Reader.PersonId!.Value).Next);
    }

    public async Task RedisplayAsync()
    {
        await LoadAsync();
        JudgingPermissions.MayAssess(Reader, Call).Permit();
        if (Said.Count == 0)
        {
            Said =
            [
                .. Judged
                    .Undeclared(Reader.PersonId)
                    .OrderBy(
                        u => Judged.IsAnonymised ? u.Entry.Entrant : "",
                        StringComparer.CurrentCultureIgnoreCase
                    )
                    .Take(Most)
                    .Select(u => new SaidInterest { Entry = u.Entry.Id.Value }),
            ];
        }
    }

    /// <summary>Who entered: all that is shown before the declaration.</summary>
    public string NameOf(SaidInterest said) =>
        Judged.Undeclared(Reader.PersonId).FirstOrDefault(u => u.Entry.Id.Value == said.Entry)
            is { Entry: { } entry }
            ? Judged.IsAnonymised
                ? entry.Entrant
                : $"{entry.Short}: {entry.Entrant}"
            : "An entry";

    public bool HasError(int i) =>
        ModelState.Any(s =>
            s.Key.StartsWith($"Said[{i}].", StringComparison.Ordinal) && s.Value?.Errors.Count > 0
        );
}
