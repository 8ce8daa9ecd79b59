using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.Extensions.DependencyInjection;
using Tandem.Calls;
using Tandem.Calls.Kinds;
using Tandem.Entries;
using Tandem.Tests.Calls;
using Tandem.Tests.Support;

namespace Tandem.Tests.Entries;

/// <summary>Markup and formulas typed into every field for words that calls and entries have, found on the pages themselves: a field added tomorrow is tried as well.</summary>
[UsesDatabase]
public sealed class EveryFieldTests(EnteringApp app) : IClassFixture<EnteringApp>
{
    private const string Typed =
        "=HYPERLINK(\"http://evil.example\")<img src=x onerror=alert(1)><script>alert(2)</script>";

    private readonly HashSet<string> tried = [];

    private async Task FillAsync(Visitor visitor, string address)
    {
        await visitor.GoAsync(address);
        MustBeHarmless(visitor);
        for (var at = 0; ; at++)
        {
            if (at > 0)
            {
                await visitor.GoAsync(address);
            }
            var form = Forms(visitor).ElementAtOrDefault(at);
            if (form is null)
            {
                return;
            }
            foreach (var area in form.QuerySelectorAll<IHtmlTextAreaElement>("textarea"))
            {
                area.Value = Typed;
                tried.Add($"{address} {area.Name}");
            }
            foreach (
                var input in form.QuerySelectorAll<IHtmlInputElement>(
                    "input[type=text],input:not([type])"
                )
            )
            {
                // What asks for a number or a day keeps it, so that the form is taken.
                if (
                    input.GetAttribute("inputmode") is null
                    && input.Value is not [>= '0' and <= '9', ..]
                )
                {
                    input.Value = Typed;
                    tried.Add($"{address} {input.Name}");
                }
            }
            var button = form.QuerySelectorAll<IHtmlButtonElement>("button")
                .First(b => b.Type == "submit");
            await visitor.PressAsync(
                string.Join(
                    ' ',
                    button.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
                )
            );
            MustBeHarmless(visitor);
        }
    }

    private static IEnumerable<IHtmlFormElement> Forms(Visitor visitor) =>
        visitor
            .Page.QuerySelectorAll<IHtmlFormElement>("main form[method=post]")
            .Where(f => f.QuerySelector("textarea,input[type=text]") is not null);

    private static void MustBeHarmless(Visitor visitor)
    {
        Assert.True((int)visitor.Status < 500, $"{visitor.At}: {visitor.Status}");
        Assert.Empty(visitor.Page.QuerySelectorAll("[onerror], img[src=x]"));
        Assert.DoesNotContain(
            visitor.Page.QuerySelectorAll("script"),
            s => s.TextContent.Contains("alert(", StringComparison.Ordinal)
        );
    }

    private static async Task MustBeWordsAsync(Visitor visitor, string address)
    {
        var csv = await (
            await visitor.RawAsync(new(HttpMethod.Get, "http://localhost" + address))
        ).Content.ReadAsStringAsync();
        Assert.DoesNotMatch("(^|[,\\n])\"?[=+@]", csv);
    }

    [Fact]
    public async Task Whatever_is_typed_into_any_field_of_a_call_stays_words()
    {
        var draft = await app.CallAsync("challenge-prize", "A draft", publish: false);
        var call = await app.CallAsync("challenge-prize", "Published");
        var olu = await app.SignInAsync("olu@example.org");
        foreach (
            var page in new[] { "about", "brief", "who", "criteria/concept", "people", "dates" }
        )
        {
            await FillAsync(olu, $"/calls/{draft}/{page}");
        }
        await FillAsync(olu, $"/calls/{draft}/money");
        await FillAsync(olu, "/calls/new");
        await FillAsync(olu, $"/calls/{call}/questions");
        await FillAsync(olu, $"/calls/{call}/criteria/concept");
        await FillAsync(olu, $"/calls/{call}/amend");
        var lee = await app.SignInAsync("lee@example.org");
        await FillAsync(lee, $"/calls/{call}/questions");
        await FillAsync(olu, $"/questions/{call}-Q1");
        await app.Services.GetRequiredService<CallIndex>().CatchUpAsync();
        var visitor = app.Visit();
        foreach (var address in new[] { $"/calls/{call}", $"/calls/{call}/questions", "/calls" })
        {
            await visitor.GoAsync(address);
            MustBeHarmless(visitor);
        }
        await visitor.GoAsync($"/calls/{call}");
        Assert.Contains(Typed, visitor.Text, StringComparison.Ordinal);
        await visitor.GoAsync($"/calls/{call}/questions");
        Assert.Contains(Typed, visitor.Text, StringComparison.Ordinal);
        await olu.GoAsync($"/calls/{draft}/about");
        MustBeHarmless(olu);
        await MustBeWordsAsync(visitor, "/calls.csv");
        await FillAsync(olu, $"/calls/{call}/cancel");
        await visitor.GoAsync($"/calls/{call}");
        MustBeHarmless(visitor);
        Assert.Contains("Cancelled", visitor.Text, StringComparison.Ordinal);
        Assert.True(tried.Count >= 40, string.Join('\n', tried));
    }

