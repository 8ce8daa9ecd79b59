using System.Globalization;
using Tandem.Kernel;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Tandem.Releases;

/// <summary>Where an answer that no record gives is typed once: for the whole organisation, or for the one thing the notice is about.</summary>
public enum AskedOf
{
    Nobody,
    Organisation,

    /// <summary>The pipeline item.</summary>
    Item,

    /// <summary>The decision of a call.</summary>
    Decision,
}

/// <summary>What a notice is made from.</summary>
public enum NoticeSubject
{
    Item,
    Decision,
}

/// <summary>One thing a notice says.</summary>
/// <param name="Key">Under which an answer is kept; fields of several notices that share it share the answer.</param>
/// <param name="From">The fact of the record that answers it, or null.</param>
/// <param name="Asked">Where an answer is typed that no record gives, or that is to be said otherwise.</param>
/// <param name="IsRequired">Whether the law requires it; otherwise it is said where known.</param>
/// <param name="IsToCheck">Whether the law asks for it, and in which words, was not checked when the form was written: whoever publishes checks it.</param>
/// <param name="Law">Section or regulation that asks for it.</param>
public sealed record NoticeField(
    string Key,
    string Label,
    string? From,
    AskedOf Asked,
    bool IsRequired,
    string Law,
    string? Hint,
    bool IsLong,
    bool IsToCheck = false
);

/// <summary>Something worth knowing before the notice goes out: a rule of one of three kinds, with what is said where it is met and where not.</summary>
/// <param name="ValueOver">The estimated value is over this many pounds.</param>
/// <param name="MustSay">The field of this key has an answer.</param>
/// <param name="Day">The fact of this name is a day between so many and so many days from today.</param>
public sealed record NoticeCheck(
    decimal? ValueOver,
    string? MustSay,
    string? Day,
    int From,
    int To,
    string Met,
    string Unmet
);

/// <summary>A kind of notice, as a file of <c>content/notices</c> describes it. One more kind is one more file.</summary>
/// <param name="Code">UK3: the name of the file.</param>
/// <param name="DocumentType">documentType of OCDS.</param>
/// <param name="About">What it is made from.</param>
public sealed record NoticeForm(
    string Code,
    string Name,
    string Purpose,
    string Law,
    string DocumentType,
    IReadOnlyList<NoticeCheck> Checks,
    IReadOnlyList<NoticeField> Fields,
    NoticeSubject About = NoticeSubject.Item
)
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="FormatException">It is not of that form; the message says why.</exception>
    internal static NoticeForm Read(string yaml)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(yaml));
            var root = (YamlMappingNode)stream.Documents[0].RootNode;
            return new(
                Text(root, "code"),
                Text(root, "name"),
                Text(root, "purpose"),
                Text(root, "law"),
                Text(root, "document-type"),
                [.. Each(root, "checks").Select(Check)],
                [.. Each(root, "fields").Select(Field)],
                Maybe(root, "about") switch
                {
                    null or "item" => NoticeSubject.Item,
                    "decision" => NoticeSubject.Decision,
                    var other => throw new FormatException($"No notice is about ‘{other}’."),
                }
            );
        }
        catch (Exception fault)
            when (fault is YamlException or InvalidCastException or KeyNotFoundException)
        {
            throw new FormatException(
                $"The description of a notice cannot be read: {fault.Message}",
                fault
            );
        }
    }

    private static NoticeField Field(YamlMappingNode field) =>
        new(
            Text(field, "key"),
            Text(field, "label"),
            Maybe(field, "from"),
            Maybe(field, "ask") switch
            {
                null => AskedOf.Nobody,
                "organisation" => AskedOf.Organisation,
                "item" => AskedOf.Item,
                "decision" => AskedOf.Decision,
                var other => throw new FormatException($"‘{other}’ is nobody to ask."),
            },
            Text(field, "need") switch
            {
                "must" => true,
                "where-known" or "check" => false,
                var other => throw new FormatException($"‘{other}’ is no need."),
            },
            Text(field, "law"),
            Maybe(field, "hint"),
            Maybe(field, "long") == "true",
            Text(field, "need") == "check"
        );

    private static NoticeCheck Check(YamlMappingNode check) =>
        new(
            Maybe(check, "value-over") is { } value
                ? decimal.Parse(value, CultureInfo.InvariantCulture)
                : null,
            Maybe(check, "must-say"),
            Maybe(check, "days-before"),
            int.Parse(Maybe(check, "from") ?? "0", CultureInfo.InvariantCulture),
            int.Parse(Maybe(check, "to") ?? "0", CultureInfo.InvariantCulture),
            Text(check, "met"),
            Text(check, "unmet")
        );

    private static IEnumerable<YamlMappingNode> Each(YamlMappingNode node, string key) =>
        ((YamlSequenceNode)node[key]).Cast<YamlMappingNode>();

    private static string Text(YamlMappingNode node, string key) =>
        ((YamlScalarNode)node[key]).Value!;

    private static string? Maybe(YamlMappingNode node, string key) =>
        node.Children.TryGetValue(new YamlScalarNode(key), out var value)
            ? ((YamlScalarNode)value).Value
            : null;
}

/// <summary>The kinds of notice this installation knows, by their codes.</summary>
public sealed class NoticeForms(Content content)
{
    private readonly Lazy<IReadOnlyList<NoticeForm>> all = new(() =>
        [
            .. Directory
                .EnumerateFiles(content.PathOf("notices"), "*.yaml")
                .Order(StringComparer.Ordinal)
                .Select(f => NoticeForm.Read(File.ReadAllText(f))),
        ]
    );

    public IReadOnlyList<NoticeForm> All => all.Value;

    /// <summary>Those that are made from this.</summary>
    public IEnumerable<NoticeForm> About(NoticeSubject subject) =>
        All.Where(f => f.About == subject);

    public NoticeForm? Find(string code) => All.FirstOrDefault(f => f.Code == code);
}
