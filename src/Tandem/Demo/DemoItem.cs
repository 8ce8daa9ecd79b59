using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Contracts;
using Tandem.Kernel;
using Tandem.Pipeline;

namespace Tandem.Demo;

/// <summary>What a council of the demo network plans.</summary>
internal sealed record DemoItem(
    string Organisation,
    PipelineFacts Facts,
    ItemVisibility Visibility,
    int ReviewedDaysAgo
)
{
    /// <summary>Reads a row of <c>demo/pipeline.tsv</c>; its months count from this day.</summary>
    public static DemoItem Read(string[] cells, DateOnly today)
    {
        var value = Number(cells[7]);
        var publish = today.AddMonths(Number(cells[8]));
        return new(
            cells[0],
            new()
            {
                Title = cells[1],
                Kind = Enum.Parse<PipelineKind>(cells[2]),
                Confidence = Enum.Parse<Confidence>(cells[3]),
                Phase = cells[4],
                PhaseEnd = cells[4].Length > 0 ? publish.AddMonths(-1) : null,
                Willingness = Enum.Parse<Willingness>(cells[5]),
                CpvCodes = cells[6],
                CpvOrigin = CodeOrigin.Buyer,
                ValueMinor = value > 0 ? value * 100L : null,
                PlannedPublish = publish,
                SubmissionEnd = publish.AddMonths(2),
                ContractStart = today.AddMonths(Number(cells[9])),
                Problem = cells[12],
                Users = cells[13],
                ContactName = "Commercial team",
            },
            Enum.Parse<ItemVisibility>(cells[10]),
            Number(cells[11])
        );
    }

    /// <summary>Puts the items on the pipelines of their organisations, kept by their officers where they have any.</summary>
    public static async Task AddAsync(
        Db db,
        Settings settings,
        IReadOnlyList<DemoItem> items,
        CancellationToken cancellation
    )
    {
        var organisations = await db.Set<Organisation>()
            .Where(o => o.AuthorityCode != null)
            .ToDictionaryAsync(o => o.AuthorityCode!, cancellation);
        var owners = (
            await db.Set<Membership>()
                .Where(m => m.Role != Role.Member)
                .OrderBy(m => m.PersonId)
                .ToListAsync(cancellation)
        ).ToLookup(m => m.OrganisationId, m => m.PersonId);
        var made = new List<PipelineItem>();
        foreach (var item in items)
        {
            var organisation = organisations[item.Organisation].Id;
            var owner = owners[organisation].Select(p => (Id<Person>?)p).LastOrDefault();
            var then = db.Now().AddDays(-item.ReviewedDaysAgo);
            var planned = PipelineItem.Draft(
                organisation,
                item.Facts,
                owner,
                settings.OcidPrefix,
                then
            );
            planned.Publish(item.Visibility, needsApprover: false, owner, then);
            db.Add(planned);
            db.RecordOn(
                Actor.System,
                PipelineActs.Published,
                planned,
                new { visibility = item.Visibility.ToString() }
            );
            made.Add(planned);
        }
        await db.SavePipelineAsync(made, cancellation);
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
