using System.Net;
using System.Text;

namespace Tandem.Following;

/// <summary>An e-mail being written, as text and as HTML at once. HTML of the plainest sort: headings, paragraphs, lists and links, which every mail program shows.</summary>
internal sealed class LetterWords
{
    private const string Rule = "----------------------------------------";
    private readonly StringBuilder text = new();
    private readonly StringBuilder html = new(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"></head><body style=\"margin:0;padding:24px;font:16px/1.5 Arial,Helvetica,sans-serif;color:#1b2a29\"><div style=\"max-width:600px;margin:0 auto\">"
    );
    private bool begun;

    /// <summary>The plain part.</summary>
    public string Text => text.ToString();

    /// <summary>The HTML part.</summary>
    public string Html => html + "</div></body></html>";

    /// <summary>One message: a heading, its sentences, and where it is read further.</summary>
    public void Part(string title, IEnumerable<string> sentences, string? address)
    {
        Between();
        text.Append(title).Append("\n\n");
        html.Append("<h2 style=\"font-size:20px;line-height:1.3;margin:0 0 12px\">")
            .Append(Encoded(title))
            .Append("</h2>");
        foreach (var sentence in sentences)
        {
            text.Append(sentence).Append("\n\n");
            html.Append("<p style=\"margin:0 0 12px\">").Append(Encoded(sentence)).Append("</p>");
        }
        if (address is not null)
        {
            text.Append(address).Append("\n\n");
            html.Append("<p style=\"margin:0 0 12px\"><a style=\"color:#0d4542\" href=\"")
                .Append(Encoded(address))
                .Append("\">Read it on Tandem</a></p>");
        }
    }

    /// <summary>One line with a link, such as a record and what happened to it.</summary>
    public void Item(string title, string sentence, string address)
    {
        text.Append("* ").Append(title).Append("\n  ").Append(sentence).Append("\n  ");
        text.Append(address).Append("\n\n");
        html.Append("<p style=\"margin:0 0 12px\"><a style=\"color:#0d4542\" href=\"")
            .Append(Encoded(address))
            .Append("\">")
            .Append(Encoded(title))
            .Append("</a><br>")
            .Append(Encoded(sentence))
            .Append("</p>");
    }

    /// <summary>Why this came, and where to change that.</summary>
    public void Foot(string why, string words, string address)
    {
        text.Append(begun ? Rule + "\n" : "").Append(why).Append('\n');
        text.Append(words).Append(": ").Append(address).Append('\n');
        html.Append(
                "<p style=\"margin:24px 0 0;padding-top:12px;border-top:1px solid #b9c4c3;font-size:14px;color:#4a5b5a\">"
            )
            .Append(Encoded(why))
            .Append(" <a style=\"color:#0d4542\" href=\"")
            .Append(Encoded(address))
            .Append("\">")
            .Append(Encoded(words))
            .Append("</a></p>");
    }

    private void Between()
    {
        if (begun)
        {
            text.Append(Rule).Append("\n\n");
            html.Append("<hr style=\"border:0;border-top:1px solid #b9c4c3;margin:24px 0\">");
        }
        begun = true;
    }

    private static string Encoded(string words) => WebUtility.HtmlEncode(words);
}
