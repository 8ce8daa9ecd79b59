using Microsoft.Extensions.DependencyInjection;
using Quartz;
using Tandem.Cli;
using Tandem.Kernel;
using Tandem.Tests.Support;

namespace Tandem.Tests.Kernel;

/// <summary>What the program does again and again by itself, which other tests leave out.</summary>
[UsesDatabase]
public sealed class RepeatedJobTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task Every_job_that_is_repeated_can_be_made_and_runs_twice()
    {
        var services = new ServiceCollection();
        Server.AddApplication(services, app.Settings);
        Jobs.Add(services, app.Settings);
        var jobs = services
            .Select(s => s.ImplementationInstance)
            .OfType<RepeatedJob>()
            .Select(j => j.Job)
            .ToList();
        Assert.True(jobs.Count > 5);
        Assert.Equal(jobs.Distinct(), jobs);
        foreach (var job in jobs.Concat(jobs))
        {
            await app.InScopeAsync(async scope =>
            {
                var made = (IJob)ActivatorUtilities.CreateInstance(scope, job);
                await made.Execute(null!, CancellationToken.None);
            });
        }
    }
}
