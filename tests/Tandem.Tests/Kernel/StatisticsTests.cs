using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Questionnaires;
using Tandem.Tests.Questionnaires;

namespace Tandem.Tests.Kernel;

/// <summary>SQLite chooses among indexes by what it has counted. PostgreSQL counts by itself, so these tests are for SQLite alone.</summary>
public sealed class StatisticsTests(QuestionApp app) : IClassFixture<QuestionApp>
{
    [Fact]
    public async Task Once_the_tables_were_counted_a_list_is_read_from_the_index_made_for_it()
    {
        await app.InScopeAsync(async scope =>
        {
            var db = scope.GetRequiredService<Db>();
            var set = Sets.Read(Sets.Firm) with { Name = QuestionApp.Firm };
            await using (var transaction = await db.Database.BeginTransactionAsync())
            {
                await Bulk.UpsertAsync(
                    db,
                    Enumerable
                        .Range(0, 3000)
                        .Select(i =>
                            Response.Start(
                                set,
                                app.Cast.Preston.Id,
                                new(nameof(Organisation), app.Cast.Preston.Id.ToString()),
                                $"Response {i}",
                                Actor.System,
                                db.Now().AddMinutes(-i)
                            )
                        )
                        .ToList()
                );
                await transaction.CommitAsync();
            }
            await scope.GetRequiredService<KeepStatistics>().RunAsync();
        });
        Assert.Contains("USING INDEX ix_response_listed", await PlanAsync());
    }

    /// <summary>How SQLite goes about the first page of the list, as an officer asks for it.</summary>
    private Task<string> PlanAsync() =>
        app.AsAsync(
            app.Cast.Olu,
            async scope =>
            {
                var db = scope.GetRequiredService<Db>();
                await db.Database.OpenConnectionAsync();
                var page = scope
                    .GetRequiredService<ResponseList>()
                    .Find(new())
                    .Take(ResponseList.PageSize);
                await using var command = page.CreateDbCommand();
                command.CommandText = $"EXPLAIN QUERY PLAN {command.CommandText}";
                await using var reader = await command.ExecuteReaderAsync();
                var lines = new List<string>();
                while (await reader.ReadAsync())
                {
                    lines.Add(reader.GetString(3));
                }
                return string.Join('\n', lines);
            }
        );
}
