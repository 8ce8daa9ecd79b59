using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Tandem.Assessments;
using Tandem.Calls;
using Tandem.Collaborations.Workspaces;
using Tandem.Commitments;
using Tandem.Contracts;
using Tandem.Following;
using Tandem.Kernel;
using Tandem.Market;
using Tandem.Pipeline;
using Tandem.Playbooks.Documents;

namespace Tandem.Playbooks.Runs;

/// <summary>Finds the real records that steps make or attach, by what a person pastes: a reference, an address of this site, or one elsewhere.</summary>
public sealed partial class StepThings(Db db, Subjects subjects, Settings settings)
{
    /// <summary>What a person pastes, found.</summary>
    /// <exception cref="Refusal">Nothing is given, or there is no such record that the actor may see.</exception>
    public async Task<Thing> FindAsync(
        string? pasted,
        Actor actor,
        CancellationToken cancellation = default
    )
    {
        var text = Written.Required(
            pasted,
            1000,
            "Where",
            "Enter a reference, such as PI-12, or an address"
        );
        var own = settings.AddressOf("/");
        if (text.StartsWith(own, StringComparison.OrdinalIgnoreCase))
        {
            text = "/" + text[own.Length..];
        }
        if (!text.StartsWith('/') && Uri.TryCreate(text, UriKind.Absolute, out var elsewhere))
        {
            return elsewhere.Scheme is "http" or "https"
                ? new("Link", null, "", elsewhere.Host, elsewhere.AbsoluteUri)
                : throw Unknown();
        }
        if (
            Reference().Match(text.Split('?', '#')[0]) is not { Success: true } found
            || !long.TryParse(
                found.Groups[3].ValueSpan,
                CultureInfo.InvariantCulture,
                out var number
            )
        )
        {
            throw Unknown();
        }
        var (kind, id) = await IdAsync(
            found.Groups[1].Value.ToUpperInvariant(),
            number,
            found.Groups[2].Value,
            actor,
            cancellation
        );
        if (
            id is null
            || await subjects.FindAsync(kind, id, actor, cancellation) is not { } subject
        )
        {
            throw Unknown();
        }
        // The draft of a notice is a page of its item, or of the judging of its call.
        if (Notice().Match(text) is not { Success: true } notice)
        {
            return new(kind, id, subject.Reference, subject.Title, subject.Path);
        }
        var code = notice.Groups["code"].Value.ToUpperInvariant();
        return new(
            kind,
            id,
            subject.Reference,
            $"{code}, {subject.Title}",
            $"{subject.Path}{notice.Groups["stage"].Value}/notices/{code}"
        );
    }

    /// <summary>Attaches a record to a run, or to one of its steps. Attached there already, nothing changes. Saved by the caller.</summary>
    /// <exception cref="Refusal">There is no such record that the actor may see.</exception>
    public async Task<RunAttachment> AttachAsync(
        Run run,
        int? step,
        string? pasted,
        Actor actor,
        CancellationToken cancellation
    )
    {
        var thing = await FindAsync(pasted, actor, cancellation);
        var held = await db.Set<RunAttachment>()
            .Where(a => a.RunId == run.Id)
            .ToListAsync(cancellation);
        held.AddRange(db.Set<RunAttachment>().Local.Where(a => a.RunId == run.Id).Except(held));
        if (
            held.Find(a => a.Step == step && a.Path == thing.Path && a.DetachedAt is null) is
            { } there
        )
        {
            return there;
        }
        var attachment = RunAttachment.Of(
            run,
            held.Count == 0 ? 1 : held.Max(a => a.Number) + 1,
            step,
            thing,
            actor,
            db.Now()
        );
        db.Add(attachment);
        db.Record(
            actor,
            "record-attached",
            nameof(Run),
            run.Id,
            new
            {
                attachment.Kind,
                attachment.SubjectId,
                attachment.Reference,
                attachment.Title,
                attachment.Step,
            }
        );
        return attachment;
    }

