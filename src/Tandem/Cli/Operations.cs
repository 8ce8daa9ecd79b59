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
}
