using Tandem.Accounts;
using Tandem.Calls.Kinds;
using Tandem.Classification;
using Tandem.Kernel;
using Tandem.Pipeline;
using Tandem.Questionnaires;

namespace Tandem.Calls;

/// <summary>Begins a call of a kind: a draft with everything the kind proposes, owned by who makes it.</summary>
public sealed class MakeCall(
    Db db,
    Actor actor,
    CallKinds kinds,
    QuestionSets sets,
    Settings settings
)
{
    /// <param name="item">The pipeline item it comes from, whose open contracting identifier it carries on; null where it begins here.</param>
    /// <param name="cpvCodes">What is known of what it is about; those that are none are left out.</param>
    /// <exception cref="Refusal">The actor may not, there is no such kind, or no title was given.</exception>
    public async Task<Call> RunAsync(
        Id<Organisation> organisation,
        string kindName,
        string? title,
        PipelineItem? item = null,
        string? cpvCodes = null,
        CancellationToken cancellation = default
    )
    {
        CallPermissions.MayMake(actor, organisation).Permit();
        var kind =
            kinds.Find(kindName)
            ?? throw new Refusal("There is no such kind of call.", "Kind", RefusalKind.NotFound);
        if (item is not null && item.OrganisationId != organisation)
        {
            throw new Refusal("That pipeline item belongs to another organisation.");
        }
        var own =
            await db.Set<Organisation>().FindAsync([organisation], cancellation)
            ?? throw new Refusal("There is no such organisation.", kind: RefusalKind.NotFound);
        var today = db.Today();
        var versions = new Dictionary<string, string>();
        foreach (
            var name in kind.Stages.Select(s => s.Form).Append(kind.Eligibility).OfType<string>()
        )
        {
            versions[name] = (await sets.InForceAsync(name, today, cancellation))?.Version ?? "";
        }
        var call = Call.Make(
            kind,
            own,
            title,
            name => versions[name],
            settings.OcidPrefix,
            actor,
            db.Now(),
            item,
            Codes(item?.CpvCodes ?? cpvCodes)
        );
        db.Add(call);
        db.RecordOn(
            actor,
            CallActs.Made,
            call,
            new
            {
                call.Title,
                kind = kind.Name,
                version = kind.Version,
                item = item?.Reference,
            }
        );
        await db.SaveCallAsync(call, cancellation);
        return call;
    }

    private static string Codes(string? typed) =>
        string.Join(
            ' ',
            (typed ?? "")
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(t => Cpv.TryParse(t, out var code) ? code.Digits : null)
                .OfType<string>()
                .Distinct()
        );
}
