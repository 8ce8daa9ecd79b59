using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Tandem.Cli;
using Tandem.Kernel;

namespace Tandem.Tests.Support;

/// <summary>The real application on a database of its own, with a clock that tests move. One for each class of tests.</summary>
public class TestApp : IAsyncLifetime
{
    private WebApplication? app;
    private Settings? settings;

    public TestClock Clock { get; } = new();

    /// <summary>The organisations and people every test knows.</summary>
    public Cast Cast { get; private set; } = null!;

    public IServiceProvider Services => app!.Services;

    public Settings Settings => settings!;

    /// <summary>What this application decides otherwise than others.</summary>
    protected virtual Settings With(Settings settings) => settings;

    /// <summary>What this application is made of otherwise than others.</summary>
    protected virtual void Customise(IServiceCollection services) { }

    public virtual async Task InitializeAsync()
    {
        settings = With(await TestDatabase.CloneAsync());
        app = Server.Build(
            settings,
            builder =>
            {
                builder.WebHost.UseTestServer();
                builder.Services.AddSingleton<TimeProvider>(Clock);
                // A test that moves the clock says itself what runs then: reminders that come by themselves would come between.
                builder.Services.RemoveAll<RepeatedJob>();
                Customise(builder.Services);
            }
        );
        await app.StartAsync();
        Cast = await InScopeAsync(scope => Cast.SeedAsync(scope.GetRequiredService<Db>()));
    }

    public virtual async Task DisposeAsync()
    {
        await app!.StopAsync();
        await app.DisposeAsync();
        await TestDatabase.DropAsync(settings!);
    }

    /// <summary>A browser of a visitor who has not signed in.</summary>
    public Visitor Visit() => new(app!.GetTestServer());

    /// <summary>A browser in which this person has signed in through the sign-in page.</summary>
    public async Task<Visitor> SignInAsync(string email)
    {
        var visitor = Visit();
        await visitor.GoAsync("/sign-in");
        await visitor
            .FillIn("E-mail address", email)
            .FillIn("Password", Cast.Password)
            .PressAsync("Sign in");
        return visitor;
    }

    /// <summary>Does something with the application's own services, in a scope of its own.</summary>
    public async Task<T> InScopeAsync<T>(Func<IServiceProvider, Task<T>> act)
    {
        await using var scope = Services.CreateAsyncScope();
        return await act(scope.ServiceProvider);
    }

    /// <inheritdoc cref="InScopeAsync{T}"/>
    public Task InScopeAsync(Func<IServiceProvider, Task> act) =>
        InScopeAsync(async scope =>
        {
            await act(scope);
            return true;
        });
}
