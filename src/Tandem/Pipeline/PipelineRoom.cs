using Tandem.Accounts;
using Tandem.Contracts.Lists;
using Tandem.Following;
using Tandem.Formats.Tabular;
using Tandem.Imports;
using Tandem.Kernel;
using Tandem.Kernel.Search;

namespace Tandem.Pipeline;

/// <summary>What is coming: needs, projects and planned purchases of organisations, kept true.</summary>
internal static class PipelineRoom
{
    public static void Add(IServiceCollection services) =>
        services
            .AddRowIndex<PipelineIndex>()
            .AddSingleton<FollowedList, FollowedPipeline>()
            .AddScoped<PipelineRows>()
            .AddScoped<PipelineList>()
            .AddScoped(provider =>
                SearchSection.Of(
                    PipelineList.Shape,
                    "/Pipeline/Pages/_ItemCard.cshtml",
                    provider.GetRequiredService<PipelineList>()
                )
            )
            .AddScoped<Pages.ItemPages>()
            .AddScoped<SuggestForItem>()
            .AddScoped<IBelongingChanges, KeepBelonging>()
            .AddScoped<ISubjects, PipelineSubjects>()
            .AddScoped<IWaiting, PipelineWaiting>()
            .AddScoped<RemindOwners>()
            .AddScoped<FollowReplaced>()
            .AddScoped<BecomeContract>()
            // Every hour, so that a day is never missed for a restart.
            .AddJobEvery<ReminderJob>(TimeSpan.FromHours(1))
            // A contract that replaces one is looked for soon after it was brought in.
            .AddJobEvery<FollowReplacedJob>(TimeSpan.FromMinutes(1))
            .AddSingleton(provider =>
                PipelineTable.In(
                    RegisterVocabulary.Parse(
                        provider.GetRequiredService<Content>().Text("pipeline-columns.yaml")
                    )
                )
            )
            .AddScoped<PipelineIntake>()
            .AddScoped<IImporter, PipelineImport>()
            .AddScoped<DecideRules>()
            .AddScoped<PutContracts>()
            .AddScoped<CheckItem>()
            .AddScoped<AddItem>()
            .AddScoped<ChangeItem>()
            .AddScoped<ShareItem>()
            .AddScoped<AnswerPublic>()
            .AddScoped<ConfirmItem>()
            .AddScoped<ReportOnItem>()
            .AddScoped<AssignItem>()
            .AddScoped<WithdrawItem>();
}
