using System.Data.Common;
using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Tandem.Kernel;
using Tandem.Market;
using Tandem.Releases;
using Tandem.Tests.Support;

namespace Tandem.Tests.Releases;

/// <summary>The releases of a year are written while they are read: however many there are, a few are held. What that comes to in memory is measured by <c>script/bench publishing</c>.</summary>
[UsesDatabase]
public sealed class YearFileTests(YearFileTests.WatchedApp app)
    : IClassFixture<YearFileTests.WatchedApp>
{
    private const int Releases = 600;

    [Fact]
    public async Task The_first_lines_arrive_while_the_database_is_still_being_read()
    {
        await app.InScopeAsync(async scope =>
        {
            var db = scope.GetRequiredService<Db>();
            await using var transaction = await db.Database.BeginTransactionAsync();
            await Bulk.UpsertAsync(
                db,
                Enumerable
                    .Range(1, Releases)
                    .Select(n => new OwnRelease
                    {
                        Number = n,
                        Ocid = $"ocds-test-{n}",
                        Date = new DateTime(2026, 6, 1, 0, 0, 0, DateTimeKind.Utc).AddMinutes(n),
                        Tag = "planning",
                        ContentHash = $"{n}",
                        // Letters that cannot be packed: more than any buffer on the way holds.
                        Json = PackedJson.Pack(
                            System.Text.Encoding.UTF8.GetBytes(
                                $$"""{"ocid":"ocds-test-{{n}}","title":"{{Convert.ToHexString(RandomNumberGenerator.GetBytes(8192))}}"}"""
                            )
                        ),
                    })
                    .ToList(),
                default
            );
            await transaction.CommitAsync();
        });
        using var client = ((TestServer)app.Services.GetRequiredService<IServer>()).CreateClient();
        using var answer = await client.GetAsync(
            "/ocds/2026.jsonl.gz",
            HttpCompletionOption.ResponseHeadersRead
        );
        await using var packed = await answer.Content.ReadAsStreamAsync();
        await using var plain = new GZipStream(packed, CompressionMode.Decompress);
        using var lines = new StreamReader(plain);
        Assert.StartsWith("{\"ocid\":\"ocds-test-1\"", await lines.ReadLineAsync());
        Assert.DoesNotContain(app.Readers.Finished, rows => rows >= Releases);

        var read = 1;
        while (await lines.ReadLineAsync() is not null)
        {
            read++;
        }
        Assert.Equal(Releases, read);
        Assert.Contains(app.Readers.Finished, rows => rows >= Releases);
    }

    /// <summary>The application, with its readers of the database watched.</summary>
    public sealed class WatchedApp : TestApp
    {
        internal FinishedReaders Readers { get; } = new();

        protected override void Customise(IServiceCollection services) =>
            services.ConfigureDbContext<Db>(options => options.AddInterceptors(Readers));
    }

    /// <summary>How many rows each reader of releases had read when it was done.</summary>
    internal sealed class FinishedReaders : DbCommandInterceptor
    {
        private readonly List<int> finished = [];

        public IReadOnlyList<int> Finished
        {
            get
            {
                lock (finished)
                {
                    return [.. finished];
                }
            }
        }

        public override InterceptionResult DataReaderDisposing(
            DbCommand command,
            DataReaderDisposingEventData eventData,
            InterceptionResult result
        )
        {
            if (command.CommandText.Contains("own_release", StringComparison.Ordinal))
            {
                lock (finished)
                {
                    finished.Add(eventData.ReadCount);
                }
            }
            return result;
        }
    }
}
