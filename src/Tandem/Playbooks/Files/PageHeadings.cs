using Tandem.Kernel.Yaml;

namespace Tandem.Playbooks.Files;

/// <summary>The headings that the pages of a playbook have, in its language.</summary>
/// <param name="Guide">What it is, who does it, how, pitfalls.</param>
/// <param name="Method">Steps, what you have afterwards.</param>
public sealed record PageHeadings(IReadOnlyList<string> Guide, IReadOnlyList<string> Method)
{
    private static readonly PageHeadings English = new(
        ["What it is", "Who does it", "How", "Pitfalls"],
        ["Steps", "What you have afterwards"]
    );

    private static readonly PageHeadings Swedish = new(
        ["Vad det är", "Vem gör det", "Hur", "Fallgropar"],
        ["Steg", "Vad ni har efteråt"]
    );

    /// <summary>Those of a language, or those that the playbook names itself under <c>headings</c>: any language will do.</summary>
    internal static PageHeadings Of(YamlPart root, string language)
    {
        if (root.Part("headings") is { } own)
        {
            var headings = new PageHeadings(Named(own, "guide", 4), Named(own, "method", 2));
            own.Done();
            return headings;
        }
        if (language is not ("en" or "sv"))
        {
            root.Complain(
                "language",
                $"Name the headings of guides and method cards in ‘{language}’ under ‘headings’: guide with four, method with two."
            );
        }
        return language == "sv" ? Swedish : English;
    }

    private static List<string> Named(YamlPart part, string key, int count)
    {
        var names = part.Texts(key).Select(t => t.Text).ToList();
        if (names.Count != count)
        {
            part.Complain(key, $"‘{key}’ names {count} headings.");
        }
        return names;
    }
}
