using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Tandem.Calls;
using Tandem.Calls.Kinds;
using Tandem.Entries.Sealing;
using Tandem.Following;
using Tandem.Kernel;
using Tandem.Questionnaires;
using Tandem.Questionnaires.Formulas;

namespace Tandem.Entries;

/// <summary>
/// Submits a stage of an entry: makes one package of its answers and files, closes it where the stage is sealed, and gives the receipt. One transaction: either it is received and has its receipt, or it is not.
/// </summary>
public sealed class SubmitEntry(
    Db db,
    Actor actor,
    FindEntry find,
    BeginStage stages,
    FindResponse responses,
    PublishEntry publish,
    Messages messages
)
{
    /// <param name="code">The receipt code that the form was given (<see cref="ReceiptCode.New"/>): the same form sent twice is one version. It is kept nowhere.</param>
    /// <param name="accepted">Codes of the terms that are accepted.</param>
    /// <exception cref="Refusal">The stage takes nothing, something is missing or not accepted, or the actor may not.</exception>
    public async Task<EntryVersion> RunAsync(
        string call,
        long number,
        string stageCode,
        string? code,
        IReadOnlyCollection<string> accepted,
        CancellationToken cancellation = default
    )
    {
        // The moment it reached the server: waiting for others who submit does not make it late.
        var at = db.Now();
        if (ReceiptCode.KeyOf(code, "form") is not { } form)
        {
            throw new Refusal("Open the page once more, and submit from there.");
        }
        var formHash = Convert.ToHexStringLower(SHA256.HashData(form));
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await db.Set<Entry>()
            .Where(e => e.CallReference == call && e.Number == number)
            .ExecuteUpdateAsync(s => s.SetProperty(e => e.ChangedAt, at), cancellation);
        var found = await find.OwnAsync(call, number, cancellation);
        var entry = found.Entry;
        if (entry.Versions.FirstOrDefault(v => v.FormHash == formHash) is { } sent)
        {
            return sent;
        }
        EntryPermissions.MayLead(actor, entry).Permit();
        entry.MustStand();
        var stage =
            found.Call.Stage(stageCode)
            ?? throw new Refusal("There is no such stage.", kind: RefusalKind.NotFound);
        var isLate = await LateAsync(found, stage, at, cancellation);
        var draft =
            await stages.DraftAsync(entry, stage, cancellation)
            ?? throw new Refusal("There is nothing to submit.");
        MustBeWhole(found.Call, draft);
        MustAccept(found.Call, accepted);
        var key = stage.IsSealed ? await KeyAsync(found.Call, cancellation) : null;
        var version = await KeepAsync(
            found,
            stage,
            draft,
            key,
            code!,
            formHash,
            isLate,
            at,
            cancellation
        );
        if (key is not null)
        {
            await DestroyAsync(draft.Response.Id, cancellation);
            await MakeOpenerKey.HoldAsync(db, found.Call, key, cancellation);
        }
        entry.ChangeSeq = await Sequence.TakeAsync(db, Sequence.Changes, 1, cancellation);
        db.Record(
            actor,
            isLate ? "entry-received-late" : "entry-received",
            nameof(Entry),
            entry.Id,
            new
            {
                stage = stage.Code,
                version = version.Number,
                sha256 = version.Sha256,
                closes = stage.ClosesAt,
                terms = accepted,
            }
        );
        await TellAsync(found, stage, version, cancellation);
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return version;
    }

    private async Task<bool> LateAsync(
        FoundEntry found,
        CallStage stage,
        DateTime at,
        CancellationToken cancellation
    )
    {
        var (call, entry) = (found.Call, found.Entry);
        if (call.State != CallState.Published)
        {
            throw new Refusal("This call takes no entries.");
        }
        if (entry.EligibleAt is null)
        {
            throw new Refusal("Check first that you can enter.");
        }
        if (!entry.IsLetInto(call, stage))
        {
            throw new Refusal("This stage is for those who went on to it.");
        }
        if (stage.Clock.StateAt(at) != StageState.Closed || stage.Late == LatePolicy.Refuse)
        {
            StartEntry.MustBeOpen(call, stage, at);
            return false;
        }
        if (await db.Set<Opening>().AnyAsync(o => o.StageId == stage.Id, cancellation))
        {
            throw new Refusal("The entries of this stage have been opened; nothing more is taken.");
        }
        return true;
    }

    private static void MustBeWhole(Call call, OpenResponse draft)
    {
        if (draft.Sheet.Gaps.FirstOrDefault() is { } gap)
        {
            throw new Refusal($"{gap.Question.Text}: {gap.Message}");
        }
        if (
            draft.Sheet.Results.FirstOrDefault(r =>
                r.IsRaised && r.Rule.Kind == RuleKind.AutoFail
            ) is
            { } fails
        )
        {
            throw new Refusal(fails.Rule.Message ?? "The answers do not meet what is asked for.");
        }
        if (
            call.Kind.Budget is not { } budget
            || draft.Set.Find(budget.Asks) is not { } asked
            || draft.Sheet.Given(budget.Asks) is not Value.Number amount
        )
        {
            return;
        }
        if (amount.Amount * 100 < (call.LeastAskMinor ?? 0))
        {
            throw new Refusal(
                $"{asked.Text}: ask for {Web.Words.ExactMoney(call.LeastAskMinor!.Value / 100m, call.Currency)} or more"
            );
        }
        if (amount.Amount * 100 > (call.MostAskMinor ?? long.MaxValue))
        {
            throw new Refusal(
                $"{asked.Text}: ask for {Web.Words.ExactMoney(call.MostAskMinor!.Value / 100m, call.Currency)} or less"
            );
        }
    }

    private static void MustAccept(Call call, IReadOnlyCollection<string> accepted)
    {
        if (call.AcceptedTerms.Keys.FirstOrDefault(t => !accepted.Contains(t)) is not null)
        {
            throw new Refusal("Accept the terms to submit", "Accepted");
        }
    }

    private async Task<EntryVersion> KeepAsync(
        FoundEntry found,
        CallStage stage,
        OpenResponse draft,
        byte[]? key,
        string code,
        string formHash,
        bool isLate,
        DateTime at,
        CancellationToken cancellation
    )
    {
        var (call, entry) = (found.Call, found.Entry);
        var number = 1 + entry.Versions.Select(v => v.Number).DefaultIfEmpty().Max();
        var (answers, files) = PackedAnswers.Of(draft);
        var package = new Package(
            entry.Reference,
            stage.Code,
            number,
            draft.Set.Name,
            draft.Set.Version,
            at,
            actor.Name,
            answers.ToDictionary(a => a.Question, a => new PackagedAnswer(a.Json, a.By, a.At)),
            [
                .. files.Select(f => new PackagedFile(
                    f.Id,
                    f.Question,
                    f.Name,
                    f.Bytes,
                    f.Hash,
                    f.Key
                )),
            ]
        );
        var id = Id<EntryVersion>.New(at);
        var kept = key is not null
            ? KeptPackage.Seal(package, id.ToString(), key, code)
            : KeptPackage.Plain(package);
        var version = EntryVersion.Of(
            id,
            entry,
            stage,
            number,
            kept,
            formHash,
            isLate,
            actor.Name,
            at
        );
        // What everybody reads keeps its title until a moderator lets the new one through.
        entry.Receive(
            version,
            stage.IsSealed || entry.PublishedAt is not null ? null : TitleOf(draft, stage)
        );
        db.Add(version);
        db.Add(EntryPackage.Of(version, kept));
        await publish.ReceivedAsync(call, entry, draft, at, cancellation);
        return version;
    }

    private async Task<byte[]> KeyAsync(Call call, CancellationToken cancellation) =>
        await db.Set<CallKey>()
            .Where(k => k.CallId == call.Id)
            .Select(k => k.PublicKey)
            .SingleOrDefaultAsync(cancellation)
        ?? throw new InvalidOperationException($"{call.Reference} is sealed and has no key.");

    /// <summary>
    /// What an entry is called: its answer to the question coded title or, where its first stage asks for none, to the first question for text, those that
    /// have to be answered before the others. A later stage that asks for no title leaves it its name.
    /// </summary>
    internal static string? TitleOf(OpenResponse open, CallStage stage) =>
        new[] { open.Set.Find("title") }
            .Concat(
                stage.Position > 1
                    ? []
                    : open
                        .Set.Questions.Where(q =>
                            q.Kind is QuestionKind.Text or QuestionKind.LongText
                        )
                        .OrderByDescending(open.Sheet.IsRequired)
            )
            .OfType<Question>()
            .Select(q => (open.Sheet[q.Code] as Value.Text)?.Words)
            .FirstOrDefault(t => !string.IsNullOrWhiteSpace(t))
            is { } title
            ? Shortened(title)
            : null;

    /// <summary>One line of 100 characters at most, cut between words; a title ends without a full stop.</summary>
    internal static string Shortened(string text)
    {
        const int most = 100;
        var line = string.Join(
                ' ',
                text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            )
            .TrimEnd('.');
        if (line.Length <= most)
        {
            return line;
        }
        var cut = line.LastIndexOf(' ', most - 1);
        return line[..(cut < most / 2 ? most - 1 : cut)] + "…";
    }

    /// <summary>The draft of what was sealed: rows, key and names of files. The files stay, for the package holds their keys.</summary>
    private async Task DestroyAsync(Id<Response> response, CancellationToken cancellation)
    {
        await responses.DestroyAsync(
            response,
            () =>
                db.Set<EntryDraft>()
                    .Where(d => d.ResponseId == response)
                    .ExecuteDeleteAsync(cancellation),
            cancellation
        );
    }

    private async Task TellAsync(
        FoundEntry found,
        CallStage stage,
        EntryVersion version,
        CancellationToken cancellation
    )
    {
        var (call, entry) = (found.Call, found.Entry);
        var words = call.Kind.Words;
        await messages.ToPeopleAsync(
            [
                .. entry
                    .Members.Where(m => m.RemovedAt is null && m.Right >= MemberRight.Edit)
                    .Select(m => m.PersonId),
            ],
            new(
                $"entry-received:{version.Id}",
                version.IsLate
                    ? $"Your {words.Entry} {entry.Reference} came late"
                    : $"Your {words.Entry} {entry.Reference} has been received",
                [
                    $"{call.Title}, {stage.Title}: version {version.Number} of {entry.Reference} was received at {EntryWords.Moment(version.ReceivedAt, call.TimeZone)}.",
                    version.IsLate
                        ? $"The deadline was {LocalTime.Words(stage.ClosesAt!.Value, call.TimeZone)}. It is kept as late; the owner of the call decides, with reasons, whether it is admitted, and you will be told."
                    : stage.ClosesAt is { } closes
                        ? $"You can replace or withdraw it until {LocalTime.Words(closes, call.TimeZone)}."
                    : "You can change or withdraw it.",
                    $"Hash of what was received (SHA-256): {version.Sha256}",
                ],
                $"{entry.Path}/receipt/{version.Number}",
                Owed: true,
                SubjectKind: nameof(Entry),
                SubjectId: entry.Id.ToString()
            ),
            cancellation
        );
    }
}
