namespace Tandem.Kernel;

/// <summary>
/// Tells when the first page was answered after the start, or when nobody has asked for one for a while. Building the readers' indexes takes every
/// processor for seconds: begun at once it would keep the first visitor waiting for what that page does not need.
/// </summary>
public sealed class FirstPage
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly TaskCompletionSource answered = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );

    /// <summary>Returns once the first page was answered, or two seconds after the call.</summary>
    public async Task PassedAsync(CancellationToken cancellation)
    {
        try
        {
            await answered.Task.WaitAsync(Patience, cancellation);
        }
        catch (TimeoutException) { }
    }

    /// <summary>Watches the answers until the first has gone out.</summary>
    internal Task WatchAsync(HttpContext context, RequestDelegate next)
    {
        if (!answered.Task.IsCompleted)
        {
            context.Response.OnCompleted(() =>
            {
                answered.TrySetResult();
                return Task.CompletedTask;
            });
        }
        return next(context);
    }
}
