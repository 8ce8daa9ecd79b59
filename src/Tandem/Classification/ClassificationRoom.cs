namespace Tandem.Classification;

/// <summary>Code lists, places and known authorities.</summary>
internal static class ClassificationRoom
{
    public static void Add(IServiceCollection services) =>
        services
            .AddSingleton<ReferenceLists>()
            .AddSingleton<KnownAuthorities>()
            .AddTransient(provider => provider.GetRequiredService<KnownAuthorities>().Current);
}
