using Microsoft.AspNetCore.Mvc;
using Tandem.Evaluations.Auditing;
using Tandem.Evaluations.Files;
using Tandem.Evaluations.FollowingThrough;
using Tandem.Evaluations.Notices;
using Tandem.Following;
using Tandem.Kernel;

namespace Tandem.Evaluations;

/// <summary>Judging entries fairly, deciding, telling everybody why, and seeing what comes of it.</summary>
internal static class EvaluationsRoom
{
    public static void Add(IServiceCollection services) =>
        services
            .Configure<MvcOptions>(o =>
                o.MaxModelBindingCollectionSize = Pages.DecisionModel.MostEntries
            )
            .AddSingleton<KnownVersions>()
            .AddScoped<ReadVersions>()
            .AddScoped<EntryFiles>()
            .AddScoped<CheckFile>()
            .AddScoped<ReadFile>()
            .AddSingleton<KnownJudgings>()
            .AddScoped<StageEntries>()
            .AddScoped<FindStage>()
            .AddScoped<ReadPaper>()
            .AddScoped<JudgingQueue>()
            .AddScoped<ShareOut>()
            .AddScoped<ReleaseAssessor>()
            .AddScoped<DeclareInterests>()
            .AddScoped<ScreenEntry>()
            .AddScoped<GiveScores>()
            .AddScoped<RevealScores>()
            .AddScoped<AgreeScores>()
            .AddScoped<ComparePair>()
            .AddScoped<StageBudget>()
            .AddScoped<OverrideFunding>()
            .AddScoped<FindDecision>()
            .AddScoped<RecommendDecision>()
            .AddScoped<ApproveDecision>()
            .AddScoped<WriteLetters>()
            .AddScoped<FindLetters>()
            .AddScoped<TellDecision>()
            .AddScoped<DraftAwardNotice>()
            .AddScoped<KeepAwardNotice>()
            .AddScoped<PublicResults>()
            .AddScoped<PublishedGrants>()
            .AddScoped<AuditCall>()
            .AddScoped<FindFollowThrough>()
            .AddScoped<FollowOwners>()
            .AddScoped<BeginFollowThrough>()
            .AddScoped<KeepFollowThrough>()
            .AddScoped<SignFollowThrough>()
            .AddScoped<RemindOfChecks>()
            .AddScoped<IWaiting, JudgingWaiting>()
            .AddScoped<ISubjects, FollowThroughSubjects>()
            .AddScoped<ISubjects, JudgingSubjects>()
            .AddScoped<Calls.ICallParts, JudgingParts>()
            .AddScoped<Calls.ICallAwards, CallAwards>()
            .AddSingleton<Calls.ICallActWords, JudgingActWords>()
            .AddScoped<Entries.ILateAdmissions, AdmitLate>()
            .AddScoped<PublishLearnt>()
            .AddSingleton<Entries.IEntryReaders, PanelReaders>()
            .AddScoped<Entries.IToldOutcomes, EntryOutcomes>()
            .AddJobEvery<CheckReminderJob>(TimeSpan.FromHours(1));

    public static void Map(WebApplication app)
    {
        RankingRoutes.Map(app);
        LetterRoutes.Map(app);
        ResultRoutes.Map(app);
    }
}
