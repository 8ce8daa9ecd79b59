using Tandem.Accounts;
using Tandem.Calls.Kinds;
using Tandem.Contracts.Lists;
using Tandem.Discussions;
using Tandem.Following;
using Tandem.Kernel;
using Tandem.Kernel.Search;
using Tandem.Market;
using Tandem.Pipeline;
using Tandem.Releases;

namespace Tandem.Calls;

/// <summary>Calls: invitations of every kind, from the brief to what is published of them.</summary>
internal static class CallsRoom
{
    public static void Add(IServiceCollection services) =>
        services
            .AddSingleton<CallKinds>()
            .AddRowIndex<CallIndex>()
            .AddSingleton<FollowedList, FollowedCalls>()
            .AddScoped<CallRows>()
            .AddScoped<CallList>()
            .AddScoped<IItemKin, CallsOfItem>()
            .AddScoped(provider =>
                SearchSection.Of(
                    CallList.Shape,
                    "/Calls/Pages/_CallCard.cshtml",
                    provider.GetRequiredService<CallList>()
                ) with
                {
                    ComesFirst = true,
                }
            )
            .AddScoped<ISubjects, CallSubjects>()
            .AddScoped<IAnswerers, CallAnswerers>()
            .AddScoped<IOrganisationLists, CallsOfOrganisation>()
            .AddScoped<IWaiting, CallWaiting>()
            .AddScoped<IBelongingChanges, KeepCalls>()
            .AddScoped<IReleaseSource, CallReleases>()
            .AddScoped<ITenderSource, CallTenders>()
            .AddScoped<TellPeople>()
            .AddScoped<TellStages>()
            .AddJobEvery<TellStagesJob>(TimeSpan.FromMinutes(1))
            .AddScoped<CallSections>()
            .AddScoped<MakeCall>()
            .AddScoped<WriteCall>()
            .AddScoped<NameForCall>()
            .AddScoped<SubmitCall>()
            .AddScoped<TakeBackCall>()
            .AddScoped<AnswerCall>()
            .AddScoped<PublishCall>()
            .AddScoped<AmendCall>()
            .AddScoped<CancelCall>();

    public static void Map(WebApplication app) => CallRoutes.Map(app);
}
