using Tandem.Accounts;
using Tandem.Assessments;
using Tandem.Calls;
using Tandem.Classification;
using Tandem.Collaborations;
using Tandem.Commitments;
using Tandem.Contracts;
using Tandem.Contracts.Registers;
using Tandem.Demo;
using Tandem.Discussions;
using Tandem.Entries;
using Tandem.Evaluations;
using Tandem.Following;
using Tandem.Identities;
using Tandem.Imports;
using Tandem.Market;
using Tandem.Parties;
using Tandem.Pipeline;
using Tandem.Playbooks;
using Tandem.Questionnaires;
using Tandem.Releases;
using Tandem.Web;

namespace Tandem.Cli;

/// <summary>One room's part in the application.</summary>
/// <param name="Name">Folder and namespace.</param>
/// <param name="Add">What its operations and pages need.</param>
/// <param name="Use">Its place in every request.</param>
/// <param name="Map">Its routes beside its pages.</param>
internal sealed record Room(
    string Name,
    Action<IServiceCollection>? Add = null,
    Action<WebApplication>? Use = null,
    Action<WebApplication>? Map = null
);

/// <summary>The rooms in order: a room uses only rooms above it. The architecture test holds the code to this list.</summary>
internal static class Rooms
{
    public static readonly Room[] All =
    [
        new("Kernel"),
        new("Web", WebRoom.Add, WebRoom.Use),
        new("Accounts", AccountsRoom.Add),
        new("Classification", ClassificationRoom.Add),
        new("Following", FollowingRoom.Add, Map: FeedRoutes.Map),
        new("Discussions", DiscussionsRoom.Add, Map: DiscussionsRoom.Map),
        new("Commitments", CommitmentsRoom.Add, Map: CommitmentsRoom.Map),
        new("Parties", PartiesRoom.Add),
        new("Imports", ImportsRoom.Add, Map: Imports.Pages.ImportRuns.Map),
        new("Contracts", ContractsRoom.Add, Map: RegisterRuns.Map),
        new("Market", MarketRoom.Add, Map: RecordRoutes.Map),
        new("Identities", IdentitiesRoom.Add, Map: IdentityRoutes.Map),
        new("Questionnaires", QuestionnairesRoom.Add, Map: QuestionnairesRoom.Map),
        new("Assessments", AssessmentsRoom.Add, Map: AssessmentRoutes.Map),
        new("Pipeline", PipelineRoom.Add, Map: PipelineRoutes.Map),
        new("Collaborations", CollaborationsRoom.Add, Map: CollaborationsRoom.Map),
        new("Releases", ReleasesRoom.Add, Map: ReleasesRoom.Map),
        new("Calls", CallsRoom.Add, Map: CallsRoom.Map),
        new("Entries", EntriesRoom.Add, Map: EntryRoutes.Map),
        new("Evaluations", EvaluationsRoom.Add, Map: EvaluationsRoom.Map),
        new("Playbooks", PlaybooksRoom.Add, Map: PlaybooksRoom.Map),
        new("FrontDoor"),
        new("Demo", DemoRoom.Add),
        new("Cli"),
    ];
}
