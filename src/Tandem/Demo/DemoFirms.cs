using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Questionnaires;
using Tandem.Questionnaires.Declarations;

namespace Tandem.Demo;

/// <summary>A firm of the demo network and who speaks for it.</summary>
internal sealed record DemoFirm(
    Organisation Firm,
    Person Person,
    Actor Actor,
    string Number,
    string Place
)
{
    /// <summary>Puts the firm into an answer.</summary>
    public string Fill(string answer) =>
        answer
            .Replace("{name}", Firm.Name)
            .Replace("{number}", Number)
            .Replace("{place}", Place)
            .Replace("{person}", Person.Name.Split(" (")[0])
            .Replace("{email}", Person.Email);
}

/// <summary>Firms of the demo network: their accounts, what they declare, and with whom they share it.</summary>
public sealed class DemoFirms(Db db, QuestionSets sets)
{
    /// <summary>Adds them and gives them by name.</summary>
    internal async Task<IReadOnlyDictionary<string, DemoFirm>> RunAsync(
        string folder,
        CancellationToken cancellation
    )
    {
        var firms = DemoTables
            .Rows(folder, "firms.tsv")
            .Select(Join)
            .ToDictionary(f => f.Firm.Name);
        var declared = DemoTables.Rows(folder, "declarations.tsv").ToDictionary(r => r[0]);
        var answers = DemoTables.Rows(folder, "declared.tsv").ToDictionary(r => r[0], r => r[1]);
        var at = db.Now().AddDays(-100);
        var set = (await sets.InForceAsync(RegisterFirm.SetName, db.Today(), cancellation))!;
        foreach (var firm in firms.Values)
        {
            var response = Response.Start(
                set,
                firm.Firm.Id,
                new(DeclarationResponses.Kind, firm.Firm.Id.ToString()),
                $"Declarations of {firm.Firm.Name}",
                firm.Actor,
                at
            );
            db.Add(response);
            db.Record(
                firm.Actor,
                "firm-registered",
                nameof(Organisation),
                firm.Firm.Id,
                new { firm.Firm.Name, firm.Firm.RegisteredNumber }
            );
            if (declared.TryGetValue(firm.Firm.Name, out var row))
            {
                Declare(firm, response, set, answers, Ends(row[3]), at);
                await ShareAsync(firm, row[1], row[2], at, cancellation);
                if (row[4] == "yes")
                {
                    firm.Firm.Confirm(Actor.System, at);
                }
            }
        }
        await db.SaveChangesAsync(cancellation);
        return firms;
    }

    private DateOnly Ends(string days) =>
        db.Today().AddDays(int.Parse(days, CultureInfo.InvariantCulture));

    private DemoFirm Join(string[] row)
    {
        var firm = Organisation.Register(row[0], $"GB-COH:{row[1]}", db.Now());
        var person = Person.Create(row[4], row[3], SeedDemo.Password, db.Now(), isDemo: true);
        db.Add(firm);
        db.Add(person);
        db.Add(Membership.Of(person, firm, Role.Administrator));
        var actor = person.Alone with
        {
            Firms = new Dictionary<Guid, Role> { [firm.Id.Value] = Role.Administrator },
        };
        return new(firm, person, actor, row[1], row[2]);
    }

    private void Declare(
        DemoFirm firm,
        Response response,
        QuestionSet set,
        Dictionary<string, string> answers,
        DateOnly ends,
        DateTime at
    )
    {
        var given = new Dictionary<string, Answer>();
        foreach (var (code, json) in answers)
        {
            var answer = Answer.To(response.Id, code);
            answer.Say(
                firm.Fill(json)
                    .Replace("{ends}", ends.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
                firm.Actor,
                at
            );
            given[code] = answer;
        }
        var sheet = new AnswerSheet(
            set,
            given.ToDictionary(g => g.Key, g => AnswerJson.Read(g.Value.Json, set.Find(g.Key)!)!),
            db.Today()
        );
        response.Reckon(sheet, at);
        db.AddRange(given.Values);
        var open = new OpenResponse(
            response,
            set,
            sheet,
            given,
            [],
            new(Verdict.Yes, Verdict.Yes, firm.Firm.Name, "/declarations")
        );
        db.Add(DeclarationEdition.Of(open, 1, firm.Actor, at));
        db.Record(
            firm.Actor,
            "declarations-published",
            nameof(Organisation),
            firm.Firm.Id,
            new { Number = 1 }
        );
    }

    private async Task ShareAsync(
        DemoFirm firm,
        string with,
        string sections,
        DateTime at,
        CancellationToken cancellation
    )
    {
        var parts = sections.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        foreach (var code in with.Split(' '))
        {
            Id<Organisation>? reader =
                code == "all"
                    ? null
                    : await db.Set<Organisation>()
                        .Where(o => o.AuthorityCode == code)
                        .Select(o => o.Id)
                        .SingleAsync(cancellation);
            db.Add(DeclarationShare.Give(firm.Firm, reader, parts, firm.Actor, at));
            db.Record(
                firm.Actor,
                "declarations-shared",
                nameof(Organisation),
                firm.Firm.Id,
                new { with = reader }
            );
        }
    }
}
