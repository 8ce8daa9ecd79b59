using Tandem.Contracts.Lists;
using Tandem.Following;
using Tandem.Kernel.Search;
using Tandem.Playbooks.Editing;
using Tandem.Playbooks.Preparing;
using Tandem.Playbooks.Reading;

namespace Tandem.Playbooks;

/// <summary>Reading, editing and standing checklists, as the room is put together.</summary>
internal static class PlaybookParts
{
    public static void Add(IServiceCollection services) =>
        services
            .AddRowIndex<PlaybookPageIndex>()
            .AddScoped<PlaybookPageList>()
            .AddScoped(provider =>
                SearchSection.Of(
                    PlaybookPageList.Shape,
                    "/Playbooks/Pages/_PageCard.cshtml",
                    provider.GetRequiredService<PlaybookPageList>()
                )
            )
            .AddScoped<ISubjects, PlaybookSubjects>()
            .AddScoped<ISubjects, PlaybookPageSubjects>()
            .AddScoped<IWaiting, PlaybookWaiting>()
            .AddScoped<FlagPage>()
            .AddScoped<AnswerFlag>()
            .AddScoped<BeginDraft>()
            .AddScoped<AdaptPlaybook>()
            .AddScoped<StartPlaybook>()
            .AddScoped<WritePart>()
            .AddScoped<EditSteps>()
            .AddScoped<RemovePart>()
            .AddScoped<PublishDraft>()
            .AddScoped<DiscardDraft>()
            .AddScoped<WithdrawPlaybook>()
            .AddScoped<SharePlaybook>()
            .AddScoped<ReadUpstream>()
            .AddScoped<TakeOver>()
            .AddScoped<TakeUpPreparation>()
            .AddScoped<SayPoint>()
            .AddScoped<KeepPreparation>();
}
