using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Questionnaires;

/// <summary>Keeps a question set for one organisation, which may use it and sees it alone.</summary>
public sealed class BringQuestionSet(Db db, Actor actor)
{
    /// <exception cref="Refusal">The actor may not, something is wrong in the set, or that version is there already.</exception>
    public async Task<BroughtQuestionSet> RunAsync(
        Organisation organisation,
        string yaml,
        CancellationToken cancellation = default
    )
    {
        QuestionnairePermissions.BringQuestionSets(actor, organisation.Id).Permit();
        var reading = QuestionSetReader.Read(yaml);
        if (reading.Set is not { } set)
        {
            var first = reading.Problems[0];
            throw new Refusal(
                $"Line {first.Line}: {first.Message}"
                    + (
                        reading.Problems.Count > 1
                            ? $" (and {reading.Problems.Count - 1} more)"
                            : ""
                    ),
                "Yaml"
            );
        }
        var name = BroughtQuestionSet.NameAt(set.Name, organisation);
        if (
            await db.Set<BroughtQuestionSet>()
                .AnyAsync(s => s.Name == name && s.Version == set.Version, cancellation)
        )
        {
            throw new Refusal(
                $"Version {set.Version} of this set is here already. A version never changes: give the new one another.",
                "Yaml"
            );
        }
        var brought = BroughtQuestionSet.From(set, yaml, organisation, actor, db.Now());
        db.Add(brought);
        db.Record(
            actor,
            "question-set-brought",
            nameof(BroughtQuestionSet),
            brought.Id,
            new
            {
                brought.Name,
                brought.Version,
                brought.QuestionCount,
            }
        );
        await db.SaveChangesAsync(cancellation);
        return brought;
    }
}
