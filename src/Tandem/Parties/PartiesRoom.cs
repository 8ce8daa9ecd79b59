using Tandem.Kernel;

namespace Tandem.Parties;

/// <summary>Who buyers and suppliers are.</summary>
internal static class PartiesRoom
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton(_ => SupplierDuplicates.In(Content.Shipped));
        services.AddScoped<JoinSuppliers>();
        services.AddScoped<PartSuppliers>();
        services.AddScoped<KeepApart>();
        services.AddScoped<UndoDecision>();
        services.AddScoped<FindDuplicates>();
        services.AddHostedService<SuggestOnStart>();
    }
}
