using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Tandem.Kernel.Yaml;

/// <summary>YAML that nobody has vouched for: read without running deep, without aliases, and with every problem at its line.</summary>
public static class YamlText
{
    private const int Deepest = 12;

    /// <summary>The mapping the text is; null, with the problem said, where it is none.</summary>
    /// <param name="file">Said with each problem.</param>
    /// <param name="above">Lines of the file above the text.</param>
    public static YamlPart? Read(string text, string file, int above, List<ContentProblem> problems)
    {
        var parser = new Parser(new StringReader(text));
        try
        {
            if (Fault(parser) is { } fault)
            {
                problems.Add(new(file, fault.Line + above, fault.Message));
                return null;
            }
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            if (stream.Documents is [{ RootNode: YamlMappingNode root }])
            {
                return new(root, file, above, problems);
            }
            problems.Add(new(file, above + 1, "This should be one list of keys and values."));
        }
        catch (YamlException wrong)
        {
            problems.Add(
                new(
                    file,
                    (int)wrong.Start.Line + above,
                    $"This is not YAML: {Sentence(wrong.Message)}"
                )
            );
        }
        catch (InvalidOperationException)
        {
            // Of some texts that break off in a key the parser says no more than this.
            problems.Add(
                new(
                    file,
                    (int)(parser.Current?.End.Line ?? 1) + above,
                    "This is not YAML from here on."
                )
            );
        }
        return null;
    }

    // The reader of nodes calls itself for every level: a text of nothing but brackets must not reach it.
    private static (int Line, string Message)? Fault(Parser parser)
    {
        var depth = 0;
        while (parser.MoveNext())
        {
            switch (parser.Current)
            {
                case AnchorAlias alias:
                    return (
                        (int)alias.Start.Line,
                        "Write it out: a file of content has no aliases."
                    );
                case MappingStart or SequenceStart when ++depth > Deepest:
                    return ((int)parser.Current.Start.Line, "This is nested too deeply.");
                case MappingEnd or SequenceEnd:
                    depth--;
                    break;
            }
        }
        return null;
    }

    private static string Sentence(string message) =>
        message.EndsWith('.') ? message : message + ".";
}
