using Tandem.Accounts;
using Tandem.Following;
using Tandem.Identities;
using Tandem.Kernel;
using Tandem.Questionnaires.Declarations;

namespace Tandem.Questionnaires;

/// <summary>Sets of questions as data, and responses to them: the engine of assessments, entry forms and declarations.</summary>
internal static class QuestionnairesRoom
{
    public static void Add(IServiceCollection services) =>
        services
            .AddSingleton(_ => new ShippedQuestionSets(Content.Shipped))
            .AddSingleton<ReadQuestionSets>()
            .AddSingleton<CountedReports>()
            .AddScoped<QuestionSets>()
            .AddScoped<ResponseUses>()
            .AddScoped<IResponseUse, OwnResponses>()
            .AddScoped<FindResponse>()
            .AddScoped<StartResponse>()
            .AddScoped<SaveAnswers>()
            .AddScoped<SubmitResponse>()
            .AddScoped<AddEvidence>()
            .AddScoped<RemoveEvidence>()
            .AddScoped<ChangeRows>()
            .AddScoped<UpgradeResponse>()
            .AddScoped<CarryAnswers>()
            .AddScoped<BringQuestionSet>()
            .AddScoped<IResponseUse, DeclarationResponses>()
            .AddScoped<FindFirm>()
            .AddScoped<FirmContacts>()
            .AddScoped<FirmList>()
            .AddScoped<RegisterFirm>()
            .AddSingleton<InvitationLinks<FirmInvitation>>()
            .AddScoped<InviteFirm>()
            .AddScoped<InviteColleague>()
            .AddScoped<JoinFirm>()
            .AddScoped<EndingAnswers>()
            .AddScoped<IWaiting, DeclarationWaiting>()
            .AddScoped<RemindFirms>()
            .AddScoped<ISupplierPapers, DeclarationPapers>()
            .AddScoped<PublishDeclarations>()
            .AddScoped<ShareDeclarations>()
            .AddScoped<ConfirmFirm>()
            .AddScoped<ResponseList>()
            .AddScoped<ResponseReport>()
            .AddScoped<VisibleQuestionSets>()
            .AddJobEvery<DeclarationReminderJob>(TimeSpan.FromHours(6));

    public static void Map(WebApplication app)
    {
        ResponseRoutes.Map(app);
        DeclarationRoutes.Map(app);
    }
}
