using System.Net;
using Tandem.Kernel.Mail;

namespace Tandem.Kernel;

/// <summary>What an installation decides from outside: where its data lies, which database, which port.</summary>
/// <param name="DataFolder">Folder for the embedded database, uploads and logs (<c>TANDEM_DATA</c>).</param>
/// <param name="PostgresConnection">Connection string of a PostgreSQL 15+ database (<c>TANDEM_DATABASE</c>), or null for the embedded SQLite.</param>
/// <param name="Port">The port the web server listens on (<c>PORT</c>).</param>
/// <param name="VisitorLimit">Requests for data a minute from one address without a key (<c>TANDEM_VISITOR_LIMIT</c>); 0 is no limit.</param>
/// <param name="KeyLimit">Requests for data a minute with one key, or of one signed-in person (<c>TANDEM_KEY_LIMIT</c>); 0 is no limit.</param>
/// <param name="Proxies">Servers before this one that are believed when they say who asks (<c>TANDEM_PROXIES</c>: addresses or networks, with commas).</param>
/// <param name="OcidPrefix">Prefix of the open contracting identifiers this installation gives (<c>TANDEM_OCID_PREFIX</c>), as registered with the Open Contracting Partnership.</param>
/// <param name="UploadLimit">Most bytes of one file brought through the site or fetched from an address (<c>TANDEM_UPLOAD_MB</c>, in mebibytes).</param>
/// <param name="MailServer">The server that takes our e-mails (<c>TANDEM_SMTP</c>), or null: then they wait in the outbox.</param>
/// <param name="Address">Where people reach the site, without a slash at the end (<c>TANDEM_ADDRESS</c>): for links in e-mails and feeds. Null is this machine.</param>
public sealed record Settings(
    string DataFolder,
    string? PostgresConnection,
    int Port,
    long UploadLimit = 1L << 30,
    MailServer? MailServer = null,
    string? Address = null,
    string OcidPrefix = Settings.UsualOcidPrefix,
    int VisitorLimit = 300,
    int KeyLimit = 1200,
    IReadOnlyList<IPNetwork>? Proxies = null
)
{
    /// <summary>The prefix where none is set: good inside an installation, to be replaced by a registered one before its data is published.</summary>
    public const string UsualOcidPrefix = "ocds-tandem";

    /// <summary>Folder of the installation's own keys (<c>TANDEM_KEYS</c>); null: the data folder's name with <c>-keys</c> behind it. Never inside the data folder: a backup of the one must not hold the other.</summary>
    public string? KeysFolder { get; init; }

    /// <summary>The key that closes drafts of sealed entries (<c>TANDEM_SEALING_KEY</c>: 32 bytes in base64), or null: then it is kept in <see cref="KeysFolder"/>. Several nodes need the same.</summary>
    internal byte[]? SealingKey { get; init; }

    /// <summary>Whether demo accounts may sign in with the published demo password: decided as the program starts, once it has seen whose installation it is.</summary>
    public bool Demo { get; internal set; }

    /// <summary>Reads the environment; what is not set takes its default.</summary>
    /// <exception cref="Refusal">A variable cannot be understood.</exception>
    public static Settings FromEnvironment()
    {
        var folder = Read("TANDEM_DATA") ?? Path.Combine(Environment.CurrentDirectory, ".tandem");
        var port = 5080;
        if (Read("PORT") is { } text && (!int.TryParse(text, out port) || port is < 0 or > 65535))
        {
            throw new Refusal($"PORT is ‘{text}’, which is not a port number between 0 and 65535.");
        }
        var megabytes = 1024;
        if (
            Read("TANDEM_UPLOAD_MB") is { } limit
            && (!int.TryParse(limit, out megabytes) || megabytes <= 0)
        )
        {
            throw new Refusal(
                $"TANDEM_UPLOAD_MB is ‘{limit}’, which is not a number of mebibytes."
            );
        }
        LocalDay.Zone = LocalDay.Find(Read("TANDEM_TIME_ZONE") ?? LocalDay.Zone.Id);
        return new(
            Path.GetFullPath(folder),
            Read("TANDEM_DATABASE"),
            port,
            UploadLimit: (long)megabytes << 20,
            MailServer: Read("TANDEM_SMTP") is { } smtp ? Mail.MailServer.Parse(smtp) : null,
            Address: Read("TANDEM_ADDRESS") is { } address ? Site(address) : null,
            OcidPrefix: Read("TANDEM_OCID_PREFIX") ?? UsualOcidPrefix,
            VisitorLimit: Limit("TANDEM_VISITOR_LIMIT", 300),
            KeyLimit: Limit("TANDEM_KEY_LIMIT", 1200),
            Proxies: Read("TANDEM_PROXIES") is { } proxies ? Networks(proxies) : null
        )
        {
            KeysFolder = Read("TANDEM_KEYS") is { } keys ? Path.GetFullPath(keys) : null,
            SealingKey = Read("TANDEM_SEALING_KEY") is { } key ? Key(key) : null,
        };
    }

    private static byte[] Key(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) && length == 32
            ? bytes[..length]
            : throw new Refusal("TANDEM_SEALING_KEY is not a key of 32 bytes in base64.");
    }

    private static int Limit(string name, int otherwise) =>
        Read(name) is not { } text ? otherwise
        : int.TryParse(text, out var limit) && limit >= 0 ? limit
        : throw new Refusal($"{name} is ‘{text}’, which is not a number of requests a minute.");

    private static IPNetwork[] Networks(string text) =>
        [
            .. text.Split(
                    ',',
                    StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries
                )
                .Select(part =>
                    IPNetwork.TryParse(part, out var network) ? network
                    : IPAddress.TryParse(part, out var address)
                        ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
                    : throw new Refusal(
                        $"TANDEM_PROXIES has ‘{part}’, which is neither an address nor a network like 10.0.0.0/8."
                    )
                ),
        ];

    private static string Site(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is ("http" or "https")
            ? uri.GetLeftPart(UriPartial.Path).TrimEnd('/')
            : throw new Refusal(
                $"TANDEM_ADDRESS is ‘{address}’, which is not an address like https://tandem.example.org."
            );

    /// <summary>The full address of a page of the site.</summary>
    /// <param name="path">From the root, with its slash.</param>
    public string AddressOf(string path) => (Address ?? $"http://localhost:{Port}") + path;

    private static string? Read(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    /// <summary>Which database it runs on. Only Kernel asks.</summary>
    internal DatabaseKind Database =>
        PostgresConnection is null ? DatabaseKind.Sqlite : DatabaseKind.Postgres;

    /// <summary>Connection string of the embedded database in <see cref="DataFolder"/>.</summary>
    public string SqliteConnection =>
        $"Data Source={Path.Combine(DataFolder, "tandem.db")};Foreign Keys=True;Default Timeout=30";
}
