namespace Tandem.Kernel;

/// <summary>Who acts: a signed-in person, the system itself, or a visitor. What an actor may see or do is decided from this alone.</summary>
/// <param name="PersonId">The person, or null for a visitor or the system.</param>
/// <param name="Name">As shown in histories.</param>
/// <param name="Roles">Role in each organisation the person is a member of, by organisation id.</param>
/// <param name="Partners">Organisations that share a partnership with one of the person's own.</param>
/// <param name="IsSteward">Looks after the whole network: organisations, partnerships, open data, identities of suppliers.</param>
public sealed record Actor(
    Guid? PersonId,
    string Name,
    IReadOnlyDictionary<Guid, Role> Roles,
    IReadOnlySet<Guid> Partners,
    bool IsSteward = false
)
{
    /// <summary>A visitor who has not signed in.</summary>
    public static Actor Visitor { get; } =
        new(null, "Visitor", new Dictionary<Guid, Role>(), new HashSet<Guid>());

    /// <summary>The program itself: scheduled work and the command line, run by whoever holds the machine.</summary>
    public static Actor System { get; } =
        new(null, "Tandem", new Dictionary<Guid, Role>(), new HashSet<Guid>(), IsSteward: true);

    /// <summary>Whether a person has signed in.</summary>
    public bool IsSignedIn => PersonId is not null;

    /// <summary>Role in each firm the person belongs to. Firms are no organisations of the network: nothing that asks for <see cref="Roles"/> is theirs.</summary>
    public IReadOnlyDictionary<Guid, Role> Firms { get; init; } = new Dictionary<Guid, Role>();

    /// <summary>Ids of the organisations and of the firms the person belongs to.</summary>
    public IEnumerable<Guid> OrganisationsAndFirms => Roles.Keys.Concat(Firms.Keys);

    /// <summary>Whether the actor has at least this role in the organisation, or in the firm.</summary>
    public bool SpeaksFor(Guid organisationOrFirm, Role atLeast) =>
        Has(organisationOrFirm, atLeast)
        || (Firms.TryGetValue(organisationOrFirm, out var role) && role >= atLeast);

    /// <summary>Whether the actor has at least this role in the organisation.</summary>
    public bool Has(Guid organisation, Role atLeast) =>
        Roles.TryGetValue(organisation, out var role) && role >= atLeast;
}

/// <summary>What a person may do within an organisation; each role includes those before it.</summary>
public enum Role
{
    /// <summary>Reads what the organisation keeps to itself.</summary>
    Member,

    /// <summary>Brings in data and keeps the organisation's records.</summary>
    Officer,

    /// <summary>Also decides who belongs to the organisation, and with which role.</summary>
    Administrator,
}
