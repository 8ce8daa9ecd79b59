using Microsoft.EntityFrameworkCore;
using Tandem.Commitments;
using Tandem.Contracts;
using Tandem.Contracts.Lists;
using Tandem.Following;
using Tandem.Imports;
using Tandem.Kernel.Search;

namespace Tandem.Market;

/// <summary>What has been published: releases, notices, what brings them in, and search over them.</summary>
internal static class MarketRoom
{
    public static void Add(IServiceCollection services) =>
        services
            .AddRowIndex<NoticeIndex>()
            .AddSingleton<FollowedList, FollowedNotices>()
            .AddScoped<NoticeRows>()
            .AddScoped<NoticeList>()
            .AddScoped(provider =>
                SearchSection.Of(
                    ContractList.Shape,
                    "/Market/Pages/_ContractCard.cshtml",
                    provider.GetRequiredService<ContractList>()
                )
            )
            .AddScoped(provider =>
                SearchSection.Of(
                    NoticeList.Shape,
                    "/Market/Pages/_NoticeCard.cshtml",
                    provider.GetRequiredService<NoticeList>()
                )
            )
            // The room of promises stands above that of lists, and knows nothing of a search.
            .AddScoped(provider => new SearchSection(
                "/commitments",
                "promise",
                "/Commitments/Pages/_PromiseCard.cshtml",
                async (words, take, cancellation) =>
                {
                    var list = provider.GetRequiredService<CommitmentList>();
                    var found = list.Find(new() { Words = words, Sort = "-changed" });
                    return new(
                        await found.CountAsync(cancellation),
                        null,
                        await list.RowsAsync(found.Take(take), cancellation)
                    );
                }
            ))
            .AddScoped<ISubjects, NoticeSubjects>()
            .AddScoped<RecordDetails>()
            .AddScoped<IImporter, OcdsImport>()
            .AddScoped<IImporter, ContractsFinderImport>();
}
