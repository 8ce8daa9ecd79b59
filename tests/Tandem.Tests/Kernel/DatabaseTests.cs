using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tandem.Kernel;
using Tandem.Tests.Support;

namespace Tandem.Tests.Kernel;

[UsesDatabase]
public sealed class DatabaseTests
{
    [Fact]
    public async Task The_scripts_give_the_columns_of_the_model_and_running_them_twice_changes_nothing()
    {
        var settings = await TestDatabase.EmptyAsync();
        await using (var services = TestDatabase.Services(settings))
        {
            var migrator = services.GetRequiredService<Migrator>();
            Assert.Equal(Migrator.ScriptsFor(DatabaseKind.Sqlite).Count, await migrator.RunAsync());
            Assert.Equal(0, await migrator.RunAsync());

            await using var db = services
                .GetRequiredService<IDbContextFactory<Db>>()
                .CreateDbContext();
            foreach (var entity in db.Model.GetEntityTypes())
            {
                var expected = entity
                    .GetProperties()
                    .Select(p => $"{p.GetColumnName()}{(p.IsNullable ? "?" : "")}")
                    .Order();
                var actual = await ColumnsAsync(db, entity.GetTableName()!);
                Assert.True(
                    expected.SequenceEqual(actual.Order()),
                    $"{entity.GetTableName()}: model has {string.Join(", ", expected)}; the scripts give {string.Join(", ", actual.Order())}"
                );
            }
        }
        await TestDatabase.DropAsync(settings);
    }

    [Fact]
    public async Task Every_class_that_says_how_something_is_stored_is_in_the_model()
    {
        var settings = await TestDatabase.EmptyAsync();
        await using (var services = TestDatabase.Services(settings))
        {
            await using var db = services
                .GetRequiredService<IDbContextFactory<Db>>()
                .CreateDbContext();

            Assert.Equal(
                typeof(Db)
                    .Assembly.GetTypes()
                    .SelectMany(t => t.GetInterfaces())
                    .Where(i =>
                        i.IsGenericType
                        && i.GetGenericTypeDefinition() == typeof(IEntityTypeConfiguration<>)
                    )
                    .Select(i => i.GetGenericArguments()[0].FullName)
                    .Order(),
                db.Model.GetEntityTypes().Select(e => e.Name).Order()
            );
        }
        await TestDatabase.DropAsync(settings);
    }

    [Fact]
    public async Task A_database_of_a_newer_program_is_refused()
    {
        var settings = await TestDatabase.CloneAsync();
        await using (var services = TestDatabase.Services(settings))
        {
            await using (
                var db = services.GetRequiredService<IDbContextFactory<Db>>().CreateDbContext()
            )
            {
                await db.Database.ExecuteSqlRawAsync(
                    "INSERT INTO schema_version (number, name) VALUES (9999, 'from the future')"
                );
            }
            var refusal = await Assert.ThrowsAsync<Refusal>(() =>
                services.GetRequiredService<Migrator>().RunAsync()
            );
            Assert.Contains("newer Tandem", refusal.Message);
        }
        await TestDatabase.DropAsync(settings);
    }

    [Fact]
    public void Both_databases_have_the_same_numbered_scripts()
    {
        var sqlite = Migrator.ScriptsFor(DatabaseKind.Sqlite).Select(s => s.Name);
        var postgres = Migrator.ScriptsFor(DatabaseKind.Postgres).Select(s => s.Name);
        Assert.Equal(sqlite, postgres);
        Assert.Equal(
            Enumerable.Range(1, sqlite.Count()),
            Migrator.ScriptsFor(DatabaseKind.Sqlite).Select(s => s.Number)
        );
    }

    private static async Task<List<string>> ColumnsAsync(Db db, string table) =>
        db.Database.IsSqlite()
            ? await db
                .Database.SqlQuery<string>(
                    $"SELECT name || CASE WHEN \"notnull\" = 0 AND pk = 0 THEN '?' ELSE '' END AS \"Value\" FROM pragma_table_info({table})"
                )
                .ToListAsync()
            : await db
                .Database.SqlQuery<string>(
                    $"SELECT column_name || CASE is_nullable WHEN 'YES' THEN '?' ELSE '' END AS \"Value\" FROM information_schema.columns WHERE table_schema = 'public' AND table_name = {table}"
                )
                .ToListAsync();
}
