using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Tandem.Cli;
using Tandem.Kernel;

namespace Tandem.Journeys;

/// <summary>
/// The program on an empty database with a clock that a journey moves, so that weeks until a deadline pass at once: nothing that was written is altered for
/// it, and every receipt, seal and hash is what it would be.
/// </summary>
public sealed class ClockedSite : Site
{
    private readonly MovedClock clock = new();
    private WebApplication? app;

    /// <summary>The day it is on the clocks of the installation's place.</summary>
    public DateOnly Today => clock.Today();

    /// <summary>Makes it this moment, on the clocks of the installation's place.</summary>
    public void MakeIt(DateOnly day, int hour, int minute = 0) =>
        clock.Move(
            new DateTimeOffset(
                TimeZoneInfo.ConvertTimeToUtc(day.ToDateTime(new(hour, minute)), LocalDay.Zone)
            )
        );

    protected override async Task ServeAsync()
    {
        app = Server.Build(Settings, builder => builder.Services.AddSingleton<TimeProvider>(clock));
        await app.Services.GetRequiredService<Migrator>().RunAsync(default);
        await app.StartAsync();
    }

    protected override async Task StopAsync()
    {
        if (app is not null)
        {
            await app.StopAsync();
            await app.DisposeAsync();
        }
    }

    /// <summary>A clock that goes on from where it was put.</summary>
    private sealed class MovedClock : TimeProvider
    {
        private TimeSpan ahead;

        public void Move(DateTimeOffset to) => ahead = to - System.GetUtcNow();

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + ahead;
    }
}
