using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Tests.Support;

/// <summary>The organisations and people that every test knows by name.</summary>
public sealed class Cast
{
    /// <summary>Everybody's password.</summary>
    public const string Password = "a long enough password";

    /// <summary>Preston and Wyre work together; Leeds stands outside their partnership.</summary>
    public required Organisation Preston { get; init; }
    public required Organisation Wyre { get; init; }
    public required Organisation Leeds { get; init; }
    public required Partnership Partnership { get; init; }

    /// <summary>Administrator at Preston.</summary>
    public required Person Ada { get; init; }

    /// <summary>Officer at Preston.</summary>
    public required Person Olu { get; init; }

    /// <summary>Member at Preston.</summary>
    public required Person Mei { get; init; }

    /// <summary>Officer at Wyre, Preston's partner.</summary>
    public required Person Wyn { get; init; }

    /// <summary>Officer at Leeds.</summary>
    public required Person Lee { get; init; }

    /// <summary>Steward of the network, member of no organisation.</summary>
    public required Person Sam { get; init; }

    internal static async Task<Cast> SeedAsync(Db db)
    {
        var now = db.Now();
        Person New(string name, bool steward = false) =>
            Person.Create(
                $"{name.ToLowerInvariant()}@example.org",
                name,
                Password,
                now,
                isSteward: steward
            );
        var cast = new Cast
        {
            Preston = Organisation.Create("Preston City Council", "PRE", now),
            Wyre = Organisation.Create("Wyre Borough Council", "WYR", now),
            Leeds = Organisation.Create("Leeds City Council", "LDS", now),
            Partnership = Partnership.Create("Lancashire buying group", now),
            Ada = New("Ada"),
            Olu = New("Olu"),
            Mei = New("Mei"),
            Wyn = New("Wyn"),
            Lee = New("Lee"),
            Sam = New("Sam", steward: true),
        };
        db.AddRange(
            cast.Preston,
            cast.Wyre,
            cast.Leeds,
            cast.Partnership,
            cast.Ada,
            cast.Olu,
            cast.Mei,
            cast.Wyn,
            cast.Lee,
            cast.Sam
        );
        db.AddRange(
            PartnershipMember.Of(cast.Partnership, cast.Preston),
            PartnershipMember.Of(cast.Partnership, cast.Wyre),
            Membership.Of(cast.Ada, cast.Preston, Role.Administrator),
            Membership.Of(cast.Olu, cast.Preston, Role.Officer),
            Membership.Of(cast.Mei, cast.Preston, Role.Member),
            Membership.Of(cast.Wyn, cast.Wyre, Role.Officer),
            Membership.Of(cast.Lee, cast.Leeds, Role.Officer)
        );
        await db.SaveChangesAsync();
        return cast;
    }
}
