using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Tandem.Playbooks;

namespace Tandem.Cli;

/// <summary>The API described for programs: <c>/openapi.json</c>.</summary>
internal static class ApiDescription
{
    private const string Key = "key";
    private const string Problem = "application/problem+json";

    public static void Describe(OpenApiOptions options)
    {
        options.ShouldInclude = api =>
            api.RelativePath is { } path
            && (
                path.StartsWith("api/", StringComparison.Ordinal)
                || path.StartsWith("ocds/", StringComparison.Ordinal)
            );
        // Two rooms may have a word in common: a stage of a playbook is not a stage of a notice.
        options.CreateSchemaReferenceId = type =>
            OpenApiOptions.CreateDefaultSchemaReferenceId(type) is not { } name ? null
            : (Nullable.GetUnderlyingType(type.Type) ?? type.Type).Namespace
                == typeof(Playbook).Namespace
            && !name.StartsWith(nameof(Playbook), StringComparison.Ordinal)
                ? nameof(Playbook) + name
            : name;
        options.AddDocumentTransformer(
            (document, _, _) =>
            {
                document.Info = new OpenApiInfo
                {
                    Title = "Tandem",
                    Version = "1",
                    Description =
                        "Notices and contracts of public bodies. Public data needs no key; with a key you also get what your organisation may see.",
                };
                // The address of this installation is where the document was read from.
                document.Servers = [new OpenApiServer { Url = "/" }];
                document.Components ??= new();
                document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
                {
                    [Key] = new OpenApiSecurityScheme
                    {
                        Type = SecuritySchemeType.Http,
                        Scheme = "bearer",
                        Description =
                            "A key made under /account/keys, which begins with tandem_. It reads what its person may see, and changes nothing.",
                    },
                };
                // One or the other: without a key for what is public.
                document.Security =
                [
                    new OpenApiSecurityRequirement(),
                    new OpenApiSecurityRequirement
                    {
                        [new OpenApiSecuritySchemeReference(Key, document)] = [],
                    },
                ];
                return Task.CompletedTask;
            }
        );
        options.AddOperationTransformer(
            (operation, context, _) =>
            {
                var problem = new OpenApiSchemaReference(
                    nameof(Microsoft.AspNetCore.Mvc.ProblemDetails),
                    context.Document
                );
                var responses = operation.Responses ??= new();
                if (responses["200"] is OpenApiResponse answer)
                {
                    answer.Headers = new Dictionary<string, IOpenApiHeader>
                    {
                        ["ETag"] = Header(
                            "The version: send it back as If-None-Match.",
                            JsonSchemaType.String
                        ),
                    };
                }
                responses["304"] = new OpenApiResponse
                {
                    Description = "You have this version already (If-None-Match)",
                };
                responses["401"] = Says("The key is mistyped, revoked or ended", problem);
                var often = Says("Too many requests in the last minute", problem);
                often.Headers = new Dictionary<string, IOpenApiHeader>
                {
                    ["Retry-After"] = Header(
                        "Seconds after which to ask again.",
                        JsonSchemaType.Integer
                    ),
                };
                responses["429"] = often;
                return Task.CompletedTask;
            }
        );
    }

    private static OpenApiHeader Header(string words, JsonSchemaType type) =>
        new()
        {
            Description = words,
            Schema = new OpenApiSchema { Type = type },
        };

    private static OpenApiResponse Says(string words, IOpenApiSchema problem) =>
        new()
        {
            Description = words,
            Content = new Dictionary<string, OpenApiMediaType>
            {
                [Problem] = new() { Schema = problem },
            },
        };
}
