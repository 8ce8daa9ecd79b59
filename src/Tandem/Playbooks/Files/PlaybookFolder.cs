using System.Text;
using Tandem.Kernel.Yaml;

namespace Tandem.Playbooks.Files;

/// <summary>The files of a playbook by their paths below its folder, with forward slashes: playbook.yaml, guides/CODE.md, methods/CODE.md, templates/CODE.md.</summary>
public static class PlaybookFolder
{
    /// <summary>Name of the file that says what the playbook is.</summary>
    public const string Main = "playbook.yaml";

    /// <summary>Most characters of one file.</summary>
    public const int LongestFile = 200_000;

    /// <summary>Most files of one playbook.</summary>
    public const int MostFiles = 500;

    /// <summary>The sub-folders, each of one kind of page.</summary>
    public static readonly IReadOnlyList<string> Kinds = ["guides", "methods", "templates"];

    /// <summary>Whether a file of this path can be part of a playbook.</summary>
    public static bool IsPart(string path) =>
        path == Main
        || (
            path.Split('/') is [var kind, var name]
            && Kinds.Contains(kind)
            && name.EndsWith(".md", StringComparison.Ordinal)
            && YamlPart.IsCode(name[..^3])
        );

    /// <summary>Reads a folder. What is not part of a playbook comes too, so that it is said; links out of the folder do not.</summary>
    public static IReadOnlyDictionary<string, string> Read(string folder)
    {
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (
            var path in Directory
                .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                .Order(StringComparer.Ordinal)
                .Take(MostFiles + 1)
        )
        {
            var name = Path.GetRelativePath(folder, path).Replace('\\', '/');
            using var reader = new StreamReader(path, Encoding.UTF8);
            var text = new char[LongestFile + 1];
            files[name] = new string(text, 0, reader.ReadBlock(text));
        }
        return files;
    }
}
