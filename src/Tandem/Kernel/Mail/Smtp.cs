using System.Net;
using System.Net.Mail;
using System.Net.Mime;
using System.Text;

namespace Tandem.Kernel.Mail;

/// <summary>One connection to the mail server, kept open from one e-mail to the next. Not for several threads at once.</summary>
public sealed class Smtp : IDisposable
{
    /// <summary>Longest wait for the server to take one e-mail.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly MailServer server;
    private readonly SmtpClient client;

    public Smtp(MailServer server)
    {
        this.server = server;
        client = new SmtpClient(server.Host, server.Port) { EnableSsl = server.Encrypted };
        if (server.User is not null)
        {
            client.Credentials = new NetworkCredential(server.User, server.Password);
        }
    }

    /// <summary>Hands one e-mail over. Once this returns, the server has taken it upon itself to deliver it.</summary>
    /// <exception cref="LetterRefused">The server did not take it, or could not be reached.</exception>
    public async Task SendAsync(Letter letter, CancellationToken cancellation = default)
    {
        using var message = Message(letter);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            await client.SendMailAsync(message, patience.Token);
        }
        catch (SmtpFailedRecipientException refused)
        {
            throw new LetterRefused(refused.Message, true, IsForGood(refused.StatusCode));
        }
        catch (SmtpException failed)
        {
            throw new LetterRefused(
                failed.InnerException?.Message ?? failed.Message,
                false,
                IsForGood(failed.StatusCode)
            );
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new LetterRefused("The mail server did not answer in time.", false, false);
        }
        catch (FormatException wrong)
        {
            throw new LetterRefused(wrong.Message, true, true);
        }
    }

    private MailMessage Message(Letter letter)
    {
        var message = new MailMessage
        {
            From = new MailAddress(server.From),
            Subject = letter.Subject.ReplaceLineEndings(" "),
            SubjectEncoding = Encoding.UTF8,
            HeadersEncoding = Encoding.UTF8,
        };
        message.To.Add(new MailAddress(letter.To));
        message.Headers.Add("Message-ID", $"<{letter.MessageId}>");
        // RFC 3834: no out-of-office replies to what a program sent.
        message.Headers.Add("Auto-Submitted", "auto-generated");
        if (letter.Unsubscribe is { } address)
        {
            message.Headers.Add("List-Unsubscribe", $"<{address}>");
            message.Headers.Add("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        }
        message.AlternateViews.Add(View(letter.Text, MediaTypeNames.Text.Plain));
        message.AlternateViews.Add(View(letter.Html, MediaTypeNames.Text.Html));
        return message;
    }

    private static AlternateView View(string content, string type)
    {
        var view = AlternateView.CreateAlternateViewFromString(content, Encoding.UTF8, type);
        view.TransferEncoding = TransferEncoding.QuotedPrintable;
        return view;
    }

    private static bool IsForGood(SmtpStatusCode code) => (int)code is >= 500 and < 600;

    public void Dispose() => client.Dispose();
}
