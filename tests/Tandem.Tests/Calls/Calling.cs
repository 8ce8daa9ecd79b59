using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tandem.Accounts;
using Tandem.Calls;
using Tandem.Calls.Kinds;
using Tandem.Following;
using Tandem.Kernel;
using Tandem.Pipeline;
using Tandem.Tests.Support;

namespace Tandem.Tests.Calls;

/// <summary>Makes calls that are complete, for tests of what comes after.</summary>
public static class Calling
{
    /// <summary>Olu of Preston, who owns them.</summary>
    public static async Task<Actor> ActorAsync(this IServiceProvider scope, Person person) =>
        (await Actors.OfAsync(scope.GetRequiredService<Db>(), person)).Actor;

    /// <summary>Tells people as this actor.</summary>
    public static TellPeople Tells(this IServiceProvider scope, Actor actor) =>
        new(actor, scope.GetRequiredService<Messages>(), scope.GetServices<ICallAudience>());

    /// <summary>
    /// A call of Preston's, owned by Olu, approved by Ada, with Mei, Ada and Olu as openers where it is sealed, Wyn leading a panel with Mei and Lee. Its
    /// first stage opens as it is published and each stage lasts 60 days, a day apart.
    /// </summary>
    /// <param name="with">Changes the draft before it is published.</param>
    /// <param name="item">Open contracting identifier of the pipeline item it comes from.</param>
    public static Task<string> CallAsync(
        this TestApp app,
        string kind,
        string title = "Damp homes",
        bool publish = true,
        Action<Call, DateTime>? with = null,
        string? item = null
    ) =>
        app.InScopeAsync(async scope =>
        {
            var db = scope.GetRequiredService<Db>();
            var now = db.Now();
            var call = Complete(
                scope.GetRequiredService<CallKinds>().Find(kind)
                    ?? throw new ArgumentException($"There is no kind {kind}."),
                app.Cast,
                await scope.ActorAsync(app.Cast.Olu),
                title,
                now,
                await db.Set<PipelineItem>().SingleOrDefaultAsync(i => i.Ocid == item)
            );
            with?.Invoke(call, now);
            db.Add(call);
            if (publish)
            {
                if (call.Kind.NeedsApproval)
                {
                    call.Submit(await scope.ActorAsync(app.Cast.Olu), now);
                    call.Approve(await scope.ActorAsync(app.Cast.Ada), now);
                }
                call.Publish(scope.GetRequiredService<WorkingDays>(), now);
                db.RecordOn(await scope.ActorAsync(app.Cast.Olu), CallActs.Published, call);
            }
            await db.SaveCallAsync(call);
            return call.Reference;
        });

    internal static Call Complete(
        CallKind kind,
        Cast cast,
        Actor olu,
        string title,
        DateTime now,
        PipelineItem? item = null
    )
    {
        var call = Call.Make(kind, cast.Preston, title, _ => "1", "ocds-test", olu, now, item);
        call.Describe(
            new()
            {
                Title = title,
                Summary = $"{title}: what can be done",
                CpvCodes = "45000000",
            },
            now
        );
        call.WriteBrief(kind.Brief.ToDictionary(b => b.Code, b => $"About {b.Title}"), now);
        var opens = now;
        var dates = new List<StageDates>();
        foreach (var stage in kind.Stages)
        {
            dates.Add(
                new(
                    stage.Code,
                    dates.Count == 0 ? null : opens,
                    kind.IsStanding ? null : opens.AddDays(60),
                    null
                )
            );
            opens = opens.AddDays(61);
        }
        call.Schedule(new(dates, null, null), now);
        call.Fund(
            new()
            {
                BudgetMinor = kind.Money == CallMoney.Budget ? 10_000_000 : null,
                MostAskMinor = kind.Budget?.MostAskMinor,
                LeastAskMinor = kind.Budget?.LeastAskMinor,
                ValueMinor = kind.Money == CallMoney.Value ? 25_000_000 : null,
                Prizes =
                    kind.Money == CallMoney.Prizes ? [new("First prize", 5_000_000, null)] : [],
                Fees = kind
                    .Stages.Where(s => s.PaysEach)
                    .ToDictionary(s => s.Code, _ => (long?)500_000),
            },
            now
        );
        call.Name(cast.Ada.Id, CallRole.Approver, olu, now);
        if (kind.HasSealedStage)
        {
            foreach (var opener in new[] { cast.Ada, cast.Olu, cast.Mei })
            {
                call.Name(opener.Id, CallRole.Opener, olu, now);
            }
        }
        call.Name(cast.Wyn.Id, CallRole.LeadAssessor, olu, now);
        call.Name(cast.Mei.Id, CallRole.Assessor, olu, now);
        call.Name(cast.Lee.Id, CallRole.Assessor, olu, now);
        return call;
    }
}
