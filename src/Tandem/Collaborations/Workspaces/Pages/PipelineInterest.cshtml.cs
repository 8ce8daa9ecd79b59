using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Collaborations.Workspaces.Pages;

/// <summary>Would we do what another organisation has on its pipeline together with it?</summary>
public sealed class PipelineInterestModel(
    Db db,
    CurrentActor current,
    StartingPoints starts,
    StateWillingness state,
    AskOthers ask,
    Calendars calendars
) : StartInterestModel(StartingKind.PipelineItem, db, current, starts, state, ask, calendars);
