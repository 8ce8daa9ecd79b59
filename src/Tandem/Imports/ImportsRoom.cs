using Tandem.Kernel;

namespace Tandem.Imports;

/// <summary>Bringing in data: runs, progress, refused rows.</summary>
internal static class ImportsRoom
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton(new OutgoingPolicy());
        services.AddSingleton<Outgoing>();
        services.AddScoped<StartImport>();
        services.AddScoped<CancelImport>();
        services.AddScoped<BringNow>();
        services.AddScoped<ImportRunner>();
        services.AddHostedService<ResumeImports>();
    }
}
