using System.Net;
using System.Net.Sockets;

namespace Tandem.Kernel;

/// <summary>
/// Which addresses the program may dial on behalf of somebody: those of the public internet only, so that nobody can make it ask its own machine,
/// its neighbours or a cloud's metadata (server-side request forgery).
/// </summary>
/// <remarks>Source: the IANA IPv4 and IPv6 special-purpose address registries (RFC 6890 and its updates).</remarks>
public static class PublicAddress
{
    private static readonly IPNetwork[] Closed = [.. Networks().Select(n => IPNetwork.Parse(n))];

    // Prefixes after which an IPv4 address is embedded that a gateway would dial, and the byte at which it stands.
    private static readonly (IPNetwork Network, int At)[] Embedding =
    [
        (IPNetwork.Parse("64:ff9b::/96"), 12), // NAT64, RFC 6052
        (IPNetwork.Parse("2002::/16"), 2), // 6to4, RFC 3056
        (IPNetwork.Parse("::/96"), 12), // IPv4-compatible, RFC 4291
        (IPNetwork.Parse("::ffff:0:0:0/96"), 12), // IPv4-translated, RFC 2765
    ];

    /// <summary>Why the address may not be dialled, or null where it is public.</summary>
    public static string? WhyNot(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }
        if (
            address.AddressFamily
            is not (AddressFamily.InterNetwork or AddressFamily.InterNetworkV6)
        )
        {
            return "it is not an internet address";
        }
        if (address.AddressFamily == AddressFamily.InterNetworkV6)
        {
            address = new IPAddress(address.GetAddressBytes()); // without its scope, which a network does not contain
            foreach (var (network, at) in Embedding)
            {
                if (network.Contains(address) && !address.Equals(IPAddress.IPv6Any))
                {
                    return WhyNot(new IPAddress(address.GetAddressBytes().AsSpan(at, 4)));
                }
            }
        }
        return Array.Exists(Closed, n => n.Contains(address))
            ? "it is not an address of the public internet"
            : null;
    }

    private static string[] Networks() =>
        [
            "0.0.0.0/8", // this network
            "10.0.0.0/8", // private
            "100.64.0.0/10", // carrier-grade NAT
            "127.0.0.0/8", // loopback
            "169.254.0.0/16", // link-local, cloud metadata
            "172.16.0.0/12", // private
            "192.0.0.0/24", // protocol assignments
            "192.0.2.0/24", // documentation
            "192.88.99.0/24", // 6to4 relays, withdrawn
            "192.168.0.0/16", // private
            "198.18.0.0/15", // benchmarking
            "198.51.100.0/24", // documentation
            "203.0.113.0/24", // documentation
            "224.0.0.0/4", // multicast
            "240.0.0.0/4", // reserved, broadcast
            "::/128", // unspecified
            "::1/128", // loopback
            "64:ff9b:1::/48", // local NAT64
            "100::/64", // discard
            "2001::/23", // protocol assignments, Teredo
            "2001:db8::/32", // documentation
            "3fff::/20", // documentation
            "5f00::/16", // segment routing
            "fc00::/7", // unique local
            "fe80::/10", // link-local
            "fec0::/10", // site-local, withdrawn
            "ff00::/8", // multicast
        ];
}
