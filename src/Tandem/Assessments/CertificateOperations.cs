using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Following;
using Tandem.Kernel;
using Tandem.Web;

namespace Tandem.Assessments;

/// <summary>Gives the certificate of an assessment that was passed. Saved by the caller, together with the act that brought it.</summary>
public sealed class IssueCertificate(
    Db db,
    Actor actor,
    CertificateKey key,
    AssessmentAnswers answers
)
{
    /// <exception cref="Refusal">The kind gives none.</exception>
    public async Task<Certificate> RunAsync(
        Assessment assessment,
        AssessmentKind kind,
        CancellationToken cancellation
    )
    {
        var rule = kind.Certificate ?? throw new Refusal($"{kind.Title} gives no certificate.");
        var body = await db.Set<Organisation>()
            .Where(o => o.Id == assessment.BodyId)
            .Select(o => o.Name)
            .SingleAsync(cancellation);
        var facts = await answers.CertificateFactsAsync(assessment, kind, rule, body, cancellation);
        var certificate = Certificate.Issue(assessment, rule, facts, db.Now(), key);
        db.Add(certificate);
        assessment.Note("certified", $"Certificate {certificate.Number} issued", actor, db.Now());
        db.Record(
            actor,
            "certificate-issued",
            nameof(Certificate),
            certificate.Id,
            new
            {
                certificate.Number,
                assessment.Reference,
                certificate.ExpiresOn,
            }
        );
        return certificate;
    }

    /// <summary>Whether a certificate of this assessment stands.</summary>
    public Task<bool> StandsAsync(Assessment assessment, CancellationToken cancellation) =>
        db.Set<Certificate>()
            .AnyAsync(c => c.AssessmentId == assessment.Id && c.WithdrawnAt == null, cancellation);
}

/// <summary>Withdraws a certificate before its end; whoever checks it sees so from then on, with the reason.</summary>
public sealed class WithdrawCertificate(
    Db db,
    Actor actor,
    AssessmentKinds kinds,
    Messages messages
)
{
    /// <exception cref="Refusal">There is none of that number, the actor may not, or there is no reason.</exception>
    public async Task<Certificate> RunAsync(
        string number,
        string? reason,
        CancellationToken cancellation = default
    )
    {
        var certificate =
            await db.Set<Certificate>().SingleOrDefaultAsync(c => c.Number == number, cancellation)
            ?? throw new Refusal("There is no such certificate.", kind: RefusalKind.NotFound);
        var assessment = await db.Set<Assessment>()
            .Include(a => a.Members)
            .Include(a => a.Steps)
            .AsSplitQuery()
            .SingleAsync(a => a.Id == certificate.AssessmentId, cancellation);
        MayWithdraw(actor, kinds.Find(assessment.Kind, assessment.KindVersion), assessment)
            .Permit();
        certificate.Withdraw(reason, actor, db.Now());
        assessment.Note(
            "certificate-withdrawn",
            $"Certificate {certificate.Number} withdrawn",
            actor,
            db.Now(),
            certificate.WithdrawalReason
        );
        db.Record(
            actor,
            "certificate-withdrawn",
            nameof(Certificate),
            certificate.Id,
            new { certificate.Number },
            certificate.WithdrawalReason
        );
        await messages.ToOrganisationAsync(
            certificate.OrganisationId,
            Role.Officer,
            new(
                $"certificate:{certificate.Id}:withdrawn",
                $"Your certificate {certificate.Number} has been withdrawn",
                [certificate.WithdrawalReason!],
                certificate.Path,
                SubjectKind: nameof(Assessment),
                SubjectId: assessment.Id.ToString()
            ),
            cancellation: cancellation
        );
        await db.SaveChangesAsync(cancellation);
        return certificate;
    }

    /// <summary>Whoever may agree to another outcome may withdraw: the certificate's body, and not an assessor alone.</summary>
    public static Verdict MayWithdraw(Actor actor, AssessmentKind kind, Assessment assessment) =>
        AssessmentPermissions.MayAs(actor, kind, assessment, kind.Overrides?.ConfirmedBy ?? []);
}

/// <summary>
/// Reminds holders before and after a certificate ends. Run as often as one likes, each reminder is said once; of several that were missed while the program
/// stood still only the latest is said. None goes out once a newer certificate of the kind is there.
/// </summary>
public sealed class RemindHolders(
    Db db,
    AssessmentKinds kinds,
    Messages messages,
    TimeProvider clock
)
{
    /// <summary>Gives how many certificates had a reminder due, whether said now or before.</summary>
    public async Task<int> RunAsync(CancellationToken cancellation = default)
    {
        var today = clock.Today();
        var reminded = 0;
        foreach (var kind in kinds.All.Where(k => k.Certificate is { Reminders.Count: > 0 }))
        {
            var days = kind.Certificate!.Reminders;
            var (from, to) = (today.AddDays(days.Min() - 30), today.AddDays(days.Max()));
            var certificates = await db.Set<Certificate>()
                .AsNoTracking()
                .Where(c =>
                    c.Kind == kind.Name
                    && c.WithdrawnAt == null
                    && c.ExpiresOn >= from
                    && c.ExpiresOn <= to
                )
                .Where(c =>
                    !db.Set<Certificate>()
                        .Any(n =>
                            n.OrganisationId == c.OrganisationId
                            && n.Kind == c.Kind
                            && n.WithdrawnAt == null
                            && n.ExpiresOn > c.ExpiresOn
                        )
                )
                .OrderBy(c => c.ExpiresOn)
                .ToListAsync(cancellation);
            foreach (var certificate in certificates)
            {
                var stage = days.Where(d => certificate.ExpiresOn.AddDays(-d) <= today).Min();
                await messages.ToOrganisationAsync(
                    certificate.OrganisationId,
                    Role.Officer,
                    WordsOf(certificate, stage, today),
                    cancellation: cancellation
                );
                await db.SaveChangesAsync(cancellation);
                reminded++;
            }
        }
        return reminded;
    }

    private static MessageWords WordsOf(Certificate certificate, int stage, DateOnly today) =>
        new(
            $"certificate:{certificate.Id}:{stage}",
            certificate.ExpiresOn < today
                ? $"Your {certificate.Title} certificate ended on {Words.Day(certificate.ExpiresOn)}"
                : $"Your {certificate.Title} certificate ends on {Words.Day(certificate.ExpiresOn)}",
            [
                "Renew it: the new assessment starts from the answers of the last one, so that only what has changed is to be answered again.",
            ],
            certificate.Path,
            Owed: true,
            nameof(Assessment),
            certificate.AssessmentId.ToString()
        );
}
