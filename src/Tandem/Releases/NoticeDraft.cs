using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Classification;
using Tandem.Kernel;
using Tandem.Pipeline;
using Tandem.Web;

namespace Tandem.Releases;

/// <summary>One line of a draft: what the notice asks for, and what is there.</summary>
/// <param name="Fact">What the records say, or null.</param>
/// <param name="Typed">What was typed for it, or null.</param>
public sealed record DraftLine(NoticeField Field, string? Fact, string? Typed)
{
    /// <summary>What the notice says: what was typed goes before what the record says.</summary>
    public string? Says => Typed ?? Fact;

    /// <summary>The law requires it, and it is not there.</summary>
    public bool IsMissing => Field.IsRequired && Says is null;
}

/// <summary>A notice as it could go out today, made of a pipeline item, its organisation, and what was typed for it.</summary>
/// <param name="Checks">What is worth knowing, and whether it is good news.</param>
public sealed record NoticeDraft(
    NoticeForm Form,
    PipelineItem Item,
    Organisation Organisation,
    IReadOnlyList<DraftLine> Lines,
    IReadOnlyList<(bool IsMet, string Says)> Checks
)
{
    public int Missing => Lines.Count(l => l.IsMissing);

    /// <summary>How complete it is, in one sentence.</summary>
    public string Standing =>
        Missing == 0
            ? "Everything the law requires is there."
            : $"{Words.Count(Missing, "thing")} the law requires {(Missing == 1 ? "is" : "are")} missing.";
}

/// <summary>Makes drafts of the notices an item owes or may have. Tandem publishes none of them: a person takes the draft to Find a Tender.</summary>
public sealed class DraftNotice(
    Db db,
    Actor actor,
    NoticeForms forms,
    ReferenceLists lists,
    KnownAuthorities authorities,
    TimeProvider clock
)
{
    /// <summary>The drafts of every kind of notice.</summary>
    /// <exception cref="Refusal">There is no such item that the actor may see, or the actor may not change it.</exception>
    public async Task<IReadOnlyList<NoticeDraft>> AllAsync(
        string reference,
        CancellationToken cancellation = default
    )
    {
        var item = await db.PipelineItemAsync(actor, reference, cancellation);
        PipelinePermissions.MayChange(actor, item).Permit();
        var organisation = await db.OrganisationOfAsync(item, cancellation);
        var own = forms.About(NoticeSubject.Item).ToList();
        var keys = own.SelectMany(f => f.Fields)
            .Select(f => DraftText.KeyOf(f, item))
            .Distinct()
            .ToList();
        var typed = await db.Set<DraftText>()
            .AsNoTracking()
            .Where(t => EF.Parameter(keys).Contains(t.Key))
            .ToDictionaryAsync(t => t.Key, t => t.Text, cancellation);
        return [.. own.Select(f => Draft(f, item, organisation, typed))];
    }

    /// <summary>The draft of one kind.</summary>
    /// <inheritdoc cref="AllAsync"/>
    public async Task<NoticeDraft> RunAsync(
        string reference,
        string code,
        CancellationToken cancellation = default
    ) =>
        (await AllAsync(reference, cancellation)).FirstOrDefault(d => d.Form.Code == code)
        ?? throw new Refusal("There is no such notice.", kind: RefusalKind.NotFound);

    private NoticeDraft Draft(
        NoticeForm form,
        PipelineItem item,
        Organisation organisation,
        Dictionary<string, string> typed
    )
    {
        var lines = form
            .Fields.Select(f => new DraftLine(
                f,
                Fact(f.From, item, organisation),
                f.Asked == AskedOf.Nobody ? null : typed.GetValueOrDefault(DraftText.KeyOf(f, item))
            ))
            .ToList();
        return new(
            form,
            item,
            organisation,
            lines,
            [.. form.Checks.Select(c => (IsMet(c, item, lines) is var met, met ? c.Met : c.Unmet))]
        );
    }

    private bool IsMet(NoticeCheck check, PipelineItem item, List<DraftLine> lines)
    {
        if (check.ValueOver is { } pounds)
        {
            return item.Currency == "GBP"
                && (
                    item.ValueMinor is { } minor
                        ? minor > pounds * 100
                        : ValueBands.Find(item.ValueBand)?.From >= pounds
                );
        }
        if (check.MustSay is { } key)
        {
            return lines.Exists(l => l.Field.Key == key && l.Says is not null);
        }
        var days = item.PlannedPublish?.DayNumber - clock.Today().DayNumber;
        return check.Day == "publish-date" && days >= check.From && days <= check.To;
    }

    private string? Fact(string? name, PipelineItem item, Organisation organisation) =>
        name switch
        {
            null => null,
            "buyer" => organisation.Name,
            "title" => item.Title,
            "ocid" => item.Ocid,
            "description" => item.Problem ?? item.Why,
            "cpv" => lists.Current(CpvList.File, CpvList.Read).Describe(item.CpvCodes),
            "place" => organisation.AuthorityCode is { } code
                ? authorities.Current.ByCode(code)?.Region
                : null,
            "value" => PipelineWords.Value(item.Facts),
            "publish-date" => item.PlannedPublish is { } day ? Words.Day(day) : null,
            "submission-dates" => Span(item.SubmissionStart, item.SubmissionEnd),
            "contract-dates" => Span(item.ContractStart, item.ContractEnd),
            "procedure" => item.Procedure == ProcedureGuess.NotDecided
                ? null
                : PipelineWords.Procedure(item.Procedure),
            "engagement" => item.Engagement,
            _ => throw new FormatException($"No pipeline item has a fact called ‘{name}’."),
        };

    private static string? Span(DateOnly? from, DateOnly? to) =>
        (from, to) switch
        {
            ({ } a, { } b) => $"{Words.Day(a)} to {Words.Day(b)}",
            ({ } a, null) => $"From {Words.Day(a)}",
            (null, { } b) => $"Until {Words.Day(b)}",
            _ => null,
        };
}

/// <summary>Keeps what was typed for a draft.</summary>
public sealed class KeepDraft(Db db, Actor actor, NoticeForms forms)
{
    /// <param name="said">Answers by the keys of their fields; an empty one takes back what was typed.</param>
    /// <exception cref="Refusal">The actor may not, there is no such notice, or an answer is too long.</exception>
    public async Task RunAsync(
        string reference,
        string code,
        IReadOnlyDictionary<string, string?> said,
        CancellationToken cancellation = default
    )
    {
        var item = await db.PipelineItemAsync(actor, reference, cancellation);
        PipelinePermissions.MayChange(actor, item).Permit();
        var form =
            forms.About(NoticeSubject.Item).FirstOrDefault(f => f.Code == code)
            ?? throw new Refusal("There is no such notice.", kind: RefusalKind.NotFound);
        var changed = await DraftText.KeepAsync(
            db,
            form,
            item.OrganisationId,
            item.Id.ToString(),
            said,
            cancellation
        );
        if (changed.Count > 0)
        {
            db.Record(
                actor,
                "notice-draft-changed",
                nameof(PipelineItem),
                item.Id,
                new { notice = code, changed }
            );
            await db.SaveChangesAsync(cancellation);
        }
    }
}
