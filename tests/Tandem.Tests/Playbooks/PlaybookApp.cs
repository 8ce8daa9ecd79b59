using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Tandem.Kernel;
using Tandem.Playbooks;
using Tandem.Playbooks.Reading;
using Tandem.Tests.Support;

namespace Tandem.Tests.Playbooks;

/// <summary>The application with the small playbook published.</summary>
public sealed class PlaybookApp : TestApp
{
    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await BringAsync(SmallPlaybook.Files());
    }

    /// <summary>Publishes the files as one that ships would be.</summary>
    internal async Task BringAsync(IReadOnlyDictionary<string, string> files)
    {
        using var content = new MadeContent();
        content.Write("small", files);
        await InScopeAsync(scope =>
            new BringShipped(
                scope.GetRequiredService<Db>(),
                content.Content,
                NullLogger<BringShipped>.Instance
            ).RunAsync()
        );
        await CatchUpAsync();
    }

    /// <summary>The search shows what has been published.</summary>
    internal Task CatchUpAsync() => Services.GetRequiredService<PlaybookPageIndex>().CatchUpAsync();
}
