using Tandem.Accounts;
using Tandem.Contracts;
using Tandem.Following;
using Tandem.Kernel;
using Tandem.Tests.Market;
using Tandem.Tests.Support;

namespace Tandem.Tests.Following;

/// <summary>A record in one of the states that decide who sees it.</summary>
/// <param name="Title">Found in no other record.</param>
/// <param name="Seers">E-mail addresses of those who may see it, or <see cref="VisibilityTests.Everybody"/>.</param>
/// <param name="Ocid">The process under which our own releases tell of it, once everybody may see it; null where we publish none.</param>
public sealed record ShownRecord(
    string Id,
    string Reference,
    string Title,
    IReadOnlySet<string> Seers,
    string? Ocid = null
);

/// <summary>One kind of record for <see cref="VisibilityTests"/>: each room whose records not everybody sees brings its own.</summary>
public interface IShownKind
{
    /// <summary>As the timeline names it.</summary>
    string Kind { get; }

    /// <summary>What somebody follows to be told of them: the CPV code, unless the records have none.</summary>
    FollowKind Followed => FollowKind.Cpv;

    /// <summary>Makes a record for each state, with the CPV code and the word in its title; followers are told of them from then on.</summary>
    Task<IReadOnlyList<ShownRecord>> MakeAsync(TestApp app, string cpv, string word);

    /// <summary>Addresses of one record, <c>{0}</c> its reference: 200 for those who see it, 404 for others.</summary>
    IReadOnlyList<string> Pages { get; }

    /// <summary>Addresses that give every record that fits, <c>{0}</c> a word: lists, search, exports, interface. Where one shows only the first few, it is asked for the title of each record, <c>{1}</c>.</summary>
    IReadOnlyList<string> Lists { get; }

    /// <summary>Whether all of them stand on Your work, which shows the ten latest stories alone.</summary>
    bool StandOnWork => true;

    /// <summary>Whether the records have a day to come, and stand in calendars.</summary>
    bool HasDays { get; }

    /// <summary>Whether those that everybody may see, and that an organisation here keeps, are published as releases.</summary>
    bool IsReleased => false;
}

/// <summary>Contracts: kept by an organisation of a partnership, by one outside it, or by nobody here; each for its organisation, its partners or everybody.</summary>
internal sealed class ShownContracts : IShownKind
{
    public string Kind => nameof(Contract);

    public async Task<IReadOnlyList<ShownRecord>> MakeAsync(TestApp app, string cpv, string word)
    {
        var records = new Records(app, 5000);
        var made = new List<(Contract Contract, IReadOnlySet<string> Seers)>();
        foreach (var owner in new Organisation?[] { app.Cast.Preston, app.Cast.Leeds, null })
        {
            foreach (var visibility in Enum.GetValues<Visibility>())
            {
                var contract = records.Contract(
                    $"{word} {visibility}of{owner?.AuthorityCode ?? "nobody"}",
                    visibility,
                    owner,
                    cpv: cpv
                );
                made.Add((contract, Seers(visibility, owner?.AuthorityCode)));
            }
        }
        await records.SaveAsync();
        return
        [
            .. made.Select(m => new ShownRecord(
                m.Contract.Id.ToString(),
                m.Contract.Reference,
                m.Contract.Title,
                m.Seers,
                m.Contract.OrganisationId is null
                    ? null
                    : $"{Settings.UsualOcidPrefix}-{m.Contract.Id.Value:N}"
            )),
        ];
    }

    public IReadOnlyList<string> Pages =>
        ["/contracts/{0}", "/contracts/{0}.json", "/api/contracts/{0}", "/contracts/{0}/who-else"];

    public IReadOnlyList<string> Lists =>
        [
            "/contracts?q={0}",
            "/contracts.csv?q={0}",
            "/contracts.json?q={0}",
            "/api/contracts?q={0}",
            "/search?q={0}",
        ];

    public bool HasDays => true;

    /// <inheritdoc/>
    public bool IsReleased => true;

    private static HashSet<string> Seers(Visibility visibility, string? owner) =>
        (visibility, owner) switch
        {
            (Visibility.Public, _) => VisibilityTests.Everybody,
            (Visibility.Partnership, "PRE") => ["mei@example.org", "wyn@example.org"],
            (_, "PRE") => ["mei@example.org"],
            (_, "LDS") => ["lee@example.org"],
            _ => [],
        };
}
