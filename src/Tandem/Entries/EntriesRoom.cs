using Tandem.Accounts;
using Tandem.Calls;
using Tandem.Entries.Pages;
using Tandem.Entries.Sealing;
using Tandem.Following;
using Tandem.Kernel;
using Tandem.Pipeline;
using Tandem.Questionnaires;

namespace Tandem.Entries;

/// <summary>What is entered for a call: drafts, versions, receipts; sealing until two openers open; and what the public says of public entries.</summary>
internal static class EntriesRoom
{
    public static void Add(IServiceCollection services) =>
        services
            .AddSingleton<InvitationLinks<EntryInvitation>>()
            .AddSingleton<SupportLinks>()
            .AddSingleton<ReceiptCookie>()
            .AddSingleton<ReceiptPdf>()
            .AddScoped<VisibleEntries>()
            .AddScoped<FindEntry>()
            .AddScoped<StartEntry>()
            .AddScoped<BeginStage>()
            .AddScoped<CheckEligibility>()
            .AddScoped<SubmitEntry>()
            .AddScoped<WithdrawEntry>()
            .AddScoped<ChangeSubmitted>()
            .AddScoped<DecideLate>()
            .AddScoped<EntryPackages>()
            .AddScoped<ReadEntry>()
            .AddScoped<OpenEntries>()
            .AddScoped<MakeOpenerKey>()
            .AddScoped<OpenStage>()
            .AddScoped<SignUpToEnter>()
            .AddScoped<InviteToEntry>()
            .AddScoped<JoinEntry>()
            .AddScoped<ChangeEntryMember>()
            .AddScoped<CommentOnEntry>()
            .AddScoped<EntryList>()
            .AddScoped<OwnEntries>()
            .AddScoped<PublishEntry>()
            .AddScoped<ModerateEntry>()
            .AddScoped<GiveStatus>()
            .AddScoped<MergeEntry>()
            .AddScoped<AskToJoin>()
            .AddScoped<TakeBackJoining>()
            .AddScoped<AnswerJoining>()
            .AddScoped<SupportEntry>()
            .AddScoped<RemindModerators>()
            .AddJobEvery<AnswersOwedJob>(TimeSpan.FromHours(1))
            .AddScoped<ReportEntry>()
            .AddScoped<ReplyInConfidence>()
            .AddScoped<AcknowledgeReply>()
            .AddScoped<TellAll>()
            .AddScoped<BuildOnEntry>()
            .AddScoped<SimilarEntries>()
            .AddScoped<ISubjects, EntrySubjects>()
            .AddScoped<IResponseUse, EntryResponses>()
            .AddScoped<IWaiting, EntryWaiting>()
            .AddScoped<ICallAudience, EntryAudience>()
            .AddScoped<ICallPublished, EntryCalled>()
            .AddScoped<IItemKin, IdeasOfItem>()
            .AddSingleton<ICallActWords, EntryActWords>()
            .AddScoped<ICallSection, OpenersSection>()
            .AddScoped<ICallParts, EntryParts>();
}
