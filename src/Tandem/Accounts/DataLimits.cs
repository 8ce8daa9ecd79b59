using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Tandem.Kernel;
using Tandem.Web.Http;

namespace Tandem.Accounts;

/// <summary>
/// How often data may be asked for: so many times in the last minute for each key, each signed-in person, and each address without either. Counted by each node for itself.
/// </summary>
internal static class DataLimits
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    // The window moves on in steps of ten seconds.
    private const int Steps = 6;

    /// <summary>The count that a request belongs to.</summary>
    public static RateLimitPartition<string> Of(HttpContext http)
    {
        if (!DataAddress.Covers(http.Request.Path))
        {
            return RateLimitPartition.GetNoLimiter("");
        }
        var settings = http.RequestServices.GetRequiredService<Settings>();
        var current = http.RequestServices.GetRequiredService<CurrentActor>();
        var (who, most) = (current.KeyId, current.Value.PersonId) switch
        {
            ({ } key, _) => ($"key {key}", settings.KeyLimit),
            (_, { } person) => ($"person {person}", settings.KeyLimit),
            _ => ($"address {Client(http.Connection.RemoteIpAddress)}", settings.VisitorLimit),
        };
        return most == 0
            ? RateLimitPartition.GetNoLimiter("")
            : RateLimitPartition.GetSlidingWindowLimiter(
                who,
                _ => new SlidingWindowRateLimiterOptions
                {
                    PermitLimit = most,
                    Window = Window,
                    SegmentsPerWindow = Steps,
                }
            );
    }

    /// <summary>Says when to come back; to a program, as problem details.</summary>
    public static async ValueTask RefusedAsync(HttpContext http, RateLimitLease lease)
    {
        var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : Window;
        var seconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));
        http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        if (DataAddress.Covers(http.Request.Path))
        {
            await Results
                .Problem(
                    $"Ask again in {seconds} seconds. With a key more is allowed; what has not changed costs least when asked for with If-None-Match.",
                    statusCode: StatusCodes.Status429TooManyRequests,
                    title: "Too many requests"
                )
                .ExecuteAsync(http);
        }
    }

    // Whoever has one address of IPv6 has the 2^64 beside it.
    internal static string Client(IPAddress? address)
    {
        if (address is null)
        {
            return "";
        }
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return plain.AddressFamily == AddressFamily.InterNetworkV6
            ? Convert.ToHexStringLower(plain.GetAddressBytes().AsSpan(0, 8))
            : plain.ToString();
    }
}
