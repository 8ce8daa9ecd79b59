using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Questionnaires;

/// <summary>Begins a response an organisation gives for itself. A room that begins one for a record of its own calls <see cref="Response.Start"/> with it.</summary>
public sealed class StartResponse(Db db, Actor actor, QuestionSets sets)
{
    /// <exception cref="Refusal">The actor may not answer for the organisation, or no version of the set is in force.</exception>
    public async Task<Response> RunAsync(
        string setName,
        Id<Organisation> organisation,
        CancellationToken cancellation = default
    )
    {
        QuestionnairePermissions.AnswerForOrganisation(actor, organisation).Permit();
        var now = db.Now();
        var set =
            await sets.InForceAsync(setName, LocalDay.Of(now), cancellation)
            ?? throw new Refusal(
                "No version of this question set can be begun today.",
                kind: RefusalKind.NotFound
            );
        var response = Response.Start(
            set,
            organisation,
            new(nameof(Organisation), organisation.ToString()),
            set.Title,
            actor,
            now
        );
        db.Add(response);
        db.Record(
            actor,
            "response-started",
            nameof(Response),
            response.Id,
            new { set = set.Name, set.Version }
        );
        await db.SaveChangesAsync(cancellation);
        return response;
    }
}
