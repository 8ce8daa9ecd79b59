using Tandem.Kernel;

namespace Tandem.Releases;

/// <summary>What the organisations here publish as open contracting data, and drafts of the notices they owe.</summary>
internal static class ReleasesRoom
{
    public static void Add(IServiceCollection services)
    {
        services.AddScoped<Publisher>();
        services.AddScoped<ItemFacts>();
        services.AddScoped<RegisterFacts>();
        services.AddScoped<Processes>();
        services.AddScoped<IReleaseSource, ContractReleases>();
        services.AddScoped<IReleaseSource, PromiseReleases>();
        services.AddScoped<IReleaseSource, PipelineReleases>();
        services.AddSingleton<NoticeForms>();
        services.AddScoped<DraftNotice>();
        services.AddScoped<KeepDraft>();
        services.AddScoped(provider => new MakeReleases(
            provider.GetRequiredService<Db>(),
            provider.GetServices<IReleaseSource>(),
            provider.GetServices<ITenderSource>()
        ));
        services.AddJobEvery<MakeReleasesJob>(TimeSpan.FromSeconds(10));
    }

    public static void Map(WebApplication app)
    {
        ReleaseRoutes.Map(app);
        NoticeRoutes.Map(app);
    }
}
