using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.HttpOverrides;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Kernel.Sealing;
using Tandem.Kernel.Search;
using Tandem.Web.Http;

namespace Tandem.Cli;

/// <summary>Puts the rooms together into one web application.</summary>
public static class Server
{
    /// <summary>Builds the application, ready to start.</summary>
    /// <param name="customise">Last changes before it is built; tests put their clock and test server here.</param>
    public static WebApplication Build(
        Settings settings,
        Action<WebApplicationBuilder>? customise = null
    )
    {
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions
            {
                ApplicationName = typeof(Server).Assembly.GetName().Name,
                ContentRootPath = AppContext.BaseDirectory,
                WebRootPath = Path.Combine(AppContext.BaseDirectory, "wwwroot"),
            }
        );
        builder.WebHost.UseUrls($"http://localhost:{settings.Port}");
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder
            .Logging.AddFilter("Microsoft", LogLevel.Warning)
            .AddFilter("Quartz", LogLevel.Warning)
            // Keys lie in the database, which is protected as a whole; pages with forms are never cached, and need not say so each time.
            .AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error)
            .AddFilter("Microsoft.AspNetCore.Antiforgery", LogLevel.Error);
        AddApplication(builder.Services, settings);
        Jobs.Add(builder.Services, settings);
        builder.Services.AddHostedService<KeepHeads>();
        builder.Services.AddSingleton<FirstPage>();
        builder.Services.AddSearch();
        // Answers are written by RecordExport; this is how they are described.
        builder.Services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
            json.SerializerOptions.Converters.Add(
                new JsonStringEnumConverter(JsonNamingPolicy.CamelCase)
            );
        });
        builder.Services.AddOpenApi("openapi", ApiDescription.Describe);
        builder.Services.AddExceptionHandler<RefusalProblems>();
        builder
            .Services.AddRazorPages(pages => pages.RootDirectory = "/")
            .AddMvcOptions(mvc => mvc.Filters.Add(new RefusalFilter()));
        builder.Services.AddDataProtection().SetApplicationName("tandem");
        builder.Services.AddSingleton<ProtectionKey.Repository>();
        builder
            .Services.AddOptions<KeyManagementOptions>()
            .Configure<ProtectionKey.Repository>(
                (options, repository) => options.XmlRepository = repository
            );
        customise?.Invoke(builder);

        var app = builder.Build();
        if (settings.Proxies is { Count: > 0 } proxies)
        {
            app.UseForwardedHeaders(Behind(proxies));
        }
        app.Use(HeadRequests.AnswerAsync);
        app.Use(app.Services.GetRequiredService<FirstPage>().WatchAsync);
        // In this order a refusal, which has a status and no page of its own, gets the page of its status.
        app.UseStatusCodePagesWithReExecute("/error", "?status={0}");
        app.UseExceptionHandler("/error");
        foreach (var room in Rooms.All)
        {
            room.Use?.Invoke(app);
        }
        app.UseRouting();
        app.UseAccounts();
        app.MapRazorPages();
        app.MapOpenApi("/{documentName}.json").AllowAnonymous().WithListVersion();
        app.MapMethods("/api/{**rest}", ["GET"], () => Problems.NotFound("address of the API"))
            .AllowAnonymous()
            .ExcludeFromDescription();
        foreach (var room in Rooms.All)
        {
            room.Map?.Invoke(app);
        }
        return app;
    }

    // Who asks, and whether over HTTPS, is taken from what these proxies say, and from nobody else.
    private static ForwardedHeadersOptions Behind(IReadOnlyList<System.Net.IPNetwork> proxies)
    {
        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto,
            ForwardLimit = null,
        };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var proxy in proxies)
        {
            options.KnownIPNetworks.Add(proxy);
        }
        return options;
    }

    /// <summary>What the operations need, with or without a web server: the command line uses it too.</summary>
    public static IServiceCollection AddApplication(IServiceCollection services, Settings settings)
    {
        services.AddSingleton(settings);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(Content.Shipped);
        services.AddSingleton<WorkingDays>();
        services.AddScoped<DataVersion>();
        services.AddSingleton<FileStore>();
        services.AddSingleton<SignedHeads>();
        services.AddSingleton<SealingKey>();
        services.AddDatabase(settings);
        foreach (var room in Rooms.All)
        {
            room.Add?.Invoke(services);
        }
        return services;
    }
}
