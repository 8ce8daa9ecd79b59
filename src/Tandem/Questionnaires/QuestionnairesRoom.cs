using Tandem.Kernel;

namespace Tandem.Questionnaires;

/// <summary>Sets of questions as data, and responses to them: the engine of assessments, entry forms and declarations.</summary>
internal static class QuestionnairesRoom
{
    public static void Add(IServiceCollection services) =>
        services
            .AddSingleton(_ => new ShippedQuestionSets(Content.Shipped))
            .AddSingleton<ReadQuestionSets>()
            .AddScoped<QuestionSets>()
            .AddScoped<ResponseUses>()
            .AddScoped<IResponseUse, OwnResponses>()
            .AddScoped<FindResponse>()
            .AddScoped<StartResponse>()
            .AddScoped<SaveAnswers>()
            .AddScoped<SubmitResponse>()
            .AddScoped<AddEvidence>()
            .AddScoped<RemoveEvidence>();
}
