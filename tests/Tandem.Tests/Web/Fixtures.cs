using System.Text.Json;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace Tandem.Tests.Web;

/// <summary>The examples that govuk-frontend is itself tested with, as installed from npm: options, and the HTML they give.</summary>
internal static class Fixtures
{
    public static readonly string? Folder = Find();

    /// <summary>Examples of a component that use none but the options named (dotted paths; "items.text" for options of list items).</summary>
    public static IReadOnlyList<(string Name, JsonElement Options, string Html)> Of(
        string component,
        params string[] supported
    )
    {
        var path = Path.Combine(Folder!, component, "fixtures.json");
        using var file = JsonDocument.Parse(File.ReadAllBytes(path));
        return
        [
            .. file
                .RootElement.GetProperty("fixtures")
                .EnumerateArray()
                .Where(f => Paths(f.GetProperty("options"), "").All(supported.Contains))
                .Select(f =>
                    (
                        f.GetProperty("name").GetString()!,
                        f.GetProperty("options").Clone(),
                        f.GetProperty("html").GetString()!
                    )
                ),
        ];
    }

    /// <summary>HTML with attributes in order of name and spaces as one, so that only what a browser would see differently differs.</summary>
    public static string Normal(string html)
    {
        var body = new HtmlParser().ParseDocument("<body>" + html + "</body>").Body!;
        return string.Join('\n', body.ChildNodes.SelectMany(Lines));
    }

    private static IEnumerable<string> Lines(INode node)
    {
        if (node is IText text)
        {
            var words = string.Join(
                ' ',
                text.Data.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            );
            return words.Length == 0 ? [] : [words];
        }
        if (node is not IElement element)
        {
            return [];
        }
        var attributes = element
            .Attributes.OrderBy(a => a.Name, StringComparer.Ordinal)
            .Select(a =>
                a.Name == "class"
                    ? $" class={string.Join(' ', a.Value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Order())}"
                    : $" {a.Name}={a.Value}"
            );
        return
        [
            $"<{element.LocalName}{string.Concat(attributes)}>",
            .. element.ChildNodes.SelectMany(Lines).Select(l => "  " + l),
        ];
    }

    private static IEnumerable<string> Paths(JsonElement value, string at) =>
        value.ValueKind switch
        {
            JsonValueKind.Object when at is not ("attributes" or "formGroup.attributes") => value
                .EnumerateObject()
                .SelectMany(p => Paths(p.Value, at.Length == 0 ? p.Name : $"{at}.{p.Name}"))
                .DefaultIfEmpty(at)
                .Where(p => p.Length > 0),
            JsonValueKind.Array => value
                .EnumerateArray()
                .SelectMany(v => Paths(v, at))
                .DefaultIfEmpty(at),
            _ => [at],
        };

    private static string? Find()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            var path = Path.Combine(
                at.FullName,
                "node_modules/govuk-frontend/dist/govuk/components"
            );
            if (Directory.Exists(path))
            {
                return path;
            }
        }
        return null;
    }
}

/// <summary>A test on the fixtures of govuk-frontend: skipped, and said to be skipped, before <c>script/assets</c> has installed them.</summary>
public sealed class FixturesTheoryAttribute : TheoryAttribute
{
    public FixturesTheoryAttribute()
    {
        if (Fixtures.Folder is null)
        {
            Skip = "needs govuk-frontend, which script/assets installs";
        }
    }
}
