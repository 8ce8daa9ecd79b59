namespace Tandem.Playbooks;

/// <summary>Guidance, stages, gates, method cards and templates, as data; and their runs.</summary>
internal static class PlaybooksRoom
{
    public static void Add(IServiceCollection services)
    {
        services
            .AddSingleton<HeldPlaybooks>()
            .AddScoped<PlaybookShelf>()
            .AddScoped<BringShipped>()
            .AddHostedService<BringShippedOnStart>();
        PlaybookParts.Add(services);
        Runs.RunParts.Add(services);
    }

    public static void Map(WebApplication app)
    {
        PlaybookRoutes.Map(app);
        Runs.RunRoutes.Map(app);
    }
}
