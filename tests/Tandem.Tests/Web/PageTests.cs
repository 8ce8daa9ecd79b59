using System.Net;
using Tandem.Kernel;
using Tandem.Tests.Support;
using Tandem.Web.Http;
using Tandem.Web.Layout;

namespace Tandem.Tests.Web;

[UsesDatabase]
public sealed class PageTests(TestApp app) : IClassFixture<TestApp>
{
    [Theory]
    [InlineData("/sign-in")]
    [InlineData("/no-such-page")]
    [InlineData("/assets/no-such-file.css")]
    public async Task Every_answer_carries_the_security_headers(string address)
    {
        var visitor = await app.Visit().GoAsync(address);
        foreach (var (name, value) in SecurityHeaders.Always)
        {
            Assert.Equal(value, visitor.Response.Headers.GetValues(name).Single());
        }
        Assert.False(visitor.Response.Headers.Contains("Server"));
    }

    [Fact]
    public void The_policy_lets_nothing_run_inline_or_come_from_elsewhere()
    {
        Assert.DoesNotContain("unsafe", SecurityHeaders.Policy);
        Assert.DoesNotContain("http", SecurityHeaders.Policy);
        Assert.DoesNotContain("*", SecurityHeaders.Policy);
        Assert.StartsWith("default-src 'none'", SecurityHeaders.Policy);
    }

    [Fact]
    public async Task A_page_that_is_not_there_says_so_within_the_layout()
    {
        var visitor = await app.Visit().GoAsync("/error?status=404");
        Assert.Equal(HttpStatusCode.NotFound, visitor.Status);
        Assert.Equal("Page not found", visitor.Page.QuerySelector("h1")!.TextContent);
        Assert.Equal("Page not found – Tandem", visitor.Page.Title);
        Assert.NotNull(visitor.Page.QuerySelector("a.govuk-skip-link[href='#content']"));
        Assert.NotNull(visitor.Page.QuerySelector("main#content"));
    }

    [Fact]
    public async Task A_form_that_cannot_be_read_does_not_spoil_the_page_that_says_so()
    {
        var content = new ByteArrayContent([1, 2, 3]);
        content.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=x");
        using var answer = await app.Visit()
            .RawAsync(new(HttpMethod.Post, "/error?status=413") { Content = content });
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Contains("The file is too large", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_page_has_no_inline_script_or_style()
    {
        var page = (await app.Visit().GoAsync("/sign-in")).Page;
        Assert.Empty(page.QuerySelectorAll("[style], style, script:not([src])"));
        Assert.DoesNotContain(page.All.SelectMany(e => e.Attributes), a => a.Name.StartsWith("on"));
    }

    [Fact]
    public async Task A_form_with_errors_names_them_first_and_in_the_title()
    {
        var visitor = await (await app.Visit().GoAsync("/sign-in")).PressAsync("Sign in");
        Assert.StartsWith("Error: ", visitor.Page.Title);
        var summary = visitor.Page.QuerySelector("main > .govuk-error-summary")!;
        Assert.Contains("Enter your e-mail address", summary.TextContent);
    }

    [Fact]
    public void The_bar_holds_six_entries_at_most_and_hides_what_needs_a_sign_in()
    {
        var person = Actor.Visitor with { PersonId = Guid.Empty };
        Assert.InRange(SiteNavigation.For(person, "/").Items.Count, 1, 6);
        Assert.DoesNotContain(
            SiteNavigation.For(Actor.Visitor, "/").Items,
            i => i.Href == "/imports"
        );
        var data = SiteNavigation
            .For(person, "/suppliers/duplicates")
            .Items.Single(i => i.Text == "Data");
        Assert.True(data is { IsActive: true, IsCurrent: false });
        Assert.Equal(
            "Possible duplicates",
            SiteNavigation
                .CurrentPart(
                    SiteNavigation.PartsFor(person, "/suppliers/duplicates/decided"),
                    "/suppliers/duplicates/decided"
                )
                ?.Text
        );
    }
}