    // Filling in the moderator's forms may have hidden it, or let it through.
    private Task ShowAsync(string call, Entry entry) =>
        app.AsAsync(
            app.Cast.Olu,
            async scope =>
            {
                var (find, moderate) = (
                    scope.GetRequiredService<FindEntry>(),
                    scope.GetRequiredService<ModerateEntry>()
                );
                if ((await find.RunAsync(call, entry.Number)).Entry.HiddenAt is not null)
                {
                    await moderate.RunAsync(call, entry.Number, ModeratorAct.Restore, null);
                }
                if ((await find.RunAsync(call, entry.Number)).Entry.Awaiting is not null)
                {
                    await moderate.RunAsync(call, entry.Number, ModeratorAct.LetThrough, null);
                }
            }
        );

    [Fact]
    public async Task Whatever_is_typed_into_any_field_of_an_entry_stays_words()
    {
        var call = await app.CallAsync("ideas-wall", "A wall");
        var (nia, ben, olu) = (
            await app.SignInAsync("nia@example.org"),
            await app.SignInAsync("ben@example.org"),
            await app.SignInAsync("olu@example.org")
        );
        var team = await app.DraftAsync(
            app.Ben,
            call,
            new(EntrantKind.Team, Name: Typed),
            marker: Typed
        );
        await app.SubmitAsync(app.Ben, team, stage: "wall");
        var entry = await app.DraftAsync(app.Nia, call);
        await nia.GoAsync(entry.Path);
        foreach (
            var section in nia
                .Page.QuerySelectorAll("a[href*='/sections/']")
                .Select(a => a.GetAttribute("href")!)
                .ToList()
        )
        {
            await FillAsync(nia, section);
        }
        await FillAsync(nia, entry.Path);
        await FillAsync(nia, $"{entry.Path}/people");
        await app.SubmitAsync(app.Nia, entry, stage: "wall");
        await FillAsync(olu, $"{entry.Path}/moderate");
        await ShowAsync(call, entry);
        await ShowAsync(call, team);
        await FillAsync(ben, $"{entry.Path}/report");
        await FillAsync(ben, $"{entry.Path}/confidential");
        await FillAsync(ben, entry.Path);
        await FillAsync(olu, $"/calls/{call}/told");
        await FillAsync(olu, $"{entry.Path}/moderate");
        await ShowAsync(call, entry);
        await FillAsync(olu, $"/calls/{call}/enter?behalf=true");
        var visitor = app.Visit();
        foreach (
            var (reader, address) in new[]
            {
                (visitor, entry.Path),
                (visitor, team.Path),
                (visitor, $"/calls/{call}/ideas"),
                (visitor, "/ideas"),
                (visitor, $"/calls/{call}/told"),
                (olu, $"/calls/{call}/moderation"),
                (olu, $"{entry.Path}/confidential"),
                (olu, "/work"),
                (nia, $"{entry.Path}/receipt/1"),
                (nia, $"{entry.Path}/read/1"),
                (nia, "/entries"),
            }
        )
        {
            await reader.GoAsync(address);
            MustBeHarmless(reader);
        }
        await visitor.GoAsync(entry.Path);
        Assert.Contains(Typed, visitor.Text, StringComparison.Ordinal);
        await visitor.GoAsync(team.Path);
        Assert.Contains(Typed, visitor.Text, StringComparison.Ordinal);
        await MustBeWordsAsync(visitor, "/ideas.csv");
        await MustBeWordsAsync(visitor, $"/calls/{call}/ideas.csv");
        await MustBeWordsAsync(nia, "/entries.csv");
        await MustBeWordsAsync(olu, $"/calls/{call}/entries.csv");
        Assert.True(tried.Count >= 12, string.Join('\n', tried));
    }
}
