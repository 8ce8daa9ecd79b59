using Tandem.Kernel;

namespace Tandem.Cli;

/// <summary>The operations without a web server, for commands.</summary>
internal static class Operations
{
    /// <summary>The application's services; whoever runs a command acts as the system.</summary>
    public static ServiceProvider Services()
    {
        var services = new ServiceCollection();
        services.AddLogging(logging =>
            logging.AddSimpleConsole().SetMinimumLevel(LogLevel.Warning)
        );
        Server.AddApplication(services, Settings.FromEnvironment());
        services.AddSingleton(Actor.System);
        return services.BuildServiceProvider();
    }

    /// <summary>Brings the schema up to date, then acts in a scope of its own. Gives the exit code 0; a refusal gives 1.</summary>
    public static async Task<int> RunAsync(
        Func<IServiceProvider, Task> act,
        CancellationToken cancellation
    )
    {
        await using var services = Services();
        await services.GetRequiredService<Migrator>().RunAsync(cancellation);
        await using var scope = services.CreateAsyncScope();
        await act(scope.ServiceProvider);
        await services
            .GetRequiredService<SignedHeads>()
            .KeepAsync(scope.ServiceProvider.GetRequiredService<Db>(), cancellation);
        return 0;
    }

    /// <inheritdoc cref="RunAsync"/>
    public static Task<int> RunAsync<TOperation>(
        Func<TOperation, Task> act,
        CancellationToken cancellation
    )
        where TOperation : notnull =>
        RunAsync(services => act(services.GetRequiredService<TOperation>()), cancellation);
}
