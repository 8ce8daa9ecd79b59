using Tandem.Calls;
using Tandem.Entries.Sealing;
using Tandem.Kernel;
using Tandem.Kernel.Sealing;
using Tandem.Questionnaires;

namespace Tandem.Entries;

/// <summary>What was entered in one stage, to be read.</summary>
public sealed record PaperStage(CallStage Stage, EntryVersion Version, OpenResponse Answers);

/// <summary>An entry as those read it who may: what counts of every stage.</summary>
/// <param name="Entrant">Null where it is read without the entrant’s name.</param>
public sealed record EntryPaper(Entry Entry, string? Entrant, IReadOnlyList<PaperStage> Stages);

/// <summary>Opens what was submitted, to be read. Whoever calls it has asked who may read.</summary>
public sealed class ReadEntry(QuestionSets sets, EntryPackages packages, SealingKey installation)
{
    /// <summary>What counts of each stage that can be read.</summary>
    public async Task<EntryPaper> PaperAsync(
        FoundEntry found,
        bool isAnonymised = false,
        CancellationToken cancellation = default
    )
    {
        var stages = await StagesAsync(found, found.Call.InOrder, cancellation);
        return new(found.Entry, isAnonymised ? null : found.Entry.EntrantName, stages);
    }

    /// <summary>What counts of the stages before one, as far as it can be read: a later stage asks only what is new.</summary>
    public Task<IReadOnlyList<PaperStage>> BeforeAsync(
        FoundEntry found,
        CallStage later,
        CancellationToken cancellation = default
    ) =>
        StagesAsync(
            found,
            found.Call.InOrder.Where(s => s.Position < later.Position),
            cancellation
        );

    private async Task<IReadOnlyList<PaperStage>> StagesAsync(
        FoundEntry found,
        IEnumerable<CallStage> those,
        CancellationToken cancellation
    )
    {
        var stages = new List<PaperStage>();
        foreach (var stage in those)
        {
            if (found.Entry.Counting(stage.Id) is { IsOpen: true } version)
            {
                stages.Add(
                    new(
                        stage,
                        version,
                        await ShownAsync(
                            found,
                            stage,
                            version,
                            version.Read(
                                installation,
                                await packages.OfAsync(version, cancellation)
                            ),
                            cancellation
                        )
                    )
                );
            }
        }
        return stages;
    }

    /// <summary>A version as its members read it: by its receipt code as long as it is sealed.</summary>
    /// <exception cref="Refusal">It is not the code of this version.</exception>
    public async Task<OpenResponse> OwnAsync(
        FoundEntry found,
        EntryVersion version,
        string? code,
        CancellationToken cancellation = default
    )
    {
        var kept = await packages.OfAsync(version, cancellation);
        return await ShownAsync(
            found,
            found.Call.Stages.Single(s => s.Id == version.StageId),
            version,
            version.IsOpen ? version.Read(installation, kept) : ByCode(version, kept, code),
            cancellation
        );
    }

    private async Task<OpenResponse> ShownAsync(
        FoundEntry found,
        CallStage stage,
        EntryVersion version,
        Package package,
        CancellationToken cancellation
    )
    {
        var set =
            await sets.FindAsync(package.SetName, package.SetVersion, cancellation)
            ?? throw new Refusal(
                $"The question set {package.SetName} {package.SetVersion} is not installed here.",
                kind: RefusalKind.Unready
            );
        var (answers, files) = Packed(package);
        return PackedAnswers.Open(
            set,
            found.Call.OrganisationId,
            $"{found.Entry.Reference}, {stage.Title}",
            package.At,
            answers,
            files,
            $"{found.Entry.Path}/files/{version.Number}",
            found.Entry.Reference,
            found.Entry.Path
        );
    }

    /// <exception cref="Refusal">It is not the code of this version.</exception>
    internal static Package ByCode(EntryVersion version, KeptPackage kept, string? code) =>
        kept.KeyByCode(code, version.Id.ToString()) is { } key
            ? kept.Open(key, version.Id.ToString())
            : throw new Refusal(
                string.IsNullOrWhiteSpace(code)
                    ? "Enter the receipt code"
                    : "This is not the receipt code of this version. It stands on the receipt of that version, and is 26 signs long.",
                "Code"
            );

    internal static (IReadOnlyList<PackedAnswer> Answers, IReadOnlyList<PackedFile> Files) Packed(
        Package package
    ) =>
        (
            [
                .. package.Answers.Select(a => new PackedAnswer(
                    a.Key,
                    a.Value.Json,
                    a.Value.By,
                    a.Value.At
                )),
            ],
            [
                .. package.Files.Select(f => new PackedFile(
                    f.Id,
                    f.Question,
                    f.Name,
                    f.Bytes,
                    f.Hash,
                    f.Key
                )),
            ]
        );
}

/// <summary>The entries that are judged.</summary>
public sealed class OpenEntries(Db db)
{
    /// <summary>Those of a stage that were received in time or admitted, not withdrawn, and can be read. Whoever calls it has asked who may know of them.</summary>
    public IQueryable<Entry> OfStage(CallStage stage)
    {
        var now = db.Now();
        return db.Set<Entry>()
            .Where(e =>
                e.CallId == stage.CallId
                && e.WithdrawnAt == null
                && (
                    !e.IsPublic
                    || (e.PublishedAt != null && e.HiddenAt == null && e.MergedIntoId == null)
                )
                && e.Versions.Any(v =>
                    v.StageId == stage.Id
                    && v.ReplacedAt == null
                    && (!v.IsLate || v.IsAdmitted == true)
                    && (
                        v.ForCall != null
                            ? v.OpenedKey != null
                            : stage.ClosesAt == null || stage.ClosesAt < now
                    )
                )
            );
    }
}
