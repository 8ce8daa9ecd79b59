namespace Tandem.Tests.Support;

/// <summary>The checkout these tests were built from.</summary>
public static class Checkout
{
    /// <summary>Its root folder.</summary>
    public static string Root { get; } = Find();

    private static string Find()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(at.FullName, "Tandem.slnx")))
        {
            at = at.Parent!;
        }
        return at.FullName;
    }
}
