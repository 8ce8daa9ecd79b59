using Tandem.Contracts.Lists;
using Tandem.Contracts.Registers;
using Tandem.Following;
using Tandem.Formats.Tabular;
using Tandem.Imports;
using Tandem.Kernel;
using Tandem.Kernel.Search;

namespace Tandem.Contracts;

/// <summary>Contracts: records, lists, pages, and the registers that councils bring.</summary>
internal static class ContractsRoom
{
    public static void Add(IServiceCollection services) =>
        services
            .AddRowIndex<ContractIndex>()
            .AddSingleton<FilterWords>()
            .AddSingleton<FollowedList, FollowedContracts>()
            .AddScoped<ContractRows>()
            .AddScoped<ContractList>()
            .AddScoped<ISubjects, ContractSubjects>()
            .AddSingleton(provider =>
                RegisterVocabulary.Parse(
                    provider.GetRequiredService<Content>().Text("register-columns.yaml")
                )
            )
            .AddSingleton(provider =>
                ContractRegister.In(provider.GetRequiredService<RegisterVocabulary>())
            )
            .AddSingleton<RegisterKinds>()
            .AddSingleton(provider =>
                provider.GetRequiredService<RegisterKinds>().Headings(ImportKind.Register)
            )
            .AddSingleton<SuggestedCodes>()
            .AddScoped<BringRegister>()
            .AddScoped<ChooseSheet>()
            .AddScoped<SettleColumns>()
            .AddScoped<BringInRegister>()
            .AddScoped<IImporter, RegisterImport>();
}
