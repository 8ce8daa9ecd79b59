using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tandem.Accounts;
using Tandem.Contracts;
using Tandem.Contracts.Registers;
using Tandem.Imports;
using Tandem.Kernel;
using Tandem.Tests.Market;
using Tandem.Tests.Support;

namespace Tandem.Tests.Contracts;

/// <summary>Brings registers into a test application, as the command line does.</summary>
internal static class Registers
{
    public const string Header =
        "Reference,Title,Supplier,Company number,Start date,End date,Total value\n";

    /// <summary>A register of these rows below <see cref="Header"/>.</summary>
    public static string Of(params string[] rows) => Header + string.Join('\n', rows) + "\n";

    public static Task<ImportRun> BringRegisterAsync(
        this TestApp app,
        Organisation organisation,
        string csv,
        Visibility visibility = Visibility.Public,
        bool dryRun = false,
        bool allOrNothing = false
    ) =>
        app.BringRegisterAsync(
            organisation,
            Encoding.UTF8.GetBytes(csv),
            "register.csv",
            visibility,
            dryRun,
            allOrNothing
        );

    public static async Task<ImportRun> BringRegisterAsync(
        this TestApp app,
        Organisation organisation,
        byte[] content,
        string name,
        Visibility visibility = Visibility.Public,
        bool dryRun = false,
        bool allOrNothing = false
    )
    {
        var headings = app.Services.GetRequiredService<RegisterHeadings>();
        var (_, columns) = headings.Sample(new MemoryStream(content), name, null);
        var choices = new RegisterChoices(
            RegisterHeadings.Mapping(
                headings.Recognise(columns, new Dictionary<string, RegisterColumn>())
            ),
            visibility,
            [.. columns.Select(c => c.Heading)]
        );
        return await app.BringAsync(
            new ImportRequest(
                ImportKind.Register,
                name,
                Organisation: organisation.Id,
                Choices: choices.ToJson(),
                DryRun: dryRun,
                AllOrNothing: allOrNothing
            ),
            [new ImportSource(name, content.Length, () => new MemoryStream(content))]
        );
    }

    /// <summary>The contracts of an organisation's register by reference, as the register says it.</summary>
    public static Task<Dictionary<string, Contract>> RegisterOfAsync(
        this TestApp app,
        Organisation organisation
    ) =>
        app.InScopeAsync(scope =>
            scope
                .GetRequiredService<Db>()
                .Set<Contract>()
                .AsNoTracking()
                .Where(c => c.OrganisationId == organisation.Id)
                .ToDictionaryAsync(c => c.BuyerReference ?? c.Title)
        );

    public static async Task<List<RegisterChange>> ChangesAsync(this TestApp app, ImportRun run) =>
        [
            .. (await app.AllAsync<RegisterChange>())
                .Where(c => c.RunId == run.Id)
                .OrderBy(c => c.Number),
        ];
}
