using Microsoft.AspNetCore.Http.Extensions;

namespace Tandem.Web.Lists;

/// <summary>Addresses of the same list with one thing changed: page, order, one filter less, another format.</summary>
public static class ListAddress
{
    /// <summary>The address of this page with these parts of the query replaced, or left out where the value is null.</summary>
    public static string With(
        HttpRequest request,
        params ReadOnlySpan<(string Name, string? Value)> changes
    ) => With(request.Path.Value ?? "/", request, changes);

    /// <summary>The same query at another path, as <c>/contracts.csv</c>.</summary>
    public static string With(
        string path,
        HttpRequest request,
        params ReadOnlySpan<(string Name, string? Value)> changes
    )
    {
        var changed = changes.ToArray();
        var query = new QueryBuilder(
            request
                .Query.Where(p =>
                    !changed.Any(c => c.Name.Equals(p.Key, StringComparison.OrdinalIgnoreCase))
                )
                .SelectMany(p =>
                    p.Value.Where(v => !string.IsNullOrEmpty(v))
                        .Select(v => KeyValuePair.Create(p.Key, v!))
                )
                .Concat(
                    changed
                        .Where(c => c.Value is not null)
                        .Select(c => KeyValuePair.Create(c.Name, c.Value!))
                )
        );
        return path + query.ToQueryString();
    }

    /// <summary>The address without one value of a filter that may have several.</summary>
    public static string Without(HttpRequest request, string name, string value)
    {
        var query = new QueryBuilder(
            request
                .Query.Where(p => !p.Key.Equals("page", StringComparison.OrdinalIgnoreCase))
                .SelectMany(p => p.Value.Select(v => KeyValuePair.Create(p.Key, v ?? "")))
                .Where(p =>
                    p.Value.Length > 0
                    && !(p.Key.Equals(name, StringComparison.OrdinalIgnoreCase) && p.Value == value)
                )
        );
        return request.Path + query.ToQueryString();
    }
}
