using Microsoft.Playwright;
using static Tandem.Journeys.Calling;

namespace Tandem.Journeys;

/// <summary>What people do who enter a call: make an account for a firm, answer what is asked, submit.</summary>
public sealed class Entering(Site site, Calling calling)
{
    /// <summary>What they answer where a question asks for words and nothing else is said.</summary>
    public string Words { get; set; } = "As we do it today, shown at two places.";

    /// <summary>A person of a firm who knows nothing of this place makes an account for it, with the link that comes by e-mail.</summary>
    public async Task<IPage> RegisterAsync(string name, string firm, string number)
    {
        var page = await site.OpenAsync();
        await calling.VisitAsync(page, "/declarations/sign-up");
        await FillAsync(
            page,
            ("Registered name of the firm", firm),
            ("Company or charity number (optional)", number),
            ("Your e-mail address", AddressOf(name))
        );
        await PressAsync(page, "Send me a link");
        await calling.LookAsync(page);
        await calling.VisitAsync(
            page,
            LinkIn(await calling.MailAsync(name, ""), "/declarations/join")
        );
        await FillAsync(page, ("Your name", name), ("Choose a password", Password));
        await PressAsync(page, "Make the account");
        calling.Remember(page, name);
        await calling.LookAsync(page);
        return page;
    }

    /// <summary>Begins an entry for a firm or organisation that one speaks for, and finds that one can enter.</summary>
    /// <returns>The address of the entry.</returns>
    public async Task<string> BeginForAsync(
        IPage page,
        string call,
        string start,
        string firm,
        params (string Code, string Answer)[] eligible
    )
    {
        await calling.VisitAsync(page, call);
        await PressAsync(page, start);
        await calling.LookAsync(page);
        await page.GetByLabel("Organisation", new() { Exact = true })
            .SelectOptionAsync(new SelectOptionValue { Label = firm });
        await PressAsync(page, "Start");
        await calling.LookAsync(page);
        await AnswerPageAsync(page, eligible.ToDictionary(a => a.Code, a => a.Answer));
        await PressAsync(page, "Check");
        await ReadsAsync(page, "You can enter");
        await calling.LookAsync(page);
        return new Uri(page.Url).AbsolutePath;
    }

    /// <summary>Answers all that has to be answered in a stage of one's entry, section by section, and comes to the page where the answers are checked.</summary>
    /// <param name="answers">By code of the question: words, the code of a choice, rows as they are pasted, or the name of a file that is made up.</param>
    public async Task AnswerAllAsync(
        IPage page,
        string entry,
        params (string Code, string Answer)[] answers
    )
    {
        var given = answers.ToDictionary(a => a.Code, a => a.Answer);
        await calling.VisitAsync(page, entry);
        await GoneAsync(
            page,
            () =>
                page.Locator(".td-entry-stage")
                    .Last.Locator(".govuk-task-list__link")
                    .First.ClickAsync()
        );
        for (
            var sections = 0;
            page.Url.Contains("/sections/", StringComparison.Ordinal);
            sections++
        )
        {
            Assert.True(sections < 12, await page.InnerTextAsync("main"));
            await calling.LookAsync(page);
            await AnswerPageAsync(page, given);
            await PressAsync(page, "Save and continue");
        }
        await calling.LookAsync(page);
    }

    /// <summary>Answers the questions of the page in front of us.</summary>
    private async Task AnswerPageAsync(IPage page, Dictionary<string, string> given)
    {
        foreach (var part in await page.Locator(".td-answering").AllAsync())
        {
            var code = (await part.GetAttributeAsync("id"))!["q-".Length..];
            if (
                given.TryGetValue(code, out var rows)
                && await part.Locator("[name=open-rows]").CountAsync() > 0
                && await part.GetByText("No rows yet.").CountAsync() > 0
            )
            {
                await BringRowsAsync(page, part.Locator("[name=open-rows]"), rows);
            }
        }
        foreach (var part in await page.Locator(".td-answering").AllAsync())
        {
            var code = (await part.GetAttributeAsync("id"))!["q-".Length..];
            var isOptional = (await part.InnerTextAsync()).Contains(
                "(optional)",
                StringComparison.Ordinal
            );
            await AnswerAsync(part, isOptional, given.GetValueOrDefault(code));
        }
    }

    private async Task AnswerAsync(ILocator part, bool isOptional, string? answer)
    {
        var file = part.Locator("input[type=file]");
        if (answer?.EndsWith(".pdf", StringComparison.Ordinal) == true)
        {
            await file.SetInputFilesAsync(FileOf(answer));
            answer = null;
        }
        var radios = part.Locator("input[type=radio]");
        var field = part.Locator("textarea, input[type=text]");
        if (await radios.CountAsync() > 0)
        {
            await part.Locator(answer is null ? "input[type=radio]" : $"input[value='{answer}']")
                .First.CheckAsync();
        }
        else if (await field.CountAsync() > 0 && (answer is not null || !isOptional))
        {
            await field.First.FillAsync(answer ?? Words);
        }
        else if (await field.CountAsync() > 0 && await file.CountAsync() > 0)
        {
            await field.First.FillAsync(Words);
        }
    }

    private async Task BringRowsAsync(IPage page, ILocator open, string rows)
    {
        await GoneAsync(page, () => open.ClickAsync());
        await calling.LookAsync(page);
        await page.GetByLabel("Or paste rows").FillAsync(rows);
        await PressAsync(page, "Bring the rows in");
        await ReadsAsync(page, "brought in");
        await calling.LookAsync(page);
        await PressAsync(page, "Done with these rows");
    }

    /// <summary>A file of this name that is what its ending says.</summary>
    private static FilePayload FileOf(string name) =>
        new()
        {
            Name = name,
            MimeType = "application/pdf",
            Buffer = "%PDF-1.7\n% How the pumps were tried\n%%EOF\n"u8.ToArray(),
        };
}
