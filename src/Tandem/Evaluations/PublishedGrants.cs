using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Calls;
using Tandem.Calls.Kinds;
using Tandem.Entries;
using Tandem.Kernel;

namespace Tandem.Evaluations;

/// <summary>A package of grants as the 360Giving Data Standard 1.1 has it (package and grant schema).</summary>
public sealed record GrantPackage(
    string Version,
    string Title,
    string Identifier,
    DateOnly Issued,
    GrantPublisher Publisher,
    string License,
    IReadOnlyList<PublishedGrant> Grants
);

/// <summary>Who publishes.</summary>
public sealed record GrantPublisher(string Name);

/// <summary>A grant: what the standard requires (id, title, description, currency, amountAwarded, awardDate, recipient, funder), the programme, and where it can be read.</summary>
/// <param name="AmountAwarded">Major units.</param>
public sealed record PublishedGrant(
    string Id,
    string Title,
    string Description,
    string Currency,
    decimal AmountAwarded,
    DateOnly AwardDate,
    IReadOnlyList<GrantOrganisation>? RecipientOrganization,
    IReadOnlyList<GrantOrganisation>? RecipientIndividual,
    IReadOnlyList<GrantOrganisation> FundingOrganization,
    IReadOnlyList<GrantProgramme> GrantProgramme,
    DateTime DateModified,
    string DataSource
);

/// <summary>An organisation, or an individual, by identifier and name.</summary>
public sealed record GrantOrganisation(string Id, string Name, string? CompanyNumber = null);

/// <summary>What the grant was made under.</summary>
public sealed record GrantProgramme(string Code, string Title, string Url);

/// <summary>Grants of a call as open data. Individuals are published without their names, as the standard's guidance on individuals asks.</summary>
public sealed class PublishedGrants(
    Db db,
    FindStage find,
    FindDecision decisions,
    Settings settings
)
{
    /// <summary>As the package is written: what is not known is left out.</summary>
    public static JsonSerializerOptions Json { get; } =
        new(JsonSerializerDefaults.Web)
        {
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        };

    /// <summary>The package; null where the kind publishes no grants, the call is not public, or nothing was awarded yet.</summary>
    public async Task<GrantPackage?> OfAsync(Call call, CancellationToken cancellation = default)
    {
        if (!call.Kind.Publishes.Grants || call.Audience != CallAudience.Public)
        {
            return null;
        }
        var stage = await find.OfAsync(call, call.InOrder.Last(), cancellation);
        if (await decisions.NowAsync(stage, cancellation) is not { ToldAt: { } told } decision)
        {
            return null;
        }
        var funder = await db.Set<Organisation>()
            .SingleAsync(o => o.Id == call.OrganisationId, cancellation);
        var prefix = $"360G-{settings.OcidPrefix}";
        var recipients = await db.Set<Organisation>()
            .IgnoreQueryFilters()
            .Where(o => stage.Entries.Select(e => e.Organisation).Contains(o.Id))
            .ToDictionaryAsync(o => o.Id, cancellation);
        var kinds = await db.Set<Entry>()
            .Where(e => e.CallId == call.Id)
            .ToDictionaryAsync(e => e.Id, e => e.Who, cancellation);
        var grants = decision
            .Chosen.Where(l => l.Amount > 0)
            .Select(l =>
            {
                var entry = stage.Entry(l.EntryId);
                var person = kinds[entry.Id] == EntrantKind.Person;
                return new PublishedGrant(
                    $"{prefix}-{entry.Reference}",
                    entry.Title ?? entry.Reference,
                    l.Reason,
                    call.Currency,
                    l.Amount!.Value / 100m,
                    LocalDay.Of(told),
                    person ? null : [Recipient(entry, recipients, prefix)],
                    person
                        ? [new($"{prefix}-IND-{entry.Reference}", "Recipient individual")]
                        : null,
                    [new(FunderId(funder, prefix), funder.Name)],
                    [
                        new(
                            call.Reference,
                            call.Title,
                            settings.AddressOf($"/calls/{call.Reference}")
                        ),
                    ],
                    told,
                    settings.AddressOf($"/calls/{call.Reference}/results")
                );
            })
            .ToList();
        return grants.Count == 0
            ? null
            : new(
                "1.1",
                $"{call.Title}: grants awarded",
                $"{prefix}-{call.Reference}",
                LocalDay.Of(told),
                new(funder.Name),
                "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
                grants
            );
    }

    private static GrantOrganisation Recipient(
        JudgedEntry entry,
        Dictionary<Id<Organisation>, Organisation> known,
        string prefix
    )
    {
        var number = entry.Organisation is { } id
            ? known.GetValueOrDefault(id)?.RegisteredNumber
            : null;
        return number?.Split(':') is [var scheme, var value]
            ? new($"{scheme}-{value}", entry.PublicName, scheme == "GB-COH" ? value : null)
            : new($"{prefix}-org-{entry.Reference}", entry.PublicName);
    }

    private static string FunderId(Organisation funder, string prefix) =>
        funder.AuthorityCode is { } code ? $"GB-LAE-{code}" : $"{prefix}-org-{funder.Slug}";
}
