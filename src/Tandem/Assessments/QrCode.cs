using QRCoder;

namespace Tandem.Assessments;

/// <summary>An address as a QR code (ISO/IEC 18004) that still reads with a seventh of it dirty (level M).</summary>
public static class QrCode
{
    /// <summary>Rows of modules, true where dark, with the quiet zone of four around them.</summary>
    public static IReadOnlyList<IReadOnlyList<bool>> Of(string address)
    {
        using var generator = new QRCodeGenerator();
        using var code = generator.CreateQrCode(address, QRCodeGenerator.ECCLevel.M);
        return [.. code.ModuleMatrix.Select(row => (IReadOnlyList<bool>)[.. row.Cast<bool>()])];
    }

    /// <summary>The dark modules as one path of an SVG whose side is the number of modules.</summary>
    public static (int Side, string Path) Svg(string address)
    {
        var rows = Of(address);
        var path = new System.Text.StringBuilder();
        for (var y = 0; y < rows.Count; y++)
        {
            for (var x = 0; x < rows[y].Count; x++)
            {
                if (rows[y][x])
                {
                    path.Append(
                        System.Globalization.CultureInfo.InvariantCulture,
                        $"M{x} {y}h1v1h-1z"
                    );
                }
            }
        }
        return (rows.Count, path.ToString());
    }
}
