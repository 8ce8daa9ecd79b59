using Microsoft.AspNetCore.Authorization;
using Tandem.Kernel;

namespace Tandem.Calls.Pages;

/// <summary>What have others asked, and what was answered?</summary>
[AllowAnonymous]
public sealed class QuestionsModel(Db db, Actor actor) : CallPageModel(db, actor)
{
    /// <summary>Until when questions are taken.</summary>
    public string Until =>
        Call.TakesQuestions(Now) && Call.QuestionsUntil is { } until
            ? $"Ask until {LocalTime.Words(until, Call.TimeZone)}."
            : "";

    /// <inheritdoc/>
    protected override bool ForTeam => false;
}
