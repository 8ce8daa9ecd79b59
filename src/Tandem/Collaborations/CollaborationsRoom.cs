using Tandem.Kernel;
using Tandem.Pipeline;

namespace Tandem.Collaborations;

/// <summary>Who could buy together, and who else buys a thing.</summary>
internal static class CollaborationsRoom
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<HeldOpportunities>();
        services.AddSingleton<OpportunityChoices>();
        services.AddScoped<RefreshOpportunities>();
        services.AddScoped<OrganisationBuyers>();
        services.AddScoped<OpportunityList>();
        services.AddScoped<Following.IWaiting, OpportunityWaiting>();
        services.AddScoped<SetAsideOpportunity>();
        services.AddScoped<PutBackOpportunity>();
        services.AddSingleton<NearIndex>();
        services.AddScoped<WhoElse>();
        services.AddSingleton<CompareNeeds>(AlikeNeeds.Compare);
        Workspaces.WorkspaceParts.Add(services);
        services.AddJobEvery<OpportunityRefreshJob>(TimeSpan.FromSeconds(10));
        services.AddHostedService(provider => provider.GetRequiredService<NearIndex>());
    }

    public static void Map(WebApplication app)
    {
        OpportunityRoutes.Map(app);
        Workspaces.WorkspaceRoutes.Map(app);
    }
}
