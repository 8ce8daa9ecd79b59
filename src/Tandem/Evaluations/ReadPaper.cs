using Microsoft.AspNetCore.Html;
using Microsoft.EntityFrameworkCore;
using Tandem.Entries;
using Tandem.Evaluations.Files;
using Tandem.Kernel;
using Tandem.Questionnaires;
using Tandem.Web.Components;

namespace Tandem.Evaluations;

/// <summary>Part of what an entry says: the answers of one section of one stage.</summary>
public sealed record EntryPaperPart(
    string Title,
    IReadOnlyList<(string Question, IHtmlContent Answer)> Answers
);

/// <summary>Reads what an entry says, for those who may judge it. Whether they may has been asked before.</summary>
public sealed class ReadPaper(Db db, Actor actor, ReadEntry read, EntryFiles files)
{
    /// <param name="only">Codes of the questions that matter; null or empty: all.</param>
    public async Task<IReadOnlyList<EntryPaperPart>> RunAsync(
        JudgedStage stage,
        JudgedEntry entry,
        CancellationToken cancellation,
        IReadOnlyList<string>? only = null
    )
    {
        var found = await db.Set<Entry>()
            .AsNoTracking()
            .Include(e => e.Members)
            .Include(e => e.Versions)
            .AsSplitQuery()
            .SingleAsync(e => e.Id == entry.Id, cancellation);
        var paper = await read.PaperAsync(new(stage.Call, found), stage.IsAnonymised, cancellation);
        // Whoever reads without names sees neither names of files nor a file that nobody has looked at.
        var shownFiles = stage.IsBlindFor(actor.PersonId)
            ? (await files.OfAsync(stage, entry, cancellation)).ToDictionary(f => f.Id)
            : null;
        Func<Evidence, IHtmlContent>? named = shownFiles is null
            ? null
            : file => Blind(stage, shownFiles[file.Id.Value]);
        var parts = new List<EntryPaperPart>();
        foreach (var one in paper.Stages.Where(s => s.Stage.Position <= stage.Stage.Position))
        {
            foreach (var section in one.Answers.Set.Sections)
            {
                var shown = section
                    .Questions.Where(q =>
                        one.Answers.Sheet.IsAsked(q)
                        && (only is not { Count: > 0 } || only.Contains(q.Code))
                    )
                    .Select(q => (q.Text, AnswerShown.Of(one.Answers, q, named)))
                    .ToList();
                if (shown.Count > 0)
                {
                    parts.Add(
                        new(
                            paper.Stages.Count > 1
                                ? $"{one.Stage.Title}: {section.Title}"
                                : section.Title,
                            shown
                        )
                    );
                }
            }
        }
        return parts;
    }

    private static Element Blind(JudgedStage stage, JudgedFile file) =>
        file.IsReleased
            ? new Element("span")
                .Add(
                    new Element("a")
                        .Class("govuk-link")
                        .With("href", $"{stage.Path}/{file.Entry.Number}/files/{file.Id}")
                        .Add(file.Name)
                )
                .Add($" ({file.Size})")
        : file.Check?.Reason is { } reason
            ? new Element("span").Add($"{file.Name}: held back, as it says who entered. {reason}")
        : new Element("span").Add(
            $"{file.Name}: not looked at yet. You can open it once somebody who does not judge has seen that it says nothing of who entered."
        );
}
