using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Contracts;
using Tandem.Contracts.Registers;
using Tandem.Imports;
using Tandem.Kernel;
using Tandem.Web;

namespace Tandem.Cli;

/// <summary><c>tandem import register|pipeline FILE --organisation NAME</c>: brings in a council's own contract register, or its pipeline.</summary>
internal static class ImportRegister
{
    private sealed record Asked(
        ImportKind Kind,
        FileInfo File,
        string Organisation,
        string? Sheet,
        string[] Map,
        Visibility Visibility,
        bool DryRun,
        bool AllOrNothing,
        bool Json
    );

    public static Command Register() =>
        Build(
            ImportKind.Register,
            "register",
            "Bring in a council's own contract register.",
            Visibility.Public
        );

    public static Command Pipeline() =>
        Build(
            ImportKind.Pipeline,
            "pipeline",
            "Bring in a council's pipeline, as it keeps it in a table.",
            Visibility.Organisation
        );

    private static Command Build(
        ImportKind kind,
        string name,
        string says,
        Visibility usualVisibility
    )
    {
        var file = new Argument<FileInfo>("file") { Description = "CSV or Excel workbook." };
        var organisation = new Option<string>("--organisation")
        {
            Description = "Whose it is: its name, or its name in addresses.",
            Required = true,
        };
        var sheet = new Option<string?>("--sheet")
        {
            Description =
                "The sheet of the workbook; the first that holds a table if none is given.",
        };
        var map = new Option<string[]>("--map")
        {
            Description =
                "What a column holds, as \"Heading=field\"; nothing after the sign leaves it out. May be given often, and is remembered.",
            DefaultValueFactory = _ => [],
        };
        var visibility = new Option<Visibility>("--visibility")
        {
            Description = "Who may see what is new: public, partnership or organisation.",
            DefaultValueFactory = _ => usualVisibility,
        };
        var dryRun = new Option<bool>("--dry-run") { Description = "Only say what would change." };
        var allOrNothing = new Option<bool>("--all-or-nothing")
        {
            Description = "Bring in nothing if any row is refused.",
        };
        var json = new Option<bool>("--json")
        {
            Description = "Print the account as one JSON object on the last line.",
        };
        var command = new Command(name, says)
        {
            file,
            organisation,
            sheet,
            map,
            visibility,
            dryRun,
            allOrNothing,
            json,
        };
        command.SetAction(
            (parsed, cancellation) =>
                RunAsync(
                    new(
                        kind,
                        parsed.GetRequiredValue(file),
                        parsed.GetRequiredValue(organisation),
                        parsed.GetValue(sheet),
                        parsed.GetRequiredValue(map),
                        parsed.GetValue(visibility),
                        parsed.GetValue(dryRun),
                        parsed.GetValue(allOrNothing),
                        parsed.GetValue(json)
                    ),
                    cancellation
                )
        );
        return command;
    }

    private static async Task<int> RunAsync(Asked asked, CancellationToken cancellation)
    {
        if (!asked.File.Exists)
        {
            throw new Refusal($"There is no file {asked.File.FullName}.");
        }
        await using var services = Operations.Services();
        await services.GetRequiredService<Migrator>().RunAsync(cancellation);
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        var organisation = await FindAsync(db, asked.Organisation, cancellation);
        var headings = scope
            .ServiceProvider.GetRequiredService<RegisterKinds>()
            .Headings(asked.Kind);
        var (choices, chosen) = await ColumnsAsync(db, headings, organisation, asked, cancellation);
        if (chosen.Count > 0 && !asked.DryRun)
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
            await RegisterColumn.RememberAsync(
                db,
                organisation.Id,
                chosen,
                asked.Kind,
                cancellation
            );
            await transaction.CommitAsync(cancellation);
        }
        return await ImportMarket.RunAsync(
            scope.ServiceProvider,
            new(
                asked.Kind,
                asked.File.Name,
                BytesTotal: asked.File.Length,
                Organisation: organisation.Id,
                Choices: choices.ToJson(),
                DryRun: asked.DryRun,
                AllOrNothing: asked.AllOrNothing
            ),
            [new(asked.File.Name, asked.File.Length, asked.File.OpenRead)],
            asked.Json,
            cancellation
        );
    }

    private static async Task<Organisation> FindAsync(
        Db db,
        string name,
        CancellationToken cancellation
    )
    {
        var slug = Slug.Of(name);
        var found = await db.Set<Organisation>()
            .AsNoTracking()
            .SingleOrDefaultAsync(o => o.Slug == slug, cancellation);
        if (found is not null)
        {
            return found;
        }
        var known = await db.Set<Organisation>()
            .OrderBy(o => o.Name)
            .Take(20)
            .Select(o => o.Name)
            .ToListAsync(cancellation);
        throw new Refusal(
            $"There is no organisation ‘{name}’. {(known.Count == 0 ? "None has been set up yet" : $"Some that there are: {string.Join(", ", known)}")}."
        );
    }

    private static async Task<(RegisterChoices, Dictionary<string, string> Chosen)> ColumnsAsync(
        Db db,
        RegisterHeadings headings,
        Organisation organisation,
        Asked asked,
        CancellationToken cancellation
    )
    {
        await using var stream = asked.File.OpenRead();
        var (format, columns) = headings.Sample(stream, asked.File.Name, asked.Sheet);
        var chosen = Chosen(asked.Map, columns);
        var recognised = headings.Recognise(
            columns,
            await RegisterColumn.OfAsync(db, organisation.Id, asked.Kind, cancellation),
            chosen
        );
        Console.WriteLine($"{asked.File.Name}, {format}: {Words.Count(columns.Count, "column")}");
        foreach (var heading in recognised)
        {
            Console.WriteLine(
                $"  {heading.Heading} → {heading.Field ?? "not used"} ({heading.Why})"
            );
        }
        var mapping = RegisterHeadings.Mapping(recognised);
        headings.Check(mapping);
        foreach (var missing in headings.Missing([.. mapping.Values]))
        {
            Console.WriteLine($"  {missing}");
        }
        return (
            new(mapping, asked.Visibility, [.. columns.Select(c => c.Heading)], asked.Sheet),
            chosen
        );
    }

    private static Dictionary<string, string> Chosen(
        string[] map,
        IReadOnlyList<RegisterSample> columns
    )
    {
        var chosen = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var text in map)
        {
            var sign = text.LastIndexOf('=');
            var heading =
                sign < 0
                    ? null
                    : columns
                        .FirstOrDefault(c =>
                            c.Heading.Equals(
                                text[..sign].Trim(),
                                StringComparison.OrdinalIgnoreCase
                            )
                        )
                        ?.Heading;
            chosen[
                heading
                    ?? throw new Refusal(
                        $"--map ‘{text}’ is not of the form \"Heading=field\" with a heading of the file: {string.Join(", ", columns.Select(c => c.Heading))}."
                    )
            ] = text[(sign + 1)..].Trim().ToLowerInvariant();
        }
        return chosen;
    }
}
