using Tandem.Following;
using Tandem.Kernel;

namespace Tandem.Discussions;

/// <summary>What people say about any record: discussion, private notes, and questions whose answers go to everybody.</summary>
internal static class DiscussionsRoom
{
    public static void Add(IServiceCollection services) =>
        services
            .AddScoped<DiscussedRecords>()
            .AddScoped<ReadDiscussion>()
            .AddScoped<FindPost>()
            .AddScoped<WritePost>()
            .AddScoped<EditPost>()
            .AddScoped<RemovePost>()
            .AddScoped<ReportPost>()
            .AddScoped<KeepPost>()
            .AddScoped<ReportedPosts>()
            .AddScoped<AnswerClock>()
            .AddScoped<AnswerDuties>()
            .AddScoped<RemindAnswerers>()
            .AddJobEvery<AnswerReminderJob>(TimeSpan.FromHours(1))
            .AddScoped<SetAnswerTime>()
            .AddScoped<FindQuestion>()
            .AddScoped<AskQuestion>()
            .AddScoped<AskByMail>()
            .AddSingleton<QuestionLinks>()
            .AddScoped<TellAsker>()
            .AddScoped<AnswerQuestion>()
            .AddScoped<DeclineQuestion>()
            .AddScoped<WithdrawQuestion>()
            .AddScoped<IWaiting, DiscussionWaiting>();

    public static void Map(WebApplication app) => DiscussionRoutes.Map(app);
}
