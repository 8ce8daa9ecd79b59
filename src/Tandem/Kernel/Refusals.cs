namespace Tandem.Kernel;

/// <summary>Gathers what several rules say to one act, so that a person reads all of it at once and not one thing after another.</summary>
public sealed class Refusals
{
    private readonly List<Refusal> said = [];

    /// <summary>Adds what a rule says, beside its field.</summary>
    public void Say(string message, string? field = null) => said.Add(new(message, field));

    /// <summary>What a rule gives; where it refuses, that is added and nothing given.</summary>
    public T? Of<T>(Func<T> rule)
    {
        try
        {
            return rule();
        }
        catch (Refusal refusal) when (refusal.Kind == RefusalKind.Rule)
        {
            Add(refusal);
            return default;
        }
    }

    /// <inheritdoc cref="Of{T}"/>
    public async Task OfAsync(Func<Task> rule)
    {
        try
        {
            await rule();
        }
        catch (Refusal refusal) when (refusal.Kind == RefusalKind.Rule)
        {
            Add(refusal);
        }
    }

    /// <exception cref="Refusal">A rule has refused; the first stands for all, and the others go with it.</exception>
    public void Throw()
    {
        if (said is [var first, .. var others])
        {
            throw new Refusal(first.Message, first.Field) { Others = others };
        }
    }

    private void Add(Refusal refusal)
    {
        foreach (var one in (IEnumerable<Refusal>)[refusal, .. refusal.Others])
        {
            if (!said.Exists(s => s.Message == one.Message && s.Field == one.Field))
            {
                said.Add(one);
            }
        }
    }
}
