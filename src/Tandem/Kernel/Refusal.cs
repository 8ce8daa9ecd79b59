namespace Tandem.Kernel;

/// <summary>What a rule says to an act that it does not allow. Shown to the person as it stands, beside the field where one is named.</summary>
public sealed class Refusal(
    string message,
    string? field = null,
    RefusalKind kind = RefusalKind.Rule
) : Exception(message)
{
    /// <summary>The form field (model property) the words belong to, or null for the page as a whole.</summary>
    public string? Field { get; } = field;

    /// <summary>What other rules say to the same act, so that a person reads all of it at once.</summary>
    public IReadOnlyList<Refusal> Others { get; init; } = [];

    /// <summary>Whether a rule, a permission or an absence is the reason; decides the HTTP status (422, 403, 404, 503).</summary>
    public RefusalKind Kind { get; } = kind;
}

/// <summary>Why something was refused.</summary>
public enum RefusalKind
{
    /// <summary>A rule of the record does not allow it (422).</summary>
    Rule,

    /// <summary>This person may not (403).</summary>
    Permission,

    /// <summary>There is no such thing, or none that this person may know of (404).</summary>
    NotFound,

    /// <summary>What is asked for is still being prepared; asking again later will do (503).</summary>
    Unready,

    /// <summary>Somebody else changed the record since it was read; asked again on the record as it is now, it may succeed (422).</summary>
    Changed,
}

/// <summary>May this actor do this? Yes, or no with the words to show.</summary>
public readonly record struct Verdict(bool Allowed, string? Reason)
{
    /// <summary>Allowed.</summary>
    public static Verdict Yes => new(true, null);

    /// <summary>Not allowed, and why, in words for the person who asked.</summary>
    public static Verdict No(string reason) => new(false, reason);

    /// <summary>Goes on if allowed; otherwise throws the <see cref="Refusal"/>.</summary>
    public void Permit()
    {
        if (!Allowed)
        {
            throw new Refusal(Reason ?? "You may not do this.", kind: RefusalKind.Permission);
        }
    }
}
