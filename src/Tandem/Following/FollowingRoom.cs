using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Tandem.Kernel;

namespace Tandem.Following;

/// <summary>Following records, categories, authorities, places and searches, and telling people what happened.</summary>
internal static class FollowingRoom
{
    /// <summary>Name of the limit on asking for e-mail: 20 times a minute from one address, beside the limit for each reader.</summary>
    public const string FollowLimit = "follow";

    public static void Add(IServiceCollection services)
    {
        services
            .AddScoped<Subjects>()
            .AddScoped<ISubjects, OrganisationSubjects>()
            .AddScoped<Messages>()
            .AddScoped<ReadMessages>()
            .AddScoped<WriteMail>()
            .AddScoped<ChooseMessages>()
            .AddScoped<PutAwayMessages>()
            .AddScoped<TryMailAgain>()
            .AddScoped<ReleaseAddress>()
            .AddSingleton<ComposeMail>()
            .AddSingleton<DeliverMail>()
            .AddScoped<Followables>()
            .AddSingleton<FollowLinks>()
            .AddScoped<SubjectMatch>()
            .AddScoped<StartFollow>()
            .AddScoped<ConfirmFollow>()
            .AddScoped<ChangeFollow>()
            .AddScoped<EndFollow>()
            .AddScoped<BundleStories>()
            .AddSingleton<GatherStories>()
            .AddScoped<ReadStories>()
            .AddScoped<ReadDays>()
            .AddScoped<FeedVersion>()
            .AddScoped<MakeFeedKey>()
            .AddScoped<EndFeedKeys>()
            .AddJobEvery<MailJob>(TimeSpan.FromSeconds(5));
        services.Configure<RateLimiterOptions>(limits =>
            limits.AddPolicy(
                FollowLimit,
                context =>
                    HttpMethods.IsPost(context.Request.Method)
                        ? RateLimitPartition.GetFixedWindowLimiter(
                            context.Connection.RemoteIpAddress?.ToString() ?? "",
                            _ => new FixedWindowRateLimiterOptions
                            {
                                PermitLimit = 20,
                                Window = TimeSpan.FromMinutes(1),
                            }
                        )
                        : RateLimitPartition.GetNoLimiter("reading")
            )
        );
    }
}
