using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Collaborations.Workspaces.Pages;

/// <summary>Who of an opportunity would do it together?</summary>
public sealed class OpportunityInterestModel(
    Db db,
    CurrentActor current,
    StartingPoints starts,
    StateWillingness state,
    AskOthers ask,
    Calendars calendars
) : StartInterestModel(StartingKind.Opportunity, db, current, starts, state, ask, calendars);
