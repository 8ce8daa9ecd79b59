using Tandem.Calls.Kinds;
using Tandem.Kernel;

namespace Tandem.Calls;

/// <summary>Writes one section of a call while it is a draft.</summary>
public sealed class WriteCall(Db db, Actor actor)
{
    /// <summary>What it is about.</summary>
    /// <exception cref="Refusal">The actor may not, it is no draft, or a fact will not do.</exception>
    public Task<Call> AboutAsync(
        string reference,
        CallBasics basics,
        CancellationToken cancellation = default
    ) => RunAsync(reference, "what it is about", c => c.Describe(basics, db.Now()), cancellation);

    /// <summary>Parts of the brief by code.</summary>
    /// <inheritdoc cref="AboutAsync"/>
    public Task<Call> BriefAsync(
        string reference,
        IReadOnlyDictionary<string, string> parts,
        CancellationToken cancellation = default
    ) => RunAsync(reference, "brief", c => c.WriteBrief(parts, db.Now()), cancellation);

    /// <summary>What entrants accept by code.</summary>
    /// <inheritdoc cref="AboutAsync"/>
    public Task<Call> TermsAsync(
        string reference,
        IReadOnlyDictionary<string, string> terms,
        CancellationToken cancellation = default
    ) =>
        RunAsync(
            reference,
            "what entrants accept",
            c => c.WriteTerms(terms, db.Now()),
            cancellation
        );

    /// <summary>Dates.</summary>
    /// <inheritdoc cref="AboutAsync"/>
    public Task<Call> DatesAsync(
        string reference,
        CallDates dates,
        CancellationToken cancellation = default
    ) => RunAsync(reference, "dates", c => c.Schedule(dates, db.Now()), cancellation);

    /// <summary>Money.</summary>
    /// <inheritdoc cref="AboutAsync"/>
    public Task<Call> MoneyAsync(
        string reference,
        CallSums sums,
        CancellationToken cancellation = default
    ) => RunAsync(reference, "money", c => c.Fund(sums, db.Now()), cancellation);

    /// <summary>How a stage is judged.</summary>
    /// <inheritdoc cref="AboutAsync"/>
    public Task<Call> JudgingAsync(
        string reference,
        string stage,
        JudgingTerms terms,
        CancellationToken cancellation = default
    ) => RunAsync(reference, "criteria", c => c.Judge(stage, terms, db.Now()), cancellation);

    /// <summary>What is asked in a stage.</summary>
    /// <inheritdoc cref="AboutAsync"/>
    public Task<Call> FormAsync(
        string reference,
        string stage,
        string form,
        string version,
        CancellationToken cancellation = default
    ) => RunAsync(reference, "form", c => c.Ask(stage, form, version, db.Now()), cancellation);

    private async Task<Call> RunAsync(
        string reference,
        string part,
        Action<Call> write,
        CancellationToken cancellation
    )
    {
        var call = await db.CallAsync(actor, reference, cancellation);
        CallPermissions.MayWrite(actor, call).Permit();
        write(call);
        db.RecordOn(actor, CallActs.Written, call, new { part });
        await db.SaveCallAsync(call, cancellation);
        return call;
    }
}