    /// <summary>Name and place of evidence: a document of the run by its number, a record here, or an address elsewhere.</summary>
    /// <exception cref="Refusal">It cannot be found.</exception>
    public async Task<(string Title, string Path)> EvidenceAsync(
        Run run,
        string? title,
        string? where,
        Actor actor,
        CancellationToken cancellation
    )
    {
        var named = Written.Optional(title, Run.LongestTitle, "EvidenceTitle");
        if (
            int.TryParse(where?.Trim(), CultureInfo.InvariantCulture, out var number)
            && await db.Set<RunDocument>()
                .SingleOrDefaultAsync(
                    d => d.RunId == run.Id && d.Number == number && d.TakenAwayAt == null,
                    cancellation
                )
                is { } document
        )
        {
            return (named ?? document.Title, $"{run.Path}/documents/{number}");
        }
        var thing = await FindAsync(where, actor, cancellation);
        return (named ?? thing.Title, thing.Path);
    }

    private async Task<(string Kind, string? Id)> IdAsync(
        string prefix,
        long number,
        string year,
        Actor actor,
        CancellationToken cancellation
    )
    {
        switch (prefix)
        {
            case "PI":
                var item = await db.Set<PipelineItem>()
                    .VisibleTo(actor)
                    .Where(i => i.Number == number)
                    .Select(i => (Id<PipelineItem>?)i.Id)
                    .SingleOrDefaultAsync(cancellation);
                return (nameof(PipelineItem), item?.ToString());
            case "C":
                var contract = await db.Set<Contract>()
                    .VisibleTo(actor)
                    .Where(c => c.Number == number)
                    .Select(c => (Id<Contract>?)c.Id)
                    .SingleOrDefaultAsync(cancellation);
                return (nameof(Contract), contract?.ToString());
            case "CO":
                var together = await db.Set<Collaboration>()
                    .VisibleTo(actor)
                    .Where(c => c.Number == number)
                    .Select(c => (Id<Collaboration>?)c.Id)
                    .SingleOrDefaultAsync(cancellation);
                return (nameof(Collaboration), together?.ToString());
            case "ASM":
                var of = int.TryParse(year.TrimEnd('-'), out var y) ? y : 0;
                var assessment = await db.Set<Assessment>()
                    .VisibleTo(actor)
                    .Where(a => a.Year == of && a.Number == number)
                    .Select(a => (Id<Assessment>?)a.Id)
                    .SingleOrDefaultAsync(cancellation);
                return (nameof(Assessment), assessment?.ToString());
            case "CALL":
                var (made, counted) = Call.Parse($"CALL-{year}{number}") ?? (0, 0);
                var call = await db.Set<Call>()
                    .VisibleTo(actor)
                    .Where(c => c.Year == made && c.Number == counted)
                    .Select(c => (Id<Call>?)c.Id)
                    .SingleOrDefaultAsync(cancellation);
                return (nameof(Call), call?.ToString());
            case "CM":
                var promise = await db.Set<Commitment>()
                    .VisibleTo(actor)
                    .Where(c => c.Number == number)
                    .Select(c => (Id<Commitment>?)c.Id)
                    .SingleOrDefaultAsync(cancellation);
                return (nameof(Commitment), promise?.ToString());
            default:
                var notice = await db.Set<Notice>()
                    .Where(n => n.Number == number)
                    .Select(n => (Id<Notice>?)n.Id)
                    .SingleOrDefaultAsync(cancellation);
                return (nameof(Notice), notice?.ToString());
        }
    }

    private static Refusal Unknown() =>
        new(
            "There is no such record that you may see. Use a reference, such as PI-12 or C-1042, or an address beginning with https://",
            "Where"
        );

    [GeneratedRegex(
        @"(?<![A-Za-z])(PI|CO|CM|CALL|C|N|ASM)-([0-9]{4}-)?([0-9]{1,12})(?![0-9])",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex Reference();

    [GeneratedRegex(
        "/(?:pipeline/PI-[0-9]+|calls/CALL-[0-9-]+(?<stage>/judging/[a-z0-9-]+))/notices/(?<code>uk[0-9]{1,2})(?![0-9])",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex Notice();
}
