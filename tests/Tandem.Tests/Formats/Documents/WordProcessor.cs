using System.Diagnostics;

namespace Tandem.Tests.Formats.Documents;

/// <summary>LibreOffice and poppler, where they are installed: what they read out of a document is what people will see.</summary>
internal static class WordProcessor
{
    public static bool IsHere { get; } = Has("soffice") && Has("pdftotext");

    private static bool Has(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, program)));

    /// <summary>The words of a PDF as a reader would copy them.</summary>
    public static async Task<string> PdfTextAsync(byte[] pdf)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(file, pdf);
            using var process = Process.Start(
                new ProcessStartInfo("pdftotext")
                {
                    RedirectStandardOutput = true,
                    ArgumentList = { "-layout", file, "-" },
                }
            )!;
            var text = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            return text;
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>The document turned into another form: txt, pdf.</summary>
    public static async Task<byte[]> ConvertAsync(byte[] document, string ending, string to)
    {
        var folder = Directory.CreateTempSubdirectory("tandem-documents-").FullName;
        try
        {
            var file = Path.Combine(folder, $"document.{ending}");
            await File.WriteAllBytesAsync(file, document);
            var info = new ProcessStartInfo("soffice")
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            foreach (
                var argument in new[]
                {
                    $"-env:UserInstallation=file://{folder}/profile",
                    "--headless",
                    "--convert-to",
                    to,
                    "--outdir",
                    folder,
                    file,
                }
            )
            {
                info.ArgumentList.Add(argument);
            }
            using var process = Process.Start(info)!;
            var said = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            var made = Path.Combine(folder, $"document.{to.Split(':')[0]}");
            Assert.True(File.Exists(made), said);
            return await File.ReadAllBytesAsync(made);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}

/// <summary>A test that reads a document with LibreOffice: skipped, and said to be skipped, where it is not installed.</summary>
public sealed class WordProcessorFactAttribute : FactAttribute
{
    public WordProcessorFactAttribute()
    {
        if (!WordProcessor.IsHere)
        {
            Skip = "needs LibreOffice (soffice) and poppler (pdftotext), which are not installed";
        }
    }
}
