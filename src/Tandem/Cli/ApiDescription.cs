using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Tandem.Cli;

/// <summary>The API described for programs: <c>/openapi.json</c>.</summary>
internal static class ApiDescription
{
    public static void Describe(OpenApiOptions options)
    {
        options.ShouldInclude = api =>
            api.RelativePath is { } path
            && (
                path.StartsWith("api/", StringComparison.Ordinal)
                || path.StartsWith("ocds/", StringComparison.Ordinal)
            );
        options.AddDocumentTransformer(
            (document, _, _) =>
            {
                document.Info = new OpenApiInfo
                {
                    Title = "Tandem",
                    Version = "1",
                    Description =
                        "Notices and contracts of public bodies. Public data needs no key; a signed-in person also gets what their organisation may see.",
                };
                // The address of this installation is where the document was read from.
                document.Servers = [new OpenApiServer { Url = "/" }];
                return Task.CompletedTask;
            }
        );
    }
}
