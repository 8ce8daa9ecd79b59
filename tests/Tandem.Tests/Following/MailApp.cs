using Microsoft.Extensions.DependencyInjection;
using Tandem.Following;
using Tandem.Kernel;
using Tandem.Kernel.Mail;
using Tandem.Tests.Support;

namespace Tandem.Tests.Following;

/// <summary>The application with a mail server of its own.</summary>
public sealed class MailApp : TestApp
{
    public MailSink Sink { get; } = new();

    protected override Settings With(Settings settings) =>
        settings with
        {
            MailServer = MailServer.Parse(Sink.Setting),
            Address = "https://tandem.example.org",
        };

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await Sink.DisposeAsync();
    }

    /// <summary>Sends what is due now.</summary>
    public Task DeliverAsync() => Services.GetRequiredService<DeliverMail>().RunAsync();

    /// <summary>Tells those who follow it what has happened, and sends what is due now.</summary>
    public async Task TellAsync()
    {
        await Services.GetRequiredService<GatherStories>().RunAsync(still: false);
        await DeliverAsync();
    }

    /// <summary>E-mails to an address so far.</summary>
    public List<SunkMail> MailTo(string address) => [.. Sink.Taken.Where(m => m.To == address)];
}
