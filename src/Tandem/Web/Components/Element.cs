using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Html;

namespace Tandem.Web.Components;

/// <summary>One HTML element, written encoded. Attributes whose value is null are left out.</summary>
public sealed class Element(string name) : IHtmlContent
{
    private static readonly HashSet<string> Void = ["input", "img", "br", "hr", "meta", "link"];
    private readonly List<KeyValuePair<string, string?>> attributes = [];
    private readonly List<IHtmlContent> children = [];

    /// <summary>Joins the class names that are not empty.</summary>
    public Element Class(params ReadOnlySpan<string?> names)
    {
        var joined = string.Join(' ', names.ToArray().Where(n => !string.IsNullOrWhiteSpace(n)));
        return joined.Length == 0 ? this : With("class", joined);
    }

    /// <summary>An attribute; null leaves it out.</summary>
    public Element With(string attribute, string? value)
    {
        if (value is not null)
        {
            attributes.Add(new(attribute, value));
        }
        return this;
    }

    /// <summary>An attribute without a value, present or not.</summary>
    public Element Flag(string attribute, bool present)
    {
        if (present)
        {
            attributes.Add(new(attribute, null));
        }
        return this;
    }

    /// <summary>Attributes the caller gave on top.</summary>
    public Element With(IReadOnlyDictionary<string, string?>? more)
    {
        attributes.AddRange(more ?? new Dictionary<string, string?>());
        return this;
    }

    /// <summary>Adds content; null adds nothing.</summary>
    public Element Add(params ReadOnlySpan<IHtmlContent?> content)
    {
        foreach (var item in content)
        {
            if (item is not null)
            {
                children.Add(item);
            }
        }
        return this;
    }

    /// <summary>Adds text, encoded.</summary>
    public Element Add(string? text) => Add(Content.Text(text));

    /// <summary>Adds each of a list.</summary>
    public Element Add(IEnumerable<IHtmlContent> content)
    {
        children.AddRange(content);
        return this;
    }

    /// <inheritdoc/>
    public void WriteTo(TextWriter writer, HtmlEncoder encoder)
    {
        writer.Write('<');
        writer.Write(name);
        foreach (var (key, value) in attributes)
        {
            writer.Write(' ');
            writer.Write(key);
            if (value is not null)
            {
                writer.Write("=\"");
                encoder.Encode(writer, value);
                writer.Write('"');
            }
        }
        writer.Write('>');
        if (Void.Contains(name))
        {
            return;
        }
        foreach (var child in children)
        {
            child.WriteTo(writer, encoder);
        }
        writer.Write("</");
        writer.Write(name);
        writer.Write('>');
    }
}
