using Tandem.Kernel;

namespace Tandem.Calls.Pages;

/// <summary>How is it judged?</summary>
public sealed class CriteriaModel(Db db, Actor actor) : CallPageModel(db, actor)
{
    public bool MayChange(CallStage stage) =>
        Call.IsPublished
            ? MayPublish
                && Call.State == CallState.Published
                && stage.Clock.StateAt(Now) != StageState.Closed
            : MayWrite && Call.IsDraft;
}
