using System.IO.Compression;
using AngleSharp.Dom;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tandem.Accounts;
using Tandem.Calls;
using Tandem.Calls.Kinds;
using Tandem.Entries;
using Tandem.Following;
using Tandem.Kernel;
using Tandem.Questionnaires;
using Tandem.Questionnaires.Formulas;
using Tandem.Tests.Calls;
using Tandem.Tests.Support;

namespace Tandem.Tests.Entries;

[UsesDatabase]
public sealed class EntryPagesTests(EnteringApp app) : IClassFixture<EnteringApp>
{
    [Fact]
    public async Task Where_answers_ask_for_a_little_more_that_is_asked_and_no_fault_is_found()
    {
        var call = await app.CallAsync("challenge-prize", "A little more");
        var nia = await app.SignInAsync("nia@example.org");
        await nia.GoAsync($"/calls/{call}/enter");
        await nia.Choose("I do, as a person").PressAsync("Start");
        Assert.DoesNotContain("18 or over", nia.Text);
        foreach (var answer in new[] { "enters-as=person", "runs-call=no", "own-work=yes" })
        {
            var said = answer.Split('=');
            nia.Page.QuerySelector($"input[name='a.{said[0]}'][value={said[1]}]")!
                .SetAttribute("checked", "checked");
        }
        await nia.PressAsync("Check");
        Assert.Equal(System.Net.HttpStatusCode.OK, nia.Status);
        Assert.Contains("Your answers ask for a little more", nia.Text, StringComparison.Ordinal);
        Assert.Contains("18 or over", nia.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("There is a problem", nia.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Somebody_without_an_account_makes_one_and_enters_with_a_receipt_as_page_and_pdf_and_mail()
    {
        var call = await app.SealedCallAsync("From nothing");
        var visitor = app.Visit();
        await visitor.GoAsync($"/calls/{call}/enter");
        await visitor.FollowAsync("Make an account");
        await visitor
            .FillIn("Your e-mail address", "ida@example.org")
            .PressAsync("Send me the link");
        Assert.Contains("Check your e-mail", visitor.Text, StringComparison.Ordinal);
        var link = await LinkAsync("ida@example.org");
        await visitor.GoAsync(link);
        await visitor
            .FillIn("Your name", "Ida")
            .FillIn("Choose a password", Cast.Password)
            .PressAsync("Make the account");
        Assert.Equal($"/calls/{call}/enter", visitor.At);
        await visitor.Choose("I do, as a person").PressAsync("Start");
        Assert.EndsWith("/eligibility", visitor.At, StringComparison.Ordinal);
        var ida = await app.InScopeAsync(scope =>
            scope
                .GetRequiredService<Db>()
                .Set<Person>()
                .SingleAsync(p => p.Email == "ida@example.org")
        );
        var entry = await app.InScopeAsync(scope =>
            scope.GetRequiredService<Db>().Set<Entry>().SingleAsync(e => e.CallReference == call)
        );
        await app.AsAsync(ida, scope => EnteringApp.AnswerAsync(scope, entry, null, "A resident"));
        await visitor.GoAsync(visitor.At);
        await visitor.PressAsync("Check");
        Assert.Contains("You can enter", visitor.Text, StringComparison.Ordinal);
        await app.AsAsync(
            ida,
            async scope =>
            {
                var whole = await EnteringApp.CallAsync(scope.GetRequiredService<Db>(), call);
                await EnteringApp.AnswerAsync(scope, entry, whole.InOrder.First(), "Our bid");
            }
        );
        await visitor.GoAsync(entry.Path);
        await visitor.FollowAsync("Check and submit");
        await visitor.PressAsync("Submit the tender");
        Assert.Contains("Accept the terms to submit", visitor.Text, StringComparison.Ordinal);
        Assert.Contains("Our bid", visitor.Text, StringComparison.Ordinal);
        foreach (var box in visitor.Page.QuerySelectorAll("input[name=Accepted]"))
        {
            box.SetAttribute("checked", "checked");
        }
        await visitor.PressAsync("Submit the tender");
        Assert.Contains("Tender received", visitor.Text, StringComparison.Ordinal);
        var code = visitor.Page.QuerySelector(".td-receipt-code code")!.TextContent;
        Assert.Equal(31, code.Length);
        var pdf = await visitor.RawAsync(
            new(HttpMethod.Get, $"http://localhost{entry.Path}/receipt/1?format=pdf")
        );
        Assert.Equal("application/pdf", pdf.Content.Headers.ContentType!.MediaType);
        Assert.StartsWith(
            "%PDF-1.7",
            await pdf.Content.ReadAsStringAsync(),
            StringComparison.Ordinal
        );
        await app.InScopeAsync(async scope =>
        {
            var message = await scope
                .GetRequiredService<Db>()
                .Set<Message>()
                .SingleAsync(m => m.PersonId == ida.Id && m.Key.StartsWith("entry-received"));
            Assert.True(message.Owed);
            Assert.DoesNotContain("Our bid", message.Body, StringComparison.Ordinal);
            Assert.DoesNotContain(code, message.Body, StringComparison.Ordinal);
        });
        // The same browser reads it again without being told the code.
        await visitor.GoAsync($"{entry.Path}/read/1");
        Assert.Contains("Our bid", visitor.Text, StringComparison.Ordinal);
        await visitor.GoAsync("/entries");
        Assert.Contains("Received, sealed", visitor.Text, StringComparison.Ordinal);
    }

    private Task<string> LinkAsync(string email) =>
        app.InScopeAsync(async scope =>
            (
                await scope
                    .GetRequiredService<Db>()
                    .Set<Message>()
                    .Where(m => m.Recipient == $"mail:{email}")
                    .OrderByDescending(m => m.CreatedAt)
                    .FirstAsync()
            ).Path!
        );

    [Fact]
    public async Task Who_cannot_enter_is_told_why_and_gets_no_further()
    {
        var call = await app.SealedCallAsync("Not for all");
        var entry = await app.AsAsync(
            app.Nia,
            scope => scope.GetRequiredService<StartEntry>().RunAsync(call, new(EntrantKind.Person))
        );
        var nia = await app.SignInAsync("nia@example.org");
        await nia.GoAsync($"{entry.Path}/eligibility");
        foreach (var no in nia.Page.QuerySelectorAll("input[type=radio][value=no]"))
        {
            no.SetAttribute("checked", "checked");
        }
        await nia.PressAsync("Check");
        Assert.Contains("By these answers you cannot enter", nia.Text, StringComparison.Ordinal);
        await Assert.ThrowsAsync<Refusal>(() => app.SubmitAsync(app.Nia, entry));
        await nia.GoAsync($"{entry.Path}/submit/participation");
        Assert.Equal(entry.Path, nia.At);
    }

    [Fact]
    public async Task Co_entrants_read_comment_answer_or_lead_as_they_were_invited_and_not_after_they_were_removed()
    {
        var call = await app.SealedCallAsync("Together");
        var entry = await app.DraftAsync(app.Nia, call);
        var nia = await app.SignInAsync("nia@example.org");
        await nia.GoAsync($"{entry.Path}/people");
        await nia.FillIn("E-mail address", "ben@example.org")
            .Choose("Read and comment")
            .PressAsync("Send the link");
        var link = await LinkAsync("ben@example.org");
        var ben = app.Visit();
        await ben.GoAsync(link);
        Assert.Contains("Sign in with it", ben.Text, StringComparison.Ordinal);
        ben = await app.SignInAsync("ben@example.org");
        await ben.GoAsync(link);
        await ben.PressAsync("Join");
        Assert.Equal(entry.Path, ben.At);
        await ben.FillIn("Comment", "Zebra-Comment: is the price right?")
            .PressAsync("Add the comment");
        Assert.Contains("Zebra-Comment", ben.Text, StringComparison.Ordinal);
        Assert.Empty(await app.HoldingAsync("Zebra-Comment"));
        var draft = ben.Page.QuerySelector("a[href^='/responses/']")!.GetAttribute("href")!;
        await ben.GoAsync(draft);
        Assert.Contains("has let you read it", ben.Text, StringComparison.Ordinal);
        await Assert.ThrowsAsync<Refusal>(() => app.SubmitAsync(app.Ben, entry));
        await nia.GoAsync($"{entry.Path}/people");
        await nia.PressAsync("Remove Ben");
        Assert.Equal(
            System.Net.HttpStatusCode.NotFound,
            (await ben.RawAsync(new(HttpMethod.Get, "http://localhost" + entry.Path))).StatusCode
        );
        Assert.Equal(
            System.Net.HttpStatusCode.NotFound,
            (await ben.RawAsync(new(HttpMethod.Get, "http://localhost" + draft))).StatusCode
        );
        // The letter that once brought him in does not do so again.
        await ben.GoAsync(link);
        await ben.PressAsync("Join");
        Assert.Contains("This link is not good any more", ben.Text, StringComparison.Ordinal);
        // Somebody has to lead.
        await nia.GoAsync($"{entry.Path}/people");
        await nia.PressAsync("Remove Nia");
        Assert.Contains("Somebody has to lead", nia.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Staff_put_in_what_came_on_paper_and_that_is_shown_wherever_it_is_read()
    {
        var call = await app.SealedCallAsync("On paper");
        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync($"/calls/{call}/enter");
        Assert.Contains("cannot enter it", olu.Text, StringComparison.Ordinal);
        await olu.FollowAsync("Put in what somebody gave you on paper or by telephone");
        await olu.Choose("A person")
            .FillIn("Name of the person or organisation", "Mr Byrne")
            .FillIn("How did it come?", "on paper, at the library")
            .PressAsync("Start");
        var entry = await app.InScopeAsync(scope =>
            scope.GetRequiredService<Db>().Set<Entry>().SingleAsync(e => e.CallReference == call)
        );
        Assert.Equal(("Mr Byrne", "Olu"), (entry.EntrantName, entry.EnteredByName));
        await olu.GoAsync(entry.Path);
        Assert.Contains("Entered on behalf", olu.Text, StringComparison.Ordinal);
        Assert.Contains("it came on paper, at the library", olu.Text, StringComparison.Ordinal);
        await Assert.ThrowsAsync<Refusal>(() =>
            app.DraftAsync(
                app.Ben,
                call,
                new(EntrantKind.Person, Name: "X", OnBehalf: true, CameBy: "phone")
            )
        );
    }

    [Fact]
    public async Task Files_that_are_not_what_they_say_are_refused_and_nothing_typed_is_lost()
    {
        var call = await app.SealedCallAsync("Bad files");
        var entry = await app.DraftAsync(app.Nia, call);
        (string Name, byte[] Bytes, string Says)[] wrong =
        [
            ("bomb.docx", Bomb(), "far more than it seems"),
            (
                "programme.pdf",
                [0x4D, 0x5A, 0x90, 0, 3, 0, 0, 0],
                "is not what its ending .pdf says"
            ),
            ("tool.exe", [0x4D, 0x5A], "Choose a file that ends in"),
            (new string('n', 300) + ".pdf", "%PDF-1.7"u8.ToArray(), "longer than 200 characters"),
        ];
        foreach (var (name, bytes, says) in wrong)
        {
            var refusal = await Assert.ThrowsAsync<Refusal>(() =>
                app.AsAsync(
                    app.Nia,
                    async scope =>
                    {
                        var whole = await EnteringApp.CallAsync(
                            scope.GetRequiredService<Db>(),
                            call
                        );
                        var open = (
                            await scope
                                .GetRequiredService<BeginStage>()
                                .DraftAsync(entry, whole.InOrder.First(), default)
                        )!;
                        await scope
                            .GetRequiredService<AddEvidence>()
                            .RunAsync(open.Response.Id, "what", name, new MemoryStream(bytes));
                    }
                )
            );
            Assert.Contains(says, refusal.Message, StringComparison.Ordinal);
        }
        await app.SubmitAsync(app.Nia, entry);
    }

    [Fact]
    public async Task A_file_that_is_refused_is_told_at_its_question_and_every_answer_beside_it_is_kept()
    {
        var call = await app.SealedCallAsync("Bad files on the page");
        var entry = await app.DraftAsync(app.Nia, call);
        var nia = await app.SignInAsync("nia@example.org");
        await nia.GoAsync(entry.Path);
        var sections = nia
            .Page.QuerySelectorAll("a[href*='/sections/']")
            .Select(a => a.GetAttribute("href")!)
            .ToList();
        foreach (var section in sections)
        {
            await nia.GoAsync(section);
            if (nia.Page.QuerySelector("input[type=file]") is not null)
            {
                break;
            }
        }
        var page = nia.At;
        var label = nia
            .Page.QuerySelectorAll("label")
            .First(l => l.GetAttribute("for") == nia.Page.QuerySelector("input[type=file]")!.Id)
            .TextContent.Trim();
        foreach (
            var (name, bytes, says) in new (string, byte[], string)[]
            {
                (
                    "offer.pdf",
                    [0x4D, 0x5A, 0x90, 0, 3, 0, 0, 0],
                    "is not what its ending .pdf says"
                ),
                (
                    new string('n', 300) + ".pdf",
                    "%PDF-1.7"u8.ToArray(),
                    "longer than 200 characters"
                ),
                ("bomb.docx", Bomb(), "far more than it seems"),
            }
        )
        {
            await nia.GoAsync(page);
            var typed = nia
                .Page.QuerySelectorAll<AngleSharp.Html.Dom.IHtmlTextAreaElement>("textarea")
                .First();
            typed.Value = $"Typed beside {name[..5]}";
            await nia.Attach(label, name, bytes).PressAsync("Save and continue");
            Assert.Contains(says, nia.Text, StringComparison.Ordinal);
            Assert.Contains(
                $"Typed beside {name[..5]}",
                nia.Page.QuerySelectorAll<AngleSharp.Html.Dom.IHtmlTextAreaElement>("textarea")
                    .Select(t => t.Value)
            );
            await nia.GoAsync(page);
            Assert.Empty(nia.Page.QuerySelectorAll("button[name='remove-file']"));
            Assert.Contains(
                $"Typed beside {name[..5]}",
                nia.Page.QuerySelectorAll<AngleSharp.Html.Dom.IHtmlTextAreaElement>("textarea")
                    .Select(t => t.Value)
            );
        }
    }

    // A document as a word processor writes it, but for one part that unpacks to 300 MB.
    private static byte[] Bomb()
    {
        using var bomb = new MemoryStream();
        using (var zip = new ZipArchive(bomb, ZipArchiveMode.Create, leaveOpen: true))
        {
            zip.CreateEntry("[Content_Types].xml");
            zip.CreateEntry("word/document.xml");
            using var large = zip.CreateEntry("word/media/large.bin").Open();
            var nothing = new byte[1 << 20];
            for (var i = 0; i < 300; i++)
            {
                large.Write(nothing);
            }
        }
        Assert.True(bomb.Length < 1 << 20);
        return bomb.ToArray();
    }

    [Fact]
    public async Task A_later_stage_asks_only_what_is_new_and_shows_what_was_said_before_beside_it()
    {
        var before = app.Clock.Time;
        try
        {
            var call = await app.CallAsync("challenge-prize", "Two stages");
            var entry = await app.DraftAsync(app.Nia, call, marker: "Said-In-Concepts");
            await app.SubmitAsync(app.Nia, entry);
            var opens = await app.InScopeAsync(async scope =>
            {
                var db = scope.GetRequiredService<Db>();
                var whole = await EnteringApp.CallAsync(db, call);
                var kept = await db.Set<Entry>().SingleAsync(e => e.Id == entry.Id);
                kept.GoOnTo(whole.InOrder.Last());
                await db.SaveChangesAsync();
                return whole.InOrder.Last().OpensAt!.Value;
            });
            app.SetClock(opens.AddHours(1));
            var nia = await app.SignInAsync("nia@example.org");
            await nia.GoAsync(entry.Path);
            Assert.Contains("Only what is new is asked.", nia.Text, StringComparison.Ordinal);
            Assert.Contains(
                "What you submitted in Concepts, version 1",
                nia.Text,
                StringComparison.Ordinal
            );
            Assert.Contains("Said-In-Concepts", nia.Text, StringComparison.Ordinal);
            await nia.GoAsync(
                nia.Page.QuerySelector("a[href*='/sections/']")!.GetAttribute("href")!
            );
            Assert.Contains(
                "What you answered before: Concepts",
                nia.Text,
                StringComparison.Ordinal
            );
            Assert.Contains("Said-In-Concepts", nia.Text, StringComparison.Ordinal);
            // To be read, not to be changed: no field holds it.
            Assert.DoesNotContain(
                nia.Page.QuerySelectorAll<AngleSharp.Html.Dom.IHtmlTextAreaElement>("textarea"),
                t => t.Value.Contains("Said-In-Concepts", StringComparison.Ordinal)
            );
            // Of what is asked before anybody may enter, nothing was asked before.
            var first = await app.DraftAsync(
                app.Ben,
                await app.CallAsync("challenge-prize", "One stage")
            );
            var ben = await app.SignInAsync("ben@example.org");
            await ben.GoAsync(first.Path);
            await ben.GoAsync(
                ben.Page.QuerySelector("a[href*='/sections/']")!.GetAttribute("href")!
            );
            Assert.DoesNotContain("What you answered before", ben.Text, StringComparison.Ordinal);
        }
        finally
        {
            app.Clock.Time = before;
        }
    }

    [Fact]
    public async Task What_looks_like_a_page_or_a_formula_is_shown_as_what_it_is()
    {
        const string html = "<script>alert(1)</script><img src=x onerror=alert(2)>";
        const string formula = "=HYPERLINK(\"http://example.org\",\"Quarterly\")";
        var call = await app.CallAsync("ideas-wall", "Odd words");
        var entry = await app.DraftAsync(app.Nia, call, marker: html);
        await app.AsAsync(
            app.Nia,
            async scope =>
            {
                var whole = await EnteringApp.CallAsync(scope.GetRequiredService<Db>(), call);
                var open = (
                    await scope
                        .GetRequiredService<BeginStage>()
                        .DraftAsync(entry, whole.InOrder.First(), default)
                )!;
                await scope
                    .GetRequiredService<SaveAnswers>()
                    .RunAsync(
                        open.Response.Id,
                        new Dictionary<string, Value?>
                        {
                            [open.Set.Questions.First().Code] = new Value.Text(formula),
                        }
                    );
            }
        );
        await app.SubmitAsync(app.Nia, entry, stage: "wall");
        await app.AsAsync(
            app.Cast.Olu,
            scope =>
                scope
                    .GetRequiredService<ModerateEntry>()
                    .RunAsync(call, entry.Number, ModeratorAct.LetThrough, null)
        );
        var visitor = app.Visit();
        await visitor.GoAsync(entry.Path);
        Assert.Contains(html, visitor.Text, StringComparison.Ordinal);
        Assert.Empty(visitor.Page.QuerySelectorAll("img[src=x]"));
        var csv = await (
            await visitor.RawAsync(new(HttpMethod.Get, $"http://localhost/calls/{call}/ideas.csv"))
        ).Content.ReadAsStringAsync();
        Assert.DoesNotContain(",=HYPERLINK", csv, StringComparison.Ordinal);
        Assert.DoesNotContain(",\"=HYPERLINK", csv, StringComparison.Ordinal);
        Assert.Contains("HYPERLINK", csv, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_form_sent_twice_begins_one_entry_and_whoever_has_entered_is_led_there()
    {
        var call = await app.CallAsync("ideas-wall", "Begun once");
        var id = Id<Entry>.New(app.Clock.Time.UtcDateTime);
        for (var i = 0; i < 2; i++)
        {
            await app.AsAsync(
                app.Nia,
                scope =>
                    scope
                        .GetRequiredService<StartEntry>()
                        .RunAsync(call, new(EntrantKind.Person, As: id))
            );
        }
        await app.InScopeAsync(async scope =>
            Assert.Equal(
                1,
                await scope
                    .GetRequiredService<Db>()
                    .Set<Entry>()
                    .CountAsync(e => e.CallReference == call)
            )
        );
        await Assert.ThrowsAsync<Refusal>(() =>
            app.AsAsync(
                app.Ben,
                scope =>
                    scope
                        .GetRequiredService<StartEntry>()
                        .RunAsync(call, new(EntrantKind.Person, As: id))
            )
        );

        var once = await app.CallAsync("challenge-prize", "Entered once", with: OnlyOnce);
        var entry = await app.DraftAsync(app.Nia, once, new(EntrantKind.Team, Name: "Warm homes"));
        var nia = await app.SignInAsync("nia@example.org");
        await nia.GoAsync($"/calls/{once}/enter");
        Assert.Contains("You have entered already", nia.Text, StringComparison.Ordinal);
        Assert.NotNull(nia.Page.QuerySelector($"a[href='{entry.Path}']"));
        Assert.Null(nia.Page.QuerySelector("form.td-questions"));

        static void OnlyOnce(Call call, DateTime now)
        {
            var text = call.Kind.Text;
            typeof(Call)
                .GetProperty(nameof(Call.KindText))!
                .SetValue(
                    call,
                    text.Contains("most-entries", StringComparison.Ordinal)
                        ? System.Text.RegularExpressions.Regex.Replace(
                            text,
                            "most-entries: [0-9]+",
                            "most-entries: 1"
                        )
                        : text.Replace(
                            "co-entrants: true",
                            "co-entrants: true, most-entries: 1",
                            StringComparison.Ordinal
                        )
                );
        }
    }
}
