using Microsoft.Playwright;
using static Tandem.Journeys.Calling;

namespace Tandem.Journeys;

/// <summary>
/// A hack day on telephones: four teams pitch, build and show; the panel walks from table to table, says what crosses a red line, and says of two projects at a
/// time which did better. Whoever is in a team does not judge it.
/// </summary>
public sealed class JudgingAHackDay(ClockedSite site) : IClassFixture<ClockedSite>
{
    private const int Phone = 390;
    private const string Title = "Hack the repairs line";
    private static readonly (string Person, string Team, string Project)[] Teams =
    [
        ("Nia", "Night callers", "One number that rings back"),
        ("Ned", "Front door", "Where is my plumber?"),
        ("Ivy", "Two flats", "A picture says where it leaks"),
        ("Gil", "Big vendor", "RepairSuite nine, on slides"),
    ];

    private readonly Calling calling = new(site);
    private Entering entering = null!;
    private string call = "";
    private IPage ola = null!;
    private IPage ada = null!;
    private IPage[] panel = [];
    private readonly List<IPage> teams = [];
    private DateOnly day;

    [Fact]
    public async Task Four_teams_pitch_and_build_and_a_panel_judges_them_on_phones()
    {
        await The_day_is_announced();
        await Four_teams_pitch_from_their_phones();
        await Somebody_of_the_panel_joins_a_team();
        await Each_team_shows_what_it_made();
        await The_projects_are_shared_out_to_the_panel();
        await The_panel_passes_or_fails_red_lines_and_compares_two_at_a_time();
        await The_winner_is_recommended_and_everybody_is_told();
        await The_results_stand_on_a_phone_and_the_audit_finds_all_right();
    }

    private async Task The_day_is_announced()
    {
        day = site.Today.AddDays(20);
        entering = new(site, calling) { Words = "We asked three people at the desk." };
        await calling.PeopleAsync(
            "Preston City Council",
            "PRE",
            ("Ola", Kernel.Role.Officer),
            ("Ada", Kernel.Role.Administrator),
            ("Lea", Kernel.Role.Member),
            ("Mia", Kernel.Role.Member),
            ("Tom", Kernel.Role.Member)
        );
        ola = await calling.SignInAsync("Ola");
        ada = await calling.SignInAsync("Ada", Phone, touch: true);
        panel =
        [
            await calling.SignInAsync("Lea", Phone, touch: true),
            await calling.SignInAsync("Mia", Phone, touch: true),
            await calling.SignInAsync("Tom", Phone, touch: true),
        ];
        call = await calling.MakeAsync(ola, "Hack day", Title);
        await calling.WriteAsync(
            ola,
            call,
            "What it is about",
            () => FillAsync(ola, ("Summary", "A Saturday about reporting a repair."))
        );
        await calling.WriteAsync(
            ola,
            call,
            "Brief",
            () =>
                FillAsync(
                    ola,
                    ("What it is about", "A third of those who report a repair call twice."),
                    ("Who should come", "Tenants first, then those who take the calls."),
                    ("When and where", "Town hall, 9:30 to 18:00. Step-free, crèche, lunch."),
                    ("House rules", "Be kind. No data of real people.")
                )
        );
        await calling.WriteAsync(
            ola,
            call,
            "Stages and dates",
            async () =>
            {
                await DayAsync(ola, "Closes on", day);
                await DayAsync(ola, "Opens on", day.AddDays(1), 1);
                await DayAsync(ola, "Closes on", day.AddDays(2), 1);
            }
        );
        await calling.VisitAsync(ola, $"{call}/criteria/project");
        await FillAsync(
            ola,
            (
                "Red lines (optional)",
                "Something usable exists: a person can try it now.\nIt is no product that was built before."
            ),
            ("Assessors of each entry, at least", "2")
        );
        await PressAsync(ola, "Save");
        await calling.WriteAsync(
            ola,
            call,
            "Money",
            () => FillAsync(ola, ("Called", "A month of help to go on"))
        );
        await calling.NameAsync(
            ola,
            call,
            ("Approver", "Ada"),
            ("Lead assessor", "Lea"),
            ("Assessor", "Mia"),
            ("Assessor", "Tom")
        );
        await calling.PublishAsync(ola, ada, call);
    }

