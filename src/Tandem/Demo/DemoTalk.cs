using Tandem.Accounts;
using Tandem.Calls;
using Tandem.Discussions;
using Tandem.Entries;
using Tandem.Following;
using Tandem.Kernel;

namespace Tandem.Demo;

/// <summary>What people of the demo network say about entries, and ask about calls: by the same operations as on the pages.</summary>
public sealed class DemoTalk(
    Db db,
    Subjects subjects,
    Messages messages,
    AnswerClock clock,
    AnswerDuties duties,
    TellAsker tell
)
{
    internal async Task RunAsync(DemoLife life, DemoRow row, CancellationToken cancellation)
    {
        var by = await life.Cast.FindAsync(row.Who, cancellation);
        var records = new DiscussedRecords(db, by.Actor, subjects);
        switch (row.What)
        {
            case "comment":
                await new WritePost(db, by.Actor, records, messages).RunAsync(
                    nameof(Entry),
                    life.Entry(row).Id.ToString(),
                    PostKind.Discussion,
                    row.Second,
                    by.Council?.Id,
                    null,
                    cancellation
                );
                break;
            case "ask":
                life.Question = (
                    await new AskQuestion(db, by.Actor, records, clock, duties).RunAsync(
                        nameof(Call),
                        life.Call.Id.ToString(),
                        row.Second,
                        cancellation: cancellation
                    )
                ).Reference;
                break;
            default:
                await new AnswerQuestion(
                    db,
                    by.Actor,
                    new FindQuestion(db, by.Actor, duties, records),
                    duties,
                    tell
                ).RunAsync(life.Question!, row.First, row.Second, cancellation);
                break;
        }
    }
}
