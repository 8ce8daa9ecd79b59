namespace Tandem.Tests.Support;

/// <summary>The real data that lies beside a development checkout. Absent in a clone alone: tests on it are then reported as skipped.</summary>
public static class SharedData
{
    /// <summary>Full path of a file or folder of the shared data, or null where it is absent.</summary>
    public static string? Find(string relative)
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            var path = Path.Combine(at.FullName, "shared", "data", relative);
            if (Path.Exists(path))
            {
                return path;
            }
        }
        return null;
    }
}

/// <summary>A test on shared data: skipped, and said to be skipped, where that data is absent.</summary>
public sealed class SharedDataFactAttribute : FactAttribute
{
    public SharedDataFactAttribute(params string[] needs)
    {
        var missing = needs.FirstOrDefault(n => SharedData.Find(n) is null);
        if (missing is not null)
        {
            Skip = $"needs shared data that is not beside this checkout: {missing}";
        }
    }
}