    private async Task Four_teams_pitch_from_their_phones()
    {
        foreach (var (person, team, project) in Teams)
        {
            var page = await site.OpenAsync(Phone, 844, touch: true);
            teams.Add(page);
            await calling.VisitAsync(page, call);
            await PressAsync(page, "Start your project");
            await calling.MakeAccountAsync(page, person);
            await page.GetByLabel("A team", new() { Exact = true }).CheckAsync();
            await FillAsync(page, ("Name of the team", team));
            await calling.LookAsync(page);
            await PressAsync(page, "Start");
            await calling.LookAsync(page);
            await entering.AnswerAllAsync(
                page,
                Project(teams.Count),
                ("title", project),
                ("problem", $"{project}: Mrs Byrne called three times and waited a whole day.")
            );
            await calling.SubmitAsync(page, "Post the project");
        }
        var visitor = await site.OpenAsync(Phone, 844, touch: true);
        await calling.VisitAsync(visitor, $"{call}/ideas");
        foreach (var (_, _, project) in Teams)
        {
            await ReadsAsync(visitor, project);
        }
    }

    private string Project(int number) => $"{call}/entries/{number}";

    private async Task Somebody_of_the_panel_joins_a_team()
    {
        await calling.VisitAsync(teams[0], $"{Project(1)}/people");
        await FillAsync(teams[0], ("E-mail address", AddressOf("Tom")));
        await PressAsync(teams[0], "Send the link");
        await calling.LookAsync(teams[0]);
        await calling.VisitAsync(
            panel[2],
            LinkIn(await calling.MailAsync("Tom", "Work on"), "/entries/join")
        );
        await PressAsync(panel[2], "Join");
        await ReadsAsync(panel[2], "Who works on it");
        await calling.LookAsync(panel[2]);
    }

    private async Task Each_team_shows_what_it_made()
    {
        site.MakeIt(day.AddDays(1), 9, 30);
        foreach (var (at, (_, _, project)) in Teams.Index())
        {
            await entering.AnswerAllAsync(
                teams[at],
                Project(at + 1),
                ("in-short", $"{project}, for tenants who call at night."),
                ("product", at == 3 ? "yes" : "no"),
                ("personal-data", "no")
            );
            await calling.SubmitAsync(teams[at], "Post the project");
            await calling.VisitAsync(teams[at], Project(at + 1));
        }
    }

    private async Task The_projects_are_shared_out_to_the_panel()
    {
        site.MakeIt(day.AddDays(2), 15);
        await calling.VisitAsync(panel[0], Judging);
        await PressAsync(panel[0], "Share out the projects");
        await calling.LookAsync(panel[0]);
    }

    private string Judging => $"{call}/judging/project";

    private async Task The_panel_passes_or_fails_red_lines_and_compares_two_at_a_time()
    {
        foreach (var page in panel)
        {
            await calling.JudgeAsync(
                page,
                Title,
                (entry, line) =>
                    entry.Contains("RepairSuite", StringComparison.Ordinal)
                        ? (0, "Slides about a product that is sold.")
                        : (1, "I have tried it."),
                CompareAsync
            );
            await calling.VisitAsync(page, Judging);
        }
        // Tom is in the team of the first, and was never asked about it.
        Assert.DoesNotContain(Teams[0].Project, await panel[2].Locator("main").InnerTextAsync());
    }

    /// <summary>Of two projects the one further up in the list did better, until no pair is left.</summary>
    private async Task CompareAsync(IPage page)
    {
        while (await page.Locator(".td-versus__one").CountAsync() == 2)
        {
            await calling.LookAsync(page);
            var titles = await page.Locator(".td-versus__one h2").AllInnerTextsAsync();
            var better = Teams
                .First(t => titles.Any(s => s.Contains(t.Project, StringComparison.Ordinal)))
                .Project;
            await UnfoldAsync(page, "Read it");
            var one = page.Locator(".td-versus__one").Filter(new() { HasText = better });
            await GoneAsync(page, () => one.GetByRole(AriaRole.Button).First.TapAsync());
        }
        await ReadsAsync(page, "You have compared all that there are for you");
        await calling.LookAsync(page);
    }

    private async Task The_winner_is_recommended_and_everybody_is_told()
    {
        await calling.VisitAsync(panel[0], $"{Judging}/ranking");
        await ReadsAsync(panel[0], "Crosses a red line");
        await calling.RecommendAsync(
            panel[0],
            Judging,
            "Three of the four could be tried at the table."
        );
        await calling.VisitAsync(ada, Judging);
        await calling.ApproveAsync(ada, Judging);
        await calling.VisitAsync(ola, Judging);
        await calling.SendLettersAsync(ola, Judging, Teams.Length);
        await calling.MailAsync("Nia", Title);
        await calling.VisitAsync(teams[3], $"{call}/letters/project/4");
    }

    private async Task The_results_stand_on_a_phone_and_the_audit_finds_all_right()
    {
        var visitor = await site.OpenAsync(Phone, 844, touch: true);
        await calling.VisitAsync(visitor, call);
        await calling.VisitAsync(visitor, $"{call}/results");
        await ReadsAsync(visitor, Teams[0].Project);
        Assert.Contains(
            "everything agrees with the record",
            await site.RunAsync("audit", call.Split('/')[^1])
        );
    }
}
