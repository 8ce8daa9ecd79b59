using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Formats.Documents;
using Tandem.Kernel;
using Tandem.Web;

namespace Tandem.Collaborations.Workspaces;

/// <summary>A version of the requirement set with its lines, as it is taken away.</summary>
public sealed record AgreedSet(
    Collaboration Collaboration,
    RequirementVersion Version,
    IReadOnlyList<RequirementVersionLine> Lines,
    IReadOnlyDictionary<Id<Organisation>, Organisation> Names
)
{
    public string FileName => $"{Collaboration.Reference}-requirements-v{Version.Number}";

    /// <exception cref="Refusal">There is no such version that the actor may see.</exception>
    public static async Task<AgreedSet> ReadAsync(
        Db db,
        Actor actor,
        string reference,
        int number,
        CancellationToken cancellation = default
    )
    {
        var collaboration = await db.WorkspaceAsync(actor, reference, cancellation);
        var version = await db.VersionAsync(collaboration, number, cancellation);
        var lines = await db.Set<RequirementVersionLine>()
            .AsNoTracking()
            .Where(l => l.VersionId == version.Id)
            .OrderBy(l => l.Position)
            .ThenBy(l => l.Number)
            .ToListAsync(cancellation);
        var names = await db.OrganisationsAsync(
            collaboration
                .Members.Select(m => m.OrganisationId)
                .Concat(version.Agreements.Select(a => a.OrganisationId)),
            cancellation
        );
        return new(collaboration, version, lines, names);
    }

    /// <summary>The version as a document for a word processor.</summary>
    public TextDocument Document()
    {
        var (state, _) = RequirementWording.State(Version.State);
        var blocks = new List<Block>
        {
            new Paragraph([
                new(
                    $"Version {Version.Number}, {state.ToLowerInvariant()}"
                        + (Version.AgreedAt is { } at ? $" on {Words.Day(LocalDay.Of(at))}" : ""),
                    Bold: true
                ),
                new(
                    $". {Words.Count(Version.Lines, "requirement")}. {Collaboration.Reference}, led by {Names[Collaboration.LeadId].Name}."
                ),
            ]),
        };
        if (Version.Note is { } note)
        {
            blocks.Add(new Paragraph(note));
        }
        blocks.Add(new Heading(1, "What it is for"));
        blocks.Add(new Paragraph(Collaboration.Aims));
        blocks.Add(new Heading(1, "Who agreed"));
        blocks.Add(
            new DocumentTable(
                [new("Authority", 3), new("Says", 1), new("By", 3), new("On", 2)],
                Version
                    .Agreements.OrderBy(a => Names[a.OrganisationId].Name, StringComparer.Ordinal)
                    .Select(a =>
                        (IReadOnlyList<DocumentCell>)
                            [
                                Names[a.OrganisationId].Name,
                                a.Agrees ? "Agrees" : "Does not agree",
                                a.Post is null ? a.ByName : $"{a.ByName}, {a.Post}",
                                Words.Day(LocalDay.Of(a.At)),
                            ]
                    )
            )
        );
        blocks.Add(new Heading(1, "The requirements"));
        blocks.Add(
            new ItemList([
                "Must: without it an offer does not serve.",
                "Should: wanted, and worth paying for.",
                "Not needed: looked at, and left out.",
            ])
        );
        foreach (var section in Sections())
        {
            if (section.Name.Length > 0)
            {
                blocks.Add(new Heading(2, section.Name));
            }
            blocks.Add(Table(section.Lines));
        }
        return new(
            $"Joint requirements: {Collaboration.Title}",
            blocks,
            Author: Names[Collaboration.LeadId].Name,
            Made: Version.ProposedAt
        );
    }

    // Sections in the order of the set; one that begins again later is a heading again.
    private IEnumerable<(string Name, IReadOnlyList<RequirementVersionLine> Lines)> Sections()
    {
        for (var i = 0; i < Lines.Count; )
        {
            var end = i;
            while (end < Lines.Count && Lines[end].Section == Lines[i].Section)
            {
                end++;
            }
            yield return (Lines[i].Section, [.. Lines.Skip(i).Take(end - i)]);
            i = end;
        }
    }

    private static DocumentTable Table(IReadOnlyList<RequirementVersionLine> lines)
    {
        var differing = lines.Any(l => l.Differing.Length > 0);
        DocumentColumn[] columns =
        [
            new("No.", 1),
            new("Requirement", 6),
            new("Level", 1.4),
            new("Why", 3),
        ];
        return new(
            differing ? [.. columns, new("Marked otherwise", 2.4)] : columns,
            lines.Select(l =>
            {
                DocumentCell[] cells =
                [
                    l.Reference.Length > 0 ? l.Reference : l.Number.ToString(Words.Culture),
                    l.Text,
                    RequirementWording.Level(l.Level),
                    l.Why,
                ];
                return (IReadOnlyList<DocumentCell>)(differing ? [.. cells, l.Differing] : cells);
            })
        );
    }
}
