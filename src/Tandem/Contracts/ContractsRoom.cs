using Tandem.Contracts.Lists;
using Tandem.Kernel.Search;

namespace Tandem.Contracts;

/// <summary>Contracts: records, lists, pages.</summary>
internal static class ContractsRoom
{
    public static void Add(IServiceCollection services) =>
        services
            .AddRowIndex<ContractIndex>()
            .AddSingleton<FilterWords>()
            .AddScoped<ContractRows>()
            .AddScoped<ContractList>();
}
