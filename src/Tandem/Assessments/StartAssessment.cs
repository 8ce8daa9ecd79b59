using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Classification;
using Tandem.Kernel;

namespace Tandem.Assessments;

/// <summary>What somebody asks for who starts an assessment.</summary>
/// <param name="Body">The organisation to assess it; null where the kind leaves no choice.</param>
/// <param name="Calendar">Calendar of bank holidays; the organisation's own where it is a known authority.</param>
/// <param name="Former">The assessment it renews or looks at again.</param>
public sealed record AssessmentRequest(
    string Kind,
    Id<Organisation> Organisation,
    string? Subject = null,
    string? SubjectLink = null,
    Id<Organisation>? Body = null,
    string? Form = null,
    string? Phase = null,
    string? Standard = null,
    string? Scale = null,
    string? Calendar = null,
    Id<Assessment>? Former = null,
    DateOnly? Day = null,
    IReadOnlyDictionary<string, string?>? Facts = null
);

/// <summary>Starts an assessment of a kind.</summary>
public sealed class StartAssessment(
    Db db,
    Actor actor,
    AssessmentKinds kinds,
    WorkingDays workingDays,
    KnownAuthorities authorities,
    AssessmentAnswers answers,
    TimeProvider clock
)
{
    /// <exception cref="Refusal">The actor may not, or something that must be chosen is not.</exception>
    public async Task<Assessment> RunAsync(
        AssessmentRequest request,
        CancellationToken cancellation = default
    )
    {
        var kind = kinds.Find(request.Kind);
        AssessmentPermissions.MayStart(actor, kind, request.Organisation).Permit();
        var organisation =
            await db.Set<Organisation>()
                .IgnoreQueryFilters()
                .SingleOrDefaultAsync(o => o.Id == request.Organisation, cancellation)
            ?? throw new Refusal("Choose the organisation", "Organisation");
        var body = await BodyAsync(kind, request, cancellation);
        await MustHaveCertificateAsync(kind, organisation.Id, cancellation);
        var form = Chosen(request.Form, [.. kind.Forms.Select(f => f.Code)], "the form", "Form");
        var phase = Chosen(
            request.Phase,
            [.. kind.Phases.Select(p => p.Code)],
            "the phase",
            "Phase"
        );
        if (kind.Form(form) is { Phases.Count: > 0 } held && !held.Phases.Contains(phase ?? ""))
        {
            throw new Refusal(
                $"A {held.Title.ToLowerInvariant()} is not held in that phase",
                "Phase"
            );
        }
        var former = await FormerAsync(kind, form, request, cancellation);
        var calendar = request.Calendar ?? CalendarOf(organisation);
        var now = db.Now();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var assessment = Assessment.Start(
            kind,
            await Sequence.TakeAsync(db, $"assessment-{now.Year}", 1, cancellation),
            new(
                kind.SubjectLabel is null ? organisation.Name : request.Subject ?? former?.Subject,
                request.SubjectLink ?? former?.SubjectLink,
                organisation.Id,
                body,
                form,
                phase,
                Chosen(
                    request.Standard ?? former?.Standard,
                    kind.Standards,
                    "the standard",
                    "Standard"
                ),
                Chosen(
                    request.Scale ?? former?.Scale,
                    [.. kind.Scales.Select(s => s.Code)],
                    "the scale",
                    "Scale"
                ),
                calendar,
                former?.Id,
                former is not null && kind.Form(form)?.OfFormer == true
                    ? NotMet(kind, former)
                    : null,
                kind.Booking is null ? null : BookingFacts.Day(request.Day, clock.Today()),
                BookingFacts.Take(kind, request.Facts)
            ),
            actor,
            now,
            workingDays[calendar]
        );
        db.Add(assessment);
        await answers.BeginAsync(assessment, kind, former, cancellation);
        if (former is not null)
        {
            await NameAgainAsync(assessment, kind, former, now, cancellation);
        }
        db.Record(
            actor,
            "assessment-started",
            nameof(Assessment),
            assessment.Id,
            new
            {
                assessment.Reference,
                assessment.Kind,
                assessment.KindVersion,
                former = former?.Reference,
            }
        );
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return assessment;
    }

    /// <summary>What a former assessment did not find good.</summary>
    /// <exception cref="Refusal">It found everything good.</exception>
    private static IReadOnlyList<string> NotMet(AssessmentKind kind, Assessment former)
    {
        var scale = kind.Scale(former.Scale);
        var units = former
            .Counting(kind)
            .Values.Where(f => scale.Rating(f.Rating) is { NeedsAgain: true })
            .Select(f => f.Unit)
            .ToList();
        return units.Count == 0
            ? throw new Refusal(
                $"{former.Reference} found nothing that has to be looked at again",
                "Former"
            )
            : units;
    }

    /// <summary>One of several, the only one, or none where there is nothing to choose.</summary>
    private static string? Chosen(string? code, IList<string> all, string what, string field) =>
        all.Count == 0 ? null
        : all.Count == 1 ? all[0]
        : code is not null && all.Contains(code) ? code
        : throw new Refusal($"Choose {what}", field);

    private async Task<Id<Organisation>> BodyAsync(
        AssessmentKind kind,
        AssessmentRequest request,
        CancellationToken cancellation
    )
    {
        if (
            kind.AssessedBy == AssessedBy.Own
            || (
                kind.AssessedBy == AssessedBy.Either
                && (request.Body is null || request.Body == request.Organisation)
            )
        )
        {
            return request.Organisation;
        }
        var named = await db.Set<AssessingBody>()
            .Where(b => b.Kind == kind.Name)
            .Select(b => b.OrganisationId)
            .ToListAsync(cancellation);
        var body = request.Body ?? (named.Count == 1 ? named[0] : default);
        return !named.Contains(body) ? throw new Refusal("Choose who is to assess it", "Body")
            : body == request.Organisation
                ? throw new Refusal("An organisation cannot certify itself", "Body")
            : body;
    }

    private async Task MustHaveCertificateAsync(
        AssessmentKind kind,
        Id<Organisation> organisation,
        CancellationToken cancellation
    )
    {
        if (kind.Needs is not { } needed)
        {
            return;
        }
        var today = clock.Today();
        var since = today.AddMonths(-needed.WithinMonths);
        if (
            !await db.Set<Certificate>()
                .AnyAsync(
                    c =>
                        c.OrganisationId == organisation
                        && c.Kind == needed.Kind
                        && c.WithdrawnAt == null
                        && c.IssuedOn >= since
                        && c.ExpiresOn >= today,
                    cancellation
                )
        )
        {
            throw new Refusal(
                $"{kind.Title} needs a valid {kinds.Find(needed.Kind).Title} certificate of the last {needed.WithinMonths} months first.",
                "Organisation"
            );
        }
    }

    private async Task<Assessment?> FormerAsync(
        AssessmentKind kind,
        string? form,
        AssessmentRequest request,
        CancellationToken cancellation
    )
    {
        if (request.Former is not { } id)
        {
            return kind.Form(form)?.OfFormer == true
                ? throw new Refusal("Choose the assessment it looks at again", "Former")
                : null;
        }
        var former =
            await db.Set<Assessment>()
                .Include(a => a.Findings)
                .Include(a => a.Members)
                .AsSplitQuery()
                .SingleOrDefaultAsync(
                    a =>
                        a.Id == id
                        && a.OrganisationId == request.Organisation
                        && a.Kind == kind.Name,
                    cancellation
                )
            ?? throw new Refusal("Choose the assessment it looks at again", "Former");
        if (former.Outcome is null)
        {
            throw new Refusal($"{former.Reference} has no outcome yet", "Former");
        }
        var begun = await db.Set<Assessment>()
            .AsNoTracking()
            .FirstOrDefaultAsync(a => a.FormerId == id && !a.Ended, cancellation);
        return begun is null
            ? former
            : throw new Refusal(
                $"That has been started already: go on with {begun.Reference}, or withdraw it first",
                "Former"
            );
    }

    // Who signed or took part before does so again, unless they have left; whoever starts it can name others.
    private async Task NameAgainAsync(
        Assessment assessment,
        AssessmentKind kind,
        Assessment former,
        DateTime now,
        CancellationToken cancellation
    )
    {
        foreach (var member in former.Present.OrderBy(m => m.AddedAt))
        {
            if (
                kind.Role(member.Role) is { Side: Side.Applicant, Observes: false } role
                && await db.Set<Membership>()
                    .AnyAsync(
                        m =>
                            m.PersonId == member.PersonId
                            && m.OrganisationId == assessment.OrganisationId,
                        cancellation
                    )
                && await db.Set<Person>().FindAsync([member.PersonId], cancellation) is { } person
            )
            {
                assessment.Name(kind, role, person, true, member.Profession, actor, now);
            }
        }
    }

    private string CalendarOf(Organisation organisation) =>
        NationalCalendar.Of(
            organisation.AuthorityCode is { } code ? authorities.Current.ByCode(code)?.Nation : null
        );
}
