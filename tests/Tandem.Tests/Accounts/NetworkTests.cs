using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Tests.Support;

namespace Tandem.Tests.Accounts;

[UsesDatabase]
public sealed class NetworkTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task A_steward_adds_an_organisation_and_puts_it_into_a_partnership()
    {
        var sam = await app.SignInAsync("sam@example.org");
        await sam.GoAsync("/network");
        await sam.FillIn("Name of the organisation", "Fylde Borough Council")
            .PressAsync("Add the organisation");
        Assert.Contains("Fylde Borough Council has been added.", sam.Text);

        await sam.FillIn("Organisation to add to Lancashire buying group", "Fylde Borough Council")
            .PressAsync("Add to Lancashire buying group");
        Assert.Contains("Fylde Borough Council now belongs to Lancashire buying group.", sam.Text);

        await sam.FillIn("Name of the organisation", "Fylde Borough Council")
            .PressAsync("Add the organisation");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, sam.Status);
        Assert.Contains("There is an organisation of this name already", sam.Text);
    }

    [Fact]
    public async Task Others_read_the_network_and_are_not_offered_to_change_it()
    {
        var visitor = await app.Visit().GoAsync("/network");
        Assert.Contains("Preston City Council", visitor.Text);
        Assert.DoesNotContain("Add an organisation", visitor.Text);

        await app.InScopeAsync(async scope =>
        {
            var (ada, _) = await Actors.OfAsync(scope.GetRequiredService<Db>(), app.Cast.Ada);
            var operation = new AddOrganisation(scope.GetRequiredService<Db>(), ada);
            var refusal = await Assert.ThrowsAsync<Refusal>(() =>
                operation.RunAsync("Nowhere Council", null)
            );
            Assert.Equal(RefusalKind.Permission, refusal.Kind);
        });
    }

    [Fact]
    public async Task An_administrator_adds_a_person_who_can_then_sign_in()
    {
        var ada = await app.SignInAsync("ada@example.org");
        await ada.GoAsync("/organisations/preston-city-council/people");
        ada.FillIn("E-mail address", "new@example.org")
            .FillIn("Name", "Nia")
            .FillIn("First password", "three random words");
        await ada.Choose("Officer: also brings in data and keeps records")
            .PressAsync("Add to Preston City Council");
        Assert.Contains("Nia now belongs to Preston City Council.", ada.Text);

        var nia = app.Visit();
        await nia.GoAsync("/sign-in");
        await nia.FillIn("E-mail address", "new@example.org")
            .FillIn("Password", "three random words")
            .PressAsync("Sign in");
        Assert.Contains("Sign out", nia.Text);

        await nia.GoAsync("/account");
        await nia.FillIn("Present password", "three random words")
            .FillIn("New password", "four quite random words")
            .PressAsync("Change password");
        Assert.Contains("Your password has been changed", nia.Text);
    }

    [Fact]
    public async Task People_of_an_organisation_are_hidden_from_others_and_an_officer_may_not_change_them()
    {
        var lee = await app.SignInAsync("lee@example.org");
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await lee.GoAsync("/organisations/preston-city-council/people")).Status
        );
        var olu = await app.SignInAsync("olu@example.org");
        await olu.GoAsync("/organisations/preston-city-council/people");
        Assert.Equal(HttpStatusCode.OK, olu.Status);
        Assert.DoesNotContain("Add somebody", olu.Text);
    }

    [Fact]
    public async Task The_last_administrator_cannot_be_removed()
    {
        var sam = await app.SignInAsync("sam@example.org");
        await sam.GoAsync("/organisations/preston-city-council/people");
        await sam.PressAsync("Remove Ada");
        Assert.Contains("This is the only administrator.", sam.Text);
        Assert.True(
            await app.InScopeAsync(s =>
                s.GetRequiredService<Db>()
                    .Set<Membership>()
                    .AnyAsync(m => m.PersonId == app.Cast.Ada.Id)
            )
        );
    }
}
