using Tandem.Kernel;

namespace Tandem.Classification;

/// <summary>Code lists, places and known authorities.</summary>
internal static class ClassificationRoom
{
    public static void Add(IServiceCollection services) =>
        services
            .AddSingleton<ReferenceLists>()
            .AddSingleton<KnownAuthorities>()
            .AddTransient(provider => provider.GetRequiredService<KnownAuthorities>().Current)
            .AddTransient(provider =>
                provider.GetRequiredService<ReferenceLists>().Current(CpvList.File, CpvList.Read)
            )
            .AddTransient(provider =>
                provider
                    .GetRequiredService<ReferenceLists>()
                    .Current(RegionList.File, RegionList.Read)
            )
            .AddSingleton(provider => CpvClassifier.In(provider.GetRequiredService<Content>()));
}
