using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tandem.Assessments;
using Tandem.Following;
using Tandem.Kernel;
using Tandem.Tests.Support;

namespace Tandem.Tests.Assessments;

/// <summary>What becomes of a certificate after it was given: reminders to its holder, and the report of a buyer.</summary>
[UsesDatabase]
public sealed class HolderTests(TestApp app) : IClassFixture<TestApp>
{
    private readonly Firm firm = new(app);

    [Fact]
    public async Task Holders_are_reminded_once_before_and_after_the_end_and_not_after_renewal()
    {
        app.Clock.Time = new(2028, 1, 3, 9, 0, 0, TimeSpan.Zero);
        var certificate = (await firm.CertificateAsync(await firm.PassAsync()))!;
        async Task<int> SaidOnAsync(int daysBefore)
        {
            app.Clock.Time = new(
                certificate.ExpiresOn.AddDays(-daysBefore).ToDateTime(new(8, 0)),
                TimeSpan.Zero
            );
            await app.InScopeAsync(s => s.GetRequiredService<RemindHolders>().RunAsync());
            await app.InScopeAsync(s => s.GetRequiredService<RemindHolders>().RunAsync());
            return await app.InScopeAsync(s =>
                s.GetRequiredService<Db>()
                    .Set<Message>()
                    .Where(m => m.Key.StartsWith($"certificate:{certificate.Id}:"))
                    .Select(m => m.Key)
                    .Distinct()
                    .CountAsync()
            );
        }
        Assert.Equal(0, await SaidOnAsync(31));
        Assert.Equal(1, await SaidOnAsync(30));
        Assert.Equal(1, await SaidOnAsync(8));
        Assert.Equal(2, await SaidOnAsync(7));
        Assert.Equal(2, await SaidOnAsync(-6));
        Assert.Equal(3, await SaidOnAsync(-7));

        app.Clock.Time = new(certificate.ExpiresOn.ToDateTime(new(8, 0)), TimeSpan.Zero);
        var renewed = (await firm.CertificateAsync(await firm.PassAsync()))!;
        app.Clock.Time = new(
            certificate.ExpiresOn.AddDays(20).ToDateTime(new(8, 0)),
            TimeSpan.Zero
        );
        Assert.Equal(
            0,
            await app.InScopeAsync(s => s.GetRequiredService<RemindHolders>().RunAsync())
        );
        Assert.NotEqual(certificate.Number, renewed.Number);
    }
}

/// <summary>What a buyer reads of the certificates of its suppliers.</summary>
[UsesDatabase]
public sealed class BuyersReportTests(TestApp app) : IClassFixture<TestApp>
{
    private readonly Firm firm = new(app);

    [Fact]
    public async Task A_supplier_leaves_the_buyers_report_once_it_has_a_certificate()
    {
        app.Clock.Time = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);
        await Buying.FromAsync(
            app,
            ("GB-COH:07719382", "Preston Works Ltd", "07719382"),
            ("name:x:hand and son", "Hand and Son", null)
        );
        var lee = await app.SignInAsync("lee@example.org");
        await lee.GoAsync("/certificates/suppliers");
        Assert.Contains("2 of 2 suppliers", lee.Text);
        Assert.Contains("None known", lee.Text);
        Assert.Contains("No company number is known", lee.Text);
        await firm.PassAsync();
        await lee.GoAsync("/certificates/suppliers");
        Assert.Contains("1 of 2 suppliers", lee.Text);
        Assert.DoesNotContain("Preston Works Ltd", lee.Text);
        await lee.GoAsync("/certificates/suppliers?show=all");
        Assert.Contains("Valid", lee.Text);
        using var csv = await lee.RawAsync(
            new(HttpMethod.Get, "/certificates/suppliers.csv?show=all")
        );
        Assert.Contains(
            "Preston Works Ltd,07719382,C-9001,Valid",
            await csv.Content.ReadAsStringAsync()
        );
        app.Clock.Time = new(2028, 2, 1, 9, 0, 0, TimeSpan.Zero);
        lee = await app.SignInAsync("lee@example.org");
        await lee.GoAsync("/certificates/suppliers");
        Assert.Contains("Expired", lee.Text);
    }
}
