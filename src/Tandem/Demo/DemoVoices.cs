using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Contracts;
using Tandem.Discussions;
using Tandem.Following;
using Tandem.Kernel;

namespace Tandem.Demo;

/// <summary>Lets the people of the demo network talk, by the same operations as on the pages.</summary>
public sealed class DemoVoices(
    Db db,
    Subjects subjects,
    Messages messages,
    AnswerClock clock,
    AnswerDuties duties,
    TellAsker tell
)
{
    internal async Task RunAsync(DemoTables tables, CancellationToken cancellation)
    {
        Id<Post>? lastPost = null;
        var lastQuestion = "";
        foreach (var said in tables.Voices)
        {
            var contract = await db.Set<Contract>()
                .AsNoTracking()
                .Where(c => c.AuthorityCode == said.Council)
                .OrderBy(c => c.Number)
                .Skip(said.Contract - 1)
                .FirstAsync(cancellation);
            var (kind, id) = (nameof(Contract), contract.Id.ToString());
            var person = await db.Set<Person>().SingleAsync(p => p.Email == said.Who, cancellation);
            var (actor, organisations) = await Actors.OfAsync(db, person, cancellation);
            var records = new DiscussedRecords(db, actor, subjects);
            var write = new WritePost(db, actor, records, messages);
            switch (said.What)
            {
                case "question":
                    lastQuestion = (
                        await new AskQuestion(db, actor, records, clock, duties).RunAsync(
                            kind,
                            id,
                            said.Words,
                            cancellation: cancellation
                        )
                    ).Reference;
                    break;
                case "answer":
                    var (published, answer) = (said.Words.Split('|')[0], said.Words.Split('|')[1]);
                    await new AnswerQuestion(
                        db,
                        actor,
                        new FindQuestion(db, actor, duties, records),
                        duties,
                        tell
                    ).RunAsync(lastQuestion, published, answer, cancellation);
                    break;
                default:
                    var post = await write.RunAsync(
                        kind,
                        id,
                        said.What == "note" ? PostKind.Note : PostKind.Discussion,
                        said.Words,
                        organisations.Count > 0 ? organisations[0].Id : null,
                        said.What == "reply" ? lastPost : null,
                        cancellation
                    );
                    lastPost = said.What == "post" ? post.Id : lastPost;
                    break;
            }
        }
    }
}
