using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Classification;
using Tandem.Contracts.Lists;
using Tandem.Kernel;
using Tandem.Pipeline;

namespace Tandem.Calls.Pages;

/// <summary>What is asked, of whom, until when, and how is it judged?</summary>
[AllowAnonymous]
public sealed class OneModel(
    Db db,
    Actor actor,
    FilterWords words,
    ReferenceLists lists,
    IEnumerable<ICallParts> others,
    IEnumerable<ICallActWords> tellers
) : CallPageModel(db, actor)
{
    private const int MostHistory = 200;
    private readonly Db db = db;

    /// <summary>How it stands, in a sentence.</summary>
    public string Sentence => CallWording.Sentence(Call, Now);
    public IReadOnlyList<CallPart> Parts { get; private set; } = [];
    public IReadOnlyList<(DateTime At, string Who, string Says)> History { get; private set; } = [];
    public IReadOnlyList<CpvPart> Cpv { get; private set; } = [];
    public string? RegionName { get; private set; }

    /// <summary>The pipeline item it came from, where the reader may see that.</summary>
    public (string Reference, string Title)? Item { get; private set; }

    /// <summary>The one next thing for those who make it.</summary>
    public (string Words, string Href)? Act =>
        Call.State switch
        {
            CallState.Draft when MayWrite => (
                Call.ReturnedReason is { } reason
                    ? $"The approver returned it: {reason}"
                    : "It is a draft.",
                $"{Path}/make"
            ),
            CallState.InReview when CallPermissions.MayApprove(Actor, Call).Allowed => (
                "It waits for your approval.",
                $"{Path}/publish"
            ),
            CallState.Approved when MayPublish => (
                "It is approved, and can be published.",
                $"{Path}/publish"
            ),
            _ => null,
        };

    public string ActVerb =>
        Call.State switch
        {
            CallState.Draft => "Go on writing",
            CallState.InReview => "Look at it",
            _ => "Publish it",
        };

    /// <inheritdoc/>
    protected override bool ForTeam => false;

    /// <inheritdoc/>
    protected override async Task ReadAsync(CancellationToken cancellation)
    {
        var parts = new List<CallPart>();
        foreach (var other in others)
        {
            parts.AddRange(await other.OfAsync(Call, Actor, cancellation));
        }
        Parts = parts;
        Cpv = RecordParts.Cpv(Call.CpvCodes, words.Cpv);
        RegionName = Call.Region is { } region
            ? lists.Current(RegionList.File, RegionList.Read).Find(region)?.Name
            : null;
        var item = await db.Set<PipelineItem>()
            .VisibleTo(Actor)
            .Where(i => i.Id == Call.PipelineItemId)
            .Select(i => new { i.Number, i.Title })
            .SingleOrDefaultAsync(cancellation);
        Item = item is null ? null : ($"PI-{item.Number}", item.Title);
        var id = Call.Id.ToString();
        var acts = await db.Set<Event>()
            .AsNoTracking()
            .Where(e => e.SubjectKind == nameof(Tandem.Calls.Call) && e.SubjectId == id)
            .OrderByDescending(e => e.Seq)
            .Take(MostHistory)
            .ToListAsync(cancellation);
        History = MaySeeWorkings
            ? [.. acts.Select(a => (a.At, a.ActorName, CallTelling.ToTeam(a, tellers)))]
            :
            [
                .. acts.Select(a => (a.At, Says: CallTelling.ToFollowers(a)))
                    .Where(a => a.Says is not null)
                    .Select(a => (a.At, Organisation.Name, a.Says!)),
            ];
    }
}
