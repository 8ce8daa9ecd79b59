using Microsoft.EntityFrameworkCore;
using Tandem.Formats;
using Tandem.Kernel;

namespace Tandem.Collaborations.Workspaces;

/// <summary>What bringing in lines did.</summary>
/// <param name="Marked">Marks of one's own organisation that came with a column of levels.</param>
/// <param name="Problems">Every row that was refused, or came in with something left out, with its place and why.</param>
public sealed record RequirementImport(
    int Added,
    int Updated,
    int Unchanged,
    int Marked,
    IReadOnlyList<Problem> Problems
)
{
    public IReadOnlyList<Problem> Refused =>
        [.. Problems.Where(p => p.Kind == ProblemKind.Refused)];

    public IReadOnlyList<Problem> Noticed =>
        [.. Problems.Where(p => p.Kind == ProblemKind.Noticed)];
}

/// <summary>Brings lines in from a table, or from text with a line for each. A line whose reference is there already is brought up to date; all others are added.</summary>
public sealed class ImportRequirements(Db db)
{
    /// <summary>Most bytes of a file.</summary>
    public const long MostBytes = 30L << 20;

    private const int Batch = 1000;

    /// <exception cref="Refusal">The actor may not, or nothing can be read.</exception>
    public async Task<RequirementImport> RunAsync(
        Actor actor,
        string reference,
        Stream content,
        string fileName,
        CancellationToken cancellation = default
    )
    {
        var collaboration = await db.WorkspaceAsync(actor, reference, cancellation);
        CollaborationPermissions.MayContribute(actor, collaboration).Permit();
        collaboration.Act();
        var reading = RequirementReading.Open(content, fileName);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var intake = await IntakeAsync(collaboration, actor, cancellation);
        foreach (var rows in reading.Rows().Chunk(Batch))
        {
            foreach (var row in rows)
            {
                intake.Take(row, reading);
            }
            await intake.WriteAsync(db, cancellation);
        }
        if (intake.Total == 0)
        {
            throw new Refusal(
                reading.Problems is [var first, ..]
                    ? $"No line could be read. {first}."
                    : "No line could be read.",
                "Upload"
            );
        }
        db.Record(
            actor,
            "requirements-imported",
            nameof(Collaboration),
            collaboration.Id,
            new
            {
                fileName,
                intake.Added,
                intake.Updated,
                intake.Unchanged,
                intake.Marked,
                Refused = reading.Problems.Count(p => p.Kind == ProblemKind.Refused),
            }
        );
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return new(intake.Added, intake.Updated, intake.Unchanged, intake.Marked, reading.Problems);
    }

    private async Task<RequirementIntake> IntakeAsync(
        Collaboration collaboration,
        Actor actor,
        CancellationToken cancellation
    )
    {
        var lines = await db.Set<Requirement>()
            .AsNoTracking()
            .Where(r => r.CollaborationId == collaboration.Id)
            .ToListAsync(cancellation);
        // Marks come for the organisation that the person speaks for; for one who speaks for several, the lead's.
        var own = collaboration
            .Current.Select(m => m.OrganisationId)
            .Where(o => CollaborationPermissions.MaySpeakFor(actor, o).Allowed)
            .OrderByDescending(o => o == collaboration.LeadId)
            .First();
        return new(collaboration.Id, own, lines, actor, db.Now());
    }
}

/// <summary>Takes rows in, one after another, into lines and marks; what is ready is written in batches.</summary>
internal sealed class RequirementIntake(
    Id<Collaboration> collaboration,
    Id<Accounts.Organisation> organisation,
    IReadOnlyList<Requirement> before,
    Actor actor,
    DateTime now
)
{
    private readonly Dictionary<string, Requirement> byReference = before
        .Where(l => l is { RemovedAt: null, Reference.Length: > 0 })
        .DistinctBy(l => l.Reference, StringComparer.OrdinalIgnoreCase)
        .ToDictionary(l => l.Reference, StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, long> lastOfSection = before
        .Where(l => l.RemovedAt is null && l.Section.Length > 0)
        .GroupBy(l => l.Section, StringComparer.OrdinalIgnoreCase)
        .ToDictionary(g => g.Key, g => g.Max(l => l.Position), StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<Id<Requirement>, Requirement> changed = [];
    private readonly Dictionary<Id<Requirement>, RequirementMark> marks = [];
    private readonly Dictionary<string, long> seen = new(StringComparer.OrdinalIgnoreCase);
    private int last = before.Select(l => l.Number).DefaultIfEmpty(0).Max();

    public int Added { get; private set; }
    public int Updated { get; private set; }
    public int Unchanged { get; private set; }
    public int Marked { get; private set; }
    public int Total => Added + Updated + Unchanged;

    public void Take(RequirementRow row, RequirementReading reading)
    {
        try
        {
            var words = row.Words.Checked();
            // The later of two would take the place of the earlier, which nobody means.
            if (words.Reference is { Length: > 0 } reference && !seen.TryAdd(reference, row.Line))
            {
                throw new Refusal(
                    $"The row has the same reference, {reference}, as line {seen[reference]}"
                );
            }
            var line = Line(words);
            if (RequirementWording.Read(row.Level) is { } level)
            {
                Marked++;
                marks[line.Id] = new()
                {
                    RequirementId = line.Id,
                    OrganisationId = organisation,
                    CollaborationId = collaboration,
                    Level = level,
                    ByName = actor.Name,
                    At = now,
                    Revision = line.Revision,
                };
            }
            else if (!string.IsNullOrWhiteSpace(row.Level))
            {
                reading.Note(
                    row.Line,
                    $"‘{row.Level.Trim()}’ is none of the levels must, should and not needed, so the line came in without a mark of yours"
                );
            }
        }
        catch (Refusal refusal)
        {
            reading.Refuse(row.Line, refusal.Message);
        }
    }

    private Requirement Line(RequirementWords words)
    {
        if (
            words.Reference is { Length: > 0 } reference
            && byReference.TryGetValue(reference, out var there)
        )
        {
            var same =
                there.Text == words.Text
                && there.Why == words.Why
                && there.Section == words.Section;
            if (same)
            {
                Unchanged++;
            }
            else
            {
                there.Change(words, there.Revision, actor, now);
                changed[there.Id] = there;
                Updated++;
            }
            return there;
        }
        if (last >= Requirement.Most)
        {
            throw new Refusal($"A set holds {Requirement.Most} lines at most");
        }
        long? place =
            words.Section is { Length: > 0 } section
            && lastOfSection.TryGetValue(section, out var end)
                ? end
                : null;
        var line = Requirement.Add(collaboration, ++last, words, place, actor, now);
        if (line.Section.Length > 0)
        {
            lastOfSection[line.Section] = line.Position;
        }
        if (line.Reference.Length > 0)
        {
            byReference[line.Reference] = line;
        }
        changed[line.Id] = line;
        Added++;
        return line;
    }

    public async Task WriteAsync(Db db, CancellationToken cancellation)
    {
        await Bulk.UpsertAsync(db, [.. changed.Values], cancellation);
        await Bulk.UpsertAsync(db, [.. marks.Values], cancellation);
        changed.Clear();
        marks.Clear();
    }
}
