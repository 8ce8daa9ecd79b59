using Tandem.Contracts.Lists;
using Tandem.Following;
using Tandem.Kernel;

namespace Tandem.Collaborations.Workspaces;

/// <summary>Asking others, working together, agreeing what is required.</summary>
internal static class WorkspaceParts
{
    public static void Add(IServiceCollection services) =>
        services
            .AddScoped<StartingPoints>()
            .AddScoped<Calendars>()
            .AddScoped<Telling>()
            .AddScoped<StateWillingness>()
            .AddScoped<ReadWillingness>()
            .AddScoped<AskOthers>()
            .AddScoped<AnswerInterest>()
            .AddScoped<TakeBackInterest>()
            .AddScoped<SetInterestTime>()
            .AddScoped<TellPartners>()
            .AddScoped<RemindThoseAsked>()
            .AddScoped<RemindObservers>()
            .AddScoped<StartCollaboration>()
            .AddScoped<DescribeCollaboration>()
            .AddScoped<PublishCollaboration>()
            .AddScoped<CloseCollaboration>()
            .AddScoped<ReopenCollaboration>()
            .AddScoped<StateStanding>()
            .AddScoped<AskToJoin>()
            .AddScoped<DecideOnJoining>()
            .AddScoped<HandOverLead>()
            .AddScoped<JointItem>()
            .AddScoped<RecordDecision>()
            .AddScoped<AddTask>()
            .AddScoped<FinishTask>()
            .AddScoped<RecordBenefit>()
            .AddScoped<TakeBackBenefit>()
            .AddScoped<AddDocument>()
            .AddScoped<TakeAwayDocument>()
            .AddScoped<AddRequirement>()
            .AddScoped<ChangeRequirement>()
            .AddScoped<RemoveRequirement>()
            .AddScoped<ProposeStrictest>()
            .AddScoped<MarkRequirements>()
            .AddScoped<ImportRequirements>()
            .AddScoped<ProposeVersion>()
            .AddScoped<AnswerVersion>()
            .AddScoped<TakeBackVersion>()
            .AddScoped<CollaborationList>()
            .AddScoped(provider => new SearchSection(
                "/collaborations",
                "collaboration",
                "/Collaborations/Workspaces/Pages/_CollaborationCard.cshtml",
                (words, take, cancellation) =>
                    provider
                        .GetRequiredService<CollaborationList>()
                        .SearchAsync(
                            words,
                            take,
                            provider.GetRequiredService<Actor>(),
                            cancellation
                        )
            ))
            .AddScoped<InterestList>()
            .AddScoped<ISubjects, CollaborationSubjects>()
            .AddScoped<ISubjects, InterestSubjects>()
            .AddScoped<IWaiting, WorkspaceWaiting>()
            .AddJobEvery<AnswerClockJob>(TimeSpan.FromMinutes(10));
}
