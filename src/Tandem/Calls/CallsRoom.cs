using Tandem.Calls.Kinds;

namespace Tandem.Calls;

/// <summary>Calls: invitations of every kind, from the brief to what is published of them.</summary>
internal static class CallsRoom
{
    public static void Add(IServiceCollection services) =>
        services
            .AddSingleton<CallKinds>()
            .AddScoped<CallSections>()
            .AddScoped<MakeCall>()
            .AddScoped<NameForCall>()
            .AddScoped<SubmitCall>()
            .AddScoped<TakeBackCall>()
            .AddScoped<AnswerCall>()
            .AddScoped<PublishCall>()
            .AddScoped<AmendCall>()
            .AddScoped<CancelCall>()
            .AddScoped<EndCall>();
}
