namespace Tandem.Following;

/// <summary>Following records, categories, authorities, places and searches, and telling people what happened.</summary>
internal static class FollowingRoom
{
    public static void Add(IServiceCollection services)
    {
        services
            .AddScoped<Subjects>()
            .AddScoped<Messages>()
            .AddScoped<ReadMessages>()
            .AddScoped<WriteMail>()
            .AddScoped<ChooseMessages>()
            .AddScoped<PutAwayMessages>()
            .AddScoped<TryMailAgain>()
            .AddScoped<ReleaseAddress>()
            .AddSingleton<ComposeMail>()
            .AddSingleton<DeliverMail>()
            .AddHostedService<ScheduleMail>();
    }
}
