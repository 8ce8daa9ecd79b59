using Tandem.Following;
using Tandem.Kernel;

namespace Tandem.Commitments;

/// <summary>"We said, we did": what organisations promise, and what became of it.</summary>
internal static class CommitmentsRoom
{
    public static void Add(IServiceCollection services) =>
        services
            .AddScoped<FindCommitment>()
            .AddScoped<CommitmentList>()
            .AddScoped<MakeCommitment>()
            .AddScoped<UpdateCommitment>()
            .AddScoped<PassOnCommitment>()
            .AddScoped<PublishCommitment>()
            .AddScoped<TakeDownCommitment>()
            .AddScoped<KeepEvidence>()
            .AddScoped<RemindOwners>()
            .AddScoped<ISubjects, CommitmentSubjects>()
            .AddScoped<IWaiting, CommitmentWaiting>()
            // A day’s work, which a program that is started often would miss if it were asked for once a day.
            .AddJobEvery<CommitmentReminderJob>(TimeSpan.FromHours(1));

    public static void Map(WebApplication app) => CommitmentRoutes.Map(app);
}
