using Tandem.Contracts.Lists;
using Tandem.Following;
using Tandem.Identities;
using Tandem.Imports;
using Tandem.Kernel;
using Tandem.Questionnaires;

namespace Tandem.Assessments;

/// <summary>Assessments of every kind: what is rated, by whom, with which outcome, and the certificates that follow.</summary>
internal static class AssessmentsRoom
{
    public static void Add(IServiceCollection services) =>
        services
            .AddSingleton(_ => new AssessmentKinds(Content.Shipped))
            .AddSingleton<CertificateKey>()
            .AddScoped<FindAssessment>()
            .AddScoped<AssessmentAnswers>()
            .AddScoped<AssessmentUnits>()
            .AddScoped<StartAssessment>()
            .AddScoped<TellOfAct>()
            .AddScoped<TakeAct>()
            .AddScoped<Pages.NextActs>()
            .AddScoped<ChangeBooking>()
            .AddScoped<PanelCheck>()
            .AddScoped<Candidates>()
            .AddScoped<OfferToAssess>()
            .AddScoped<SeeTraining>()
            .AddScoped<WritePaper>()
            .AddScoped<GiveResult>()
            .AddScoped<PublishReport>()
            .AddScoped<ReportFigures>()
            .AddScoped<IImporter, ReportImport>()
            .AddScoped<SignDeclaration>()
            .AddScoped<ShowAction>()
            .AddScoped<AnswerAction>()
            .AddScoped<NameBody>()
            .AddScoped<WorkQueue>()
            .AddScoped<PlanGaps>()
            .AddScoped<NameMember>()
            .AddScoped<UnnameMember>()
            .AddScoped<DeclareInterest>()
            .AddScoped<RateUnits>()
            .AddScoped<FinishRating>()
            .AddScoped<OverrideOutcome>()
            .AddScoped<IssueCertificate>()
            .AddScoped<WithdrawCertificate>()
            .AddScoped<AssessmentList>()
            .AddScoped<CertificateList>()
            .AddScoped(provider => new SearchSection(
                "/certificates",
                "certificate",
                "/Assessments/Pages/_CertificateCard.cshtml",
                (words, take, cancellation) =>
                    provider
                        .GetRequiredService<CertificateList>()
                        .SearchAsync(words, take, cancellation)
            ))
            .AddScoped(provider => new SearchSection(
                "/assessments/reports",
                "published report",
                "/Assessments/Pages/_ReportCard.cshtml",
                (words, take, cancellation) =>
                    provider
                        .GetRequiredService<ReportFigures>()
                        .SearchAsync(
                            Pages.ReportsModel.KindOf(
                                provider.GetRequiredService<AssessmentKinds>(),
                                null
                            ),
                            words,
                            take,
                            cancellation
                        )
            ))
            .AddScoped<CheckCertificate>()
            .AddScoped<CertificatePdf>()
            .AddScoped<SupplierCertificates>()
            .AddScoped<ISupplierPapers, CertificatePapers>()
            .AddScoped<RunClocks>()
            .AddScoped<RemindHolders>()
            .AddScoped<ISubjects, AssessmentSubjects>()
            .AddScoped<IResponseUse, AssessmentResponses>()
            .AddScoped<IWaiting, AssessmentWaiting>()
            .AddJobEvery<AssessmentClockJob>(TimeSpan.FromHours(1));
}
