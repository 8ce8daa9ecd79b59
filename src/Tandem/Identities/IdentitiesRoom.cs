using Tandem.Parties;

namespace Tandem.Identities;

/// <summary>Suppliers and buyers across all contracts and notices: their lists and pages, and what people correct in them.</summary>
internal static class IdentitiesRoom
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<SuppliersRegrouped>(Restamp.OfSuppliersAsync);
        services.AddScoped<SupplierDirectory>();
        services.AddScoped<SupplierPapers>();
        services.AddScoped<DuplicateList>();
        services.AddScoped<BuyerDirectory>();
        services.AddScoped<CorrectBuyer>();
    }
}
