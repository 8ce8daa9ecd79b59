using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Collaborations.Workspaces;
using Tandem.Kernel;

namespace Tandem.Demo;

/// <summary>Lets councils of the demo network work together, by the same operations as on the pages.</summary>
public sealed class DemoTogether(
    Db db,
    StartCollaboration start,
    StateStanding stand,
    AddRequirement require,
    MarkRequirements mark,
    PublishCollaboration publish,
    CloseCollaboration close
)
{
    private static readonly string[] Mine = ["Service director", "Officer decision 2026/90"];

    internal async Task RunAsync(
        IEnumerable<string[]> rows,
        DateOnly today,
        CancellationToken cancellation
    )
    {
        var reference = "";
        foreach (var row in rows)
        {
            var (what, first, second, third) = (row[0], row[2], row[3], row[4]);
            var person = await db.Set<Person>().SingleAsync(p => p.Email == row[1], cancellation);
            var (actor, organisations) = await Actors.OfAsync(db, person, cancellation);
            var own = organisations[0].Id;
            switch (what)
            {
                case "start":
                    var codes = third.Split(' ');
                    var invited = await db.Set<Organisation>()
                        .Where(o => codes.Contains(o.AuthorityCode))
                        .Select(o => o.Id)
                        .ToListAsync(cancellation);
                    var given = new CollaborationStart(
                        first,
                        second,
                        own,
                        new Mandate(person.Name, Mine[0], Mine[1]),
                        invited,
                        today.AddMonths(2)
                    );
                    reference = (await start.RunAsync(actor, given, cancellation)).Reference;
                    break;
                case "stand":
                    var who = second.Split(", ");
                    await stand.RunAsync(
                        actor,
                        reference,
                        own,
                        Enum.Parse<Standing>(first),
                        new Mandate(who[0], who[1], third),
                        null,
                        cancellation
                    );
                    break;
                case "require":
                    await require.RunAsync(
                        actor,
                        reference,
                        new RequirementWords(first, second, third, null),
                        cancellation
                    );
                    break;
                case "mark":
                    var line = int.Parse(first, CultureInfo.InvariantCulture);
                    await mark.RunAsync(
                        actor,
                        reference,
                        own,
                        [
                            new MarkGiven(
                                line,
                                Enum.Parse<RequirementLevel>(second),
                                third,
                                null,
                                null
                            ),
                        ],
                        cancellation
                    );
                    break;
                case "publish":
                    await publish.RunAsync(
                        actor,
                        reference,
                        CollaborationVisibility.Public,
                        first,
                        cancellation
                    );
                    break;
                default:
                    await close.RunAsync(
                        actor,
                        reference,
                        Enum.Parse<CollaborationOutcome>(first),
                        second,
                        cancellation
                    );
                    break;
            }
            db.ChangeTracker.Clear();
        }
    }
}
