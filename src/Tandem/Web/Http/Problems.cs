using System.Diagnostics;

namespace Tandem.Web.Http;

/// <summary>Errors of the API as problem details (RFC 9457).</summary>
public static class Problems
{
    /// <summary>Says where it happened, and gives the reference under which a fault is logged.</summary>
    public static void Shape(ProblemDetailsContext context)
    {
        var problem = context.ProblemDetails;
        problem.Instance ??= context.HttpContext.Request.Path;
        problem.Extensions.Remove("traceId");
        if (problem.Status >= 500)
        {
            problem.Extensions["reference"] =
                Activity.Current?.TraceId.ToString() ?? context.HttpContext.TraceIdentifier;
        }
    }

    /// <summary>A refusal: status 422 with the words to show and, where it is about one field, that field.</summary>
    public static IResult Refused(string message, string? field = null) =>
        field is null
            ? Results.Problem(message, statusCode: 422, title: "Refused")
            : Results.ValidationProblem(
                new Dictionary<string, string[]> { [field] = [message] },
                detail: message,
                statusCode: 422,
                title: "Refused"
            );

    /// <summary>What was asked for does not exist, or is not for this reader.</summary>
    public static IResult NotFound(string what) =>
        Results.Problem(
            $"There is no {what} at this address.",
            statusCode: 404,
            title: "Not found"
        );
}
