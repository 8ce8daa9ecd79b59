using System.Net.Mail;

namespace Tandem.Kernel.Mail;

/// <summary>The mail server that takes what we send (<c>TANDEM_SMTP</c>): <c>smtp://user:password@mail.example.org:587/?from=Tandem%20&lt;tandem@example.org&gt;</c>.</summary>
/// <param name="Host">Name or address of the server.</param>
/// <param name="Port">Its port; 587 where none is given (RFC 6409, submission).</param>
/// <param name="User">Who signs in there, or null where nobody has to.</param>
/// <param name="Password">With this password.</param>
/// <param name="From">The address our mails come from, with or without a name.</param>
/// <param name="Encrypted">Whether the connection must be encrypted (STARTTLS, RFC 3207); only <c>tls=none</c> allows it not to be.</param>
public sealed record MailServer(
    string Host,
    int Port,
    string? User,
    string? Password,
    string From,
    bool Encrypted
)
{
    private const int Submission = 587;

    /// <summary>Reads the setting.</summary>
    /// <exception cref="Refusal">It cannot be understood.</exception>
    public static MailServer Parse(string text)
    {
        const string form = "smtp://user:password@host:587/?from=tandem@example.org";
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme != "smtp")
        {
            throw new Refusal($"TANDEM_SMTP is not an address of the form {form}.");
        }
        var query = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(uri.Query);
        var from = query["from"].FirstOrDefault() ?? "";
        if (!MailAddress.TryCreate(from, out _))
        {
            throw new Refusal($"TANDEM_SMTP does not say which address mails come from: {form}.");
        }
        var tls = query["tls"].FirstOrDefault() ?? "starttls";
        if (tls is not ("starttls" or "none"))
        {
            throw new Refusal("TANDEM_SMTP: tls is ‘starttls’ (the usual) or ‘none’.");
        }
        var user = uri.UserInfo.Split(':', 2);
        return new(
            uri.Host,
            uri.Port > 0 ? uri.Port : Submission,
            user[0].Length > 0 ? Uri.UnescapeDataString(user[0]) : null,
            user.Length > 1 ? Uri.UnescapeDataString(user[1]) : null,
            from,
            tls == "starttls"
        );
    }

    /// <summary>Without the password, which belongs in no log.</summary>
    public override string ToString() => $"{Host}:{Port}";
}
