using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Html;

namespace Tandem.Web.Components;

/// <summary>Pieces of page content.</summary>
public static class Content
{
    /// <summary>Encodes what HTML needs encoded and leaves letters, dashes and currency signs readable.</summary>
    public static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>Text, encoded when written; null for null or empty.</summary>
    public static IHtmlContent? Text(string? text) =>
        string.IsNullOrEmpty(text) ? null : new Encoded(text);

    /// <summary>HTML that is known to be safe, written as it is; null for null or empty.</summary>
    public static IHtmlContent? Html(string? html) =>
        string.IsNullOrEmpty(html) ? null : new HtmlString(html);

    /// <summary>The HTML as a string.</summary>
    public static string Render(this IHtmlContent content)
    {
        using var writer = new StringWriter();
        content.WriteTo(writer, Encoder);
        return writer.ToString();
    }

    private sealed class Encoded(string text) : IHtmlContent
    {
        public void WriteTo(TextWriter writer, HtmlEncoder encoder) => encoder.Encode(writer, text);
    }
}

/// <summary>A part of a page with its markup in the GOV.UK pattern. Markup is held to the fixtures of govuk-frontend.</summary>
public abstract record Component : IHtmlContent
{
    /// <summary>Class names beside those of the component.</summary>
    public string? Classes { get; init; }

    /// <summary>Attributes beside those of the component.</summary>
    public IReadOnlyDictionary<string, string?>? Attributes { get; init; }

    /// <summary>The element to write; null writes nothing.</summary>
    protected abstract IHtmlContent? Build();

    /// <inheritdoc/>
    public void WriteTo(TextWriter writer, HtmlEncoder encoder) =>
        Build()?.WriteTo(writer, encoder);

    /// <summary>Opens the element of this component.</summary>
    protected Element Open(string name, params ReadOnlySpan<string?> classes) =>
        new Element(name).Class([.. classes, Classes]);
}
