namespace Tandem.Following;

/// <summary>Following records, categories, authorities, places and searches, and telling people what happened.</summary>
internal static class FollowingRoom
{
    public static void Add(IServiceCollection services) => services.AddScoped<Subjects>();
}
