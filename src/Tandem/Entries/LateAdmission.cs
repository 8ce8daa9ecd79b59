using Tandem.Calls;

namespace Tandem.Entries;

/// <summary>What it would mean to admit what came late.</summary>
/// <param name="Words">In sentences, for who decides.</param>
/// <param name="IsPossible">Whether it can be admitted still.</param>
public sealed record LateAdmission(string Words, bool IsPossible);

/// <summary>What a later room has to say where something that came late is admitted to a stage.</summary>
public interface ILateAdmissions
{
    /// <summary>What admitting would mean; null where it changes nothing but that the entry counts.</summary>
    Task<LateAdmission?> OfAsync(Call call, CallStage stage, CancellationToken cancellation);

    /// <summary>Does what follows from admitting it, in the same transaction.</summary>
    /// <exception cref="Kernel.Refusal">It cannot be admitted any more.</exception>
    Task AdmittedAsync(
        Call call,
        CallStage stage,
        Entry entry,
        string reason,
        CancellationToken cancellation
    );
}
