using Tandem.Kernel;

namespace Tandem.Questionnaires;

/// <summary>Submits a complete draft.</summary>
public sealed class SubmitResponse(Db db, Actor actor, FindResponse find, ResponseUses uses)
{
    /// <exception cref="Refusal">The actor may not, it is no draft, or something is missing.</exception>
    public async Task<OpenResponse> RunAsync(
        Id<Response> id,
        CancellationToken cancellation = default
    )
    {
        var open = await find.RunAsync(id, cancellation);
        open.Rights.Submit.Permit();
        Submit(open);
        await uses.Of(open.Response).ChangedAsync(open.Response, cancellation);
        await db.SaveChangesAsync(cancellation);
        return open;
    }

    /// <summary>Submits as part of an act of another room, which has asked its own permission and saves.</summary>
    /// <exception cref="Refusal">It is no draft, or something is missing.</exception>
    public void Submit(OpenResponse open)
    {
        open.Response.Submit(open.Sheet, actor, db.Now());
        db.Record(
            actor,
            "response-submitted",
            nameof(Response),
            open.Response.Id,
            new
            {
                set = open.Set.Name,
                open.Set.Version,
                open.Response.AutoFailCount,
            }
        );
    }
}
