namespace Tandem.Kernel.Mail;

/// <summary>One e-mail, ready to be handed to a mail server.</summary>
/// <param name="To">The address it goes to.</param>
/// <param name="Subject">One line.</param>
/// <param name="Text">The plain part: every e-mail can be read without its HTML.</param>
/// <param name="Html">The same as HTML.</param>
/// <param name="MessageId">Identity of the e-mail (RFC 5322, 3.6.4), without angle brackets: the same however often it is handed over, so that a second copy is known for one.</param>
/// <param name="Unsubscribe">Full address that ends a subscription by one POST (RFC 8058), where it is sent for one.</param>
public sealed record Letter(
    string To,
    string Subject,
    string Text,
    string Html,
    string MessageId,
    string? Unsubscribe = null
);

/// <summary>Why a mail server did not take an e-mail.</summary>
/// <param name="message">In the server's words.</param>
/// <param name="address">Whether the address itself is refused: a bounce.</param>
/// <param name="forGood">Whether trying again by itself is of no use (a reply of the 500s, RFC 5321, 4.2.1).</param>
public sealed class LetterRefused(string message, bool address, bool forGood) : Exception(message)
{
    public bool Address { get; } = address;
    public bool ForGood { get; } = forGood;
}
