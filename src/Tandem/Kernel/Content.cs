namespace Tandem.Kernel;

/// <summary>The versioned configuration and reference tables that ship beside the program, in its <c>content</c> folder.</summary>
public sealed class Content(string root)
{
    /// <summary>The content folder beside the running program.</summary>
    public static Content Shipped { get; } = new(Path.Combine(AppContext.BaseDirectory, "content"));

    /// <summary>Full path of a content file, named by its path below <c>content/</c> with forward slashes.</summary>
    public string PathOf(string name) => Path.Combine(root, Path.Combine(name.Split('/')));

    /// <summary>Opens a content file for reading.</summary>
    /// <exception cref="FileNotFoundException">The installation lacks the file.</exception>
    public Stream Open(string name) => File.OpenRead(PathOf(name));

    /// <summary>The whole text of a content file (UTF-8).</summary>
    public string Text(string name) => File.ReadAllText(PathOf(name));
}
