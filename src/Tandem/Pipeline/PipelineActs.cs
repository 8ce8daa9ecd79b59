namespace Tandem.Pipeline;

/// <summary>Verbs of the acts on pipeline items, as the timeline holds them.</summary>
public static class PipelineActs
{
    public const string Drafted = "pipeline-item-drafted";
    public const string Changed = "pipeline-item-changed";
    public const string Published = "pipeline-item-published";
    public const string Shared = "pipeline-item-shared";
    public const string Asked = "pipeline-item-asked-public";
    public const string Approved = "pipeline-item-approved";
    public const string Returned = "pipeline-item-returned";
    public const string Reported = "pipeline-item-reported";
    public const string Confirmed = "pipeline-item-confirmed";
    public const string Assigned = "pipeline-item-assigned";
    public const string OwnerLeft = "pipeline-item-owner-left";
    public const string Withdrawn = "pipeline-item-withdrawn";
    public const string Superseded = "pipeline-item-superseded";
    public const string Done = "pipeline-item-done";
    public const string Called = "pipeline-item-call-published";
    public const string TookUp = "pipeline-item-idea-taken-up";
    public const string LetGo = "pipeline-item-idea-let-go";
    public const string ReplacedMoved = "pipeline-item-replaced-contract-moved";
}
