using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tandem.Imports;
using Tandem.Kernel;
using Tandem.Tests.Support;

namespace Tandem.Tests.Market;

/// <summary>Brings texts, bytes and files into a test application.</summary>
internal static class Bringing
{
    public static Task<ImportRun> BringAsync(
        this TestApp app,
        ImportKind kind,
        string text,
        bool dryRun = false,
        bool allOrNothing = false,
        string name = "given.json"
    ) => app.BringAsync(kind, Encoding.UTF8.GetBytes(text), dryRun, allOrNothing, name);

    public static Task<ImportRun> BringAsync(
        this TestApp app,
        ImportKind kind,
        byte[] content,
        bool dryRun = false,
        bool allOrNothing = false,
        string name = "given.json"
    ) =>
        app.BringAsync(
            new ImportRequest(kind, name, DryRun: dryRun, AllOrNothing: allOrNothing),
            [new ImportSource(name, content.Length, () => new MemoryStream(content))]
        );

    /// <summary>Every file of a shared folder, in the order of names.</summary>
    public static Task<ImportRun> BringFolderAsync(
        this TestApp app,
        ImportKind kind,
        string folder,
        params string[] endings
    ) =>
        app.BringAsync(
            new ImportRequest(kind, folder),
            [
                .. Directory
                    .EnumerateFiles(SharedData.Find(folder)!, "*", SearchOption.AllDirectories)
                    .Where(f => endings.Contains(Path.GetExtension(f)))
                    .Order(StringComparer.Ordinal)
                    .Select(f => new ImportSource(
                        Path.GetFileName(f),
                        new FileInfo(f).Length,
                        () => File.OpenRead(f)
                    )),
            ]
        );

    public static Task<ImportRun> BringAsync(
        this TestApp app,
        ImportRequest request,
        IReadOnlyList<ImportSource> sources
    ) =>
        app.InScopeAsync(scope =>
            scope.GetRequiredService<BringNow>().RunAsync(Actor.System, request, sources)
        );

    public static Task<List<T>> AllAsync<T>(this TestApp app)
        where T : class =>
        app.InScopeAsync(scope =>
            scope.GetRequiredService<Db>().Set<T>().AsNoTracking().ToListAsync()
        );

    public static async Task<List<ImportProblem>> ProblemsAsync(this TestApp app, ImportRun run) =>
        [.. (await app.AllAsync<ImportProblem>()).Where(p => p.RunId == run.Id).OrderBy(p => p.Id)];

    /// <summary>read, added, updated, unchanged, refused; checked to add up.</summary>
    public static (long, long, long, long, long) Counts(this ImportRun run)
    {
        Assert.Equal(run.Read, run.Added + run.Updated + run.Unchanged + run.Refused);
        return (run.Read, run.Added, run.Updated, run.Unchanged, run.Refused);
    }
}
