namespace Tandem.Demo;

/// <summary>The fictional network that a newcomer meets.</summary>
internal static class DemoRoom
{
    public static void Add(IServiceCollection services) =>
        services
            .AddScoped<SeedDemo>()
            .AddScoped<DemoVoices>()
            .AddScoped<DemoPromises>()
            .AddScoped<DemoTogether>()
            .AddScoped<DemoFirms>()
            .AddScoped<DemoPanels>()
            .AddScoped<DemoServices>()
            .AddScoped<DemoAssessments>()
            .AddScoped<DemoRuns>()
            .AddScoped<DemoCalls>()
            .AddScoped<DemoLives>()
            .AddScoped<DemoEntries>()
            .AddScoped<DemoAnswers>()
            .AddScoped<DemoIdeas>()
            .AddScoped<DemoSeals>()
            .AddScoped<DemoJudgings>()
            .AddScoped<DemoDecisions>()
            .AddScoped<DemoTalk>();
}
