using Microsoft.AspNetCore.Mvc;
using Tandem.Accounts;
using Tandem.Contracts.Lists;
using Tandem.Following;
using Tandem.Kernel;
using Tandem.Playbooks.Documents;

namespace Tandem.Playbooks.Runs;

/// <summary>Doing a procurement by a playbook.</summary>
internal static class RunParts
{
    public static void Add(IServiceCollection services) =>
        services
            .AddScoped<RunPlans>()
            .AddScoped<RunBook>()
            .AddScoped<RunTelling>()
            .AddScoped<StepThings>()
            .AddScoped<FindOpened>()
            .AddScoped<StartRun>()
            .AddScoped<DescribeRun>()
            .AddScoped<PublishRun>()
            .AddScoped<SwitchRun>()
            .AddScoped<ChangeStage>()
            .AddScoped<MoveRun>()
            .AddScoped<WorkOnStep>()
            .AddScoped<PlanStep>()
            .AddScoped<AddRunStep>()
            .AddScoped<TickChecklist>()
            .AddScoped<AddEvidence>()
            .AddScoped<WithdrawEvidence>()
            .AddScoped<AskApprovers>()
            .AddScoped<DecideGate>()
            .AddScoped<ChangePlace>()
            .AddScoped<NameHolder>()
            .AddScoped<AttachToRun>()
            .AddScoped<RunFields>()
            .AddScoped<MakeDocument>()
            .AddScoped<BringDocument>()
            .AddScoped<TakeAwayRunDocument>()
            .AddScoped<RunList>()
            .AddScoped(provider => new SearchSection(
                "/runs",
                "run",
                "/Playbooks/Runs/Pages/_RunCard.cshtml",
                (words, take, cancellation) =>
                    provider
                        .GetRequiredService<RunList>()
                        .SearchAsync(
                            words,
                            take,
                            provider.GetRequiredService<Actor>(),
                            cancellation
                        )
            ))
            .AddScoped<ReckonRuns>()
            .AddScoped<ISubjects, RunSubjects>()
            .AddScoped<IWaiting, RunWaiting>()
            .AddScoped<IBelongingChanges, KeepRuns>()
            .Configure<MvcOptions>(o => o.Filters.Add<BringBackMade>());
}
