using System.Diagnostics;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tandem.Contracts;
using Tandem.Kernel;
using Tandem.Market;
using Tandem.Parties;
using Tandem.Tests.Support;

namespace Tandem.Tests.Imports;

/// <summary>The real program, killed in the middle of an import and started again.</summary>
[UsesDatabase]
public sealed class KilledImportTests
{
    private const int Processes = 12_000;

    [Fact]
    public async Task An_import_that_is_killed_and_run_again_ends_as_one_that_was_not()
    {
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".jsonl");
        await File.WriteAllTextAsync(file, Releases());
        var (killed, whole) = (await TestDatabase.CloneAsync(), await TestDatabase.CloneAsync());
        try
        {
            Assert.Equal(0, await ImportAsync(whole, file));
            await KillInTheMiddleAsync(killed, file);
            var between = await ContentAsync(killed);
            Assert.Equal(0, await ImportAsync(killed, file));
            var (expected, actual) = (await ContentAsync(whole), await ContentAsync(killed));
            Assert.NotEqual(between.Count, actual.Count);
            Assert.True(between.Count > 0, "It was killed before anything was kept.");
            Assert.Equal(expected, actual);
        }
        finally
        {
            File.Delete(file);
            await TestDatabase.DropAsync(killed);
            await TestDatabase.DropAsync(whole);
        }
    }

    private static async Task KillInTheMiddleAsync(Settings settings, string file)
    {
        using var program = Start(settings, file);
        while (!program.HasExited && await CountAsync(settings) == 0)
        {
            await Task.Delay(20);
        }
        program.Kill();
        await program.WaitForExitAsync();
        Assert.NotEqual(0, program.ExitCode);
    }

    private static async Task<int> ImportAsync(Settings settings, string file)
    {
        using var program = Start(settings, file);
        await program.WaitForExitAsync();
        return program.ExitCode;
    }

    private static Process Start(Settings settings, string file)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        foreach (
            var argument in new[] { typeof(Db).Assembly.Location, "import", "ocds", file, "--json" }
        )
        {
            start.ArgumentList.Add(argument);
        }
        start.Environment["TANDEM_DATA"] = settings.DataFolder;
        start.Environment["TANDEM_DATABASE"] = settings.PostgresConnection ?? "";
        return Process.Start(start)!;
    }

    private static async Task<int> CountAsync(Settings settings)
    {
        await using var services = TestDatabase.Services(settings);
        await using var db = services.GetRequiredService<IDbContextFactory<Db>>().CreateDbContext();
        return await db.Set<Notice>().CountAsync();
    }

    /// <summary>Everything that was brought in, without the ids and times that differ between any two runs.</summary>
    private static async Task<List<string>> ContentAsync(Settings settings)
    {
        await using var services = TestDatabase.Services(settings);
        await using var db = services.GetRequiredService<IDbContextFactory<Db>>().CreateDbContext();
        var notices = await db.Set<Notice>()
            .Select(n => $"{n.Number} {n.Ocid} {n.ContentHash} {n.ReleaseCount}")
            .ToListAsync();
        var contracts = await db.Set<Contract>()
            .Where(c => c.NoticeId != null)
            .Select(c => $"{c.Number} {c.SourceKey} {c.ContentHash}")
            .ToListAsync();
        var links = await db.Set<ContractSupplier>()
            .Join(
                db.Set<Contract>(),
                l => l.ContractId,
                c => c.Id,
                (l, c) => new { l, c.SourceKey }
            )
            .Join(
                db.Set<Supplier>(),
                p => p.l.SupplierId,
                s => s.Id,
                (p, s) => $"{p.SourceKey} {s.Key}"
            )
            .ToListAsync();
        var releases = await db.Set<Release>().Select(r => $"{r.Ocid} {r.Hash}").ToListAsync();
        return
        [
            .. notices
                .Concat(contracts)
                .Concat(links)
                .Concat(releases)
                .Order(StringComparer.Ordinal),
        ];
    }

    private static string Releases()
    {
        var text = new StringBuilder();
        for (var i = 0; i < Processes; i++)
        {
            var buyer = $"Borough of Elm {i % 40}";
            text.Append(
                $$$"""{"ocid":"ocds-kill-{{{i}}}","id":"1","date":"2026-01-05T09:00:00Z","tag":["tender"],"buyer":{"name":"{{{buyer}}}"},"tender":{"title":"Need {{{i}}}","items":[{"id":"1","classification":{"scheme":"CPV","id":"77314000"}}] } }"""
            );
            text.Append('\n');
            if (i % 2 == 0)
            {
                text.Append(
                    $$$"""{"ocid":"ocds-kill-{{{i / 2}}}","id":"2","date":"2026-02-05T09:00:00Z","tag":["award"],"buyer":{"name":"{{{buyer}}}"},"awards":[{"id":"a","status":"active","value":{"amount":{{{i}}},"currency":"GBP"},"suppliers":[{"name":"Firm {{{i % 300}}}"}]}]}"""
                );
                text.Append('\n');
            }
        }
        return text.ToString();
    }
}
