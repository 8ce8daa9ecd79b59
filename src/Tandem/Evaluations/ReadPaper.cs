using Microsoft.AspNetCore.Html;
using Microsoft.EntityFrameworkCore;
using Tandem.Entries;
using Tandem.Kernel;
using Tandem.Questionnaires;

namespace Tandem.Evaluations;

/// <summary>Part of what an entry says: the answers of one section of one stage.</summary>
public sealed record EntryPaperPart(
    string Title,
    IReadOnlyList<(string Question, IHtmlContent Answer)> Answers
);

/// <summary>Reads what an entry says, for those who may judge it. Whether they may has been asked before.</summary>
public sealed class ReadPaper(Db db, ReadEntry read)
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
                    .Select(q => (q.Text, AnswerShown.Of(one.Answers, q)))
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
}
