using System.Text.Json.Serialization;

namespace Tandem.Playbooks;

/// <summary>
/// One version of a playbook as its folder describes it: guidance, stages with their steps and gates, method cards and templates. It is data, and never changes once it is published;
/// docs/guides/playbook-format.md describes the files.
/// </summary>
/// <param name="Name">Lower-case letters, digits and hyphens: what stands in addresses.</param>
/// <param name="Language">Language of the words, as BCP 47 writes it: en, sv.</param>
/// <param name="TranslationOf">Name of the playbook that this is another language of.</param>
/// <param name="Version">Numbers with dots; a later version has larger ones.</param>
/// <param name="Owner">Who answers for it, in words.</param>
/// <param name="Reviewed">The day on which somebody last read all of it and found it right.</param>
/// <param name="Stages">In an order in which each stands after those it follows on.</param>
public sealed record Playbook(
    string Name,
    string Title,
    string Language,
    string? TranslationOf,
    string Version,
    string Owner,
    DateOnly Reviewed,
    string Summary,
    IReadOnlyList<PlaybookSource> Sources,
    IReadOnlyList<PlaybookRole> Roles,
    IReadOnlyList<Stage> Stages,
    IReadOnlyList<Guide> Guides,
    IReadOnlyList<MethodCard> Methods,
    IReadOnlyList<Template> Templates
)
{
    /// <summary>The stages a run goes through, in order; the others are standing checklists of an organisation.</summary>
    public IEnumerable<Stage> RunStages => Stages.Where(s => !s.Standing);

    /// <summary>Every step of every stage a run goes through. Codes of steps are unique in a playbook.</summary>
    public IEnumerable<Step> RunSteps => RunStages.SelectMany(s => s.Steps);

    /// <summary>The stage of this code, or null.</summary>
    public Stage? Stage(string? code) => Stages.FirstOrDefault(s => s.Code == code);

    /// <summary>The step of this code, whichever stage it is in, or null.</summary>
    public Step? Step(string? code) =>
        Stages.SelectMany(s => s.Steps).FirstOrDefault(s => s.Code == code);

    /// <summary>The stage that the step of this code is in, or null.</summary>
    public Stage? StageOf(string? step) =>
        Stages.FirstOrDefault(s => s.Steps.Any(t => t.Code == step));

    /// <summary>The guide of this code, or null.</summary>
    public Guide? Guide(string? code) => Guides.FirstOrDefault(g => g.Code == code);

    /// <summary>The method card of this code, or null.</summary>
    public MethodCard? Method(string? code) => Methods.FirstOrDefault(m => m.Code == code);

    /// <summary>The template of this code, or null.</summary>
    public Template? Template(string? code) => Templates.FirstOrDefault(t => t.Code == code);

    /// <summary>Title of the role of this code, or the code itself.</summary>
    public string RoleTitle(string code) =>
        Roles.FirstOrDefault(r => r.Code == code)?.Title ?? code;
}

/// <summary>What something was written from: a law, a standard, a published guide.</summary>
/// <param name="Licence">Under which the source may be used, where that is known.</param>
public sealed record PlaybookSource(string Title, string? Url, string? Licence);

/// <summary>A part somebody plays: commercial lead, budget holder.</summary>
public sealed record PlaybookRole(string Code, string Title, string? Summary);

/// <summary>One stage.</summary>
/// <param name="Standing">A checklist that an organisation keeps and reviews yearly; no part of a run.</param>
/// <param name="Mode">Whether the work opens up or narrows down (Design Council, Double Diamond); null where neither is meant.</param>
/// <param name="After">Codes of the stages that are passed before this one begins; empty for the first.</param>
/// <param name="Gate">What has to be decided at its end; null where the next stage simply begins.</param>
public sealed record Stage(
    string Code,
    string Title,
    string Summary,
    bool Standing,
    StageMode? Mode,
    IReadOnlyList<string> After,
    IReadOnlyList<Step> Steps,
    Gate? Gate
);

/// <summary>Opening up, or narrowing down.</summary>
public enum StageMode
{
    /// <summary>Look widely, collect, keep everything.</summary>
    Diverge,

    /// <summary>Choose, with reasons.</summary>
    Converge,
}

/// <summary>One thing to do.</summary>
/// <param name="Guide">Code of the guide that says how.</param>
/// <param name="Role">Code of the role that does it.</param>
/// <param name="Each">In a run of several authorities each does it for itself.</param>
/// <param name="Due">When it should be done.</param>
/// <param name="Earliest">Before when it must not be done: a statutory period, with the law behind it.</param>
/// <param name="Opens">The real thing it makes or attaches: one of <see cref="OpenedThings"/>; null where it is only done.</param>
/// <param name="Notice">Code of the notice it owes, such as UK2.</param>
/// <param name="Template">Code of the template its document is made of.</param>
/// <param name="Methods">Codes of method cards that suit it.</param>
/// <param name="Optional">It may be left out without a reason.</param>
public sealed record Step(
    string Code,
    string Title,
    string? Summary,
    string? Guide,
    string Role,
    bool Each,
    Period? Due,
    Period? Earliest,
    string? Opens,
    string? Notice,
    string? Template,
    IReadOnlyList<string> Methods,
    bool Optional
);

/// <summary>A span counted from something that happens in a run.</summary>
/// <param name="After">Code of the step from whose end it counts; null from the start of the stage.</param>
/// <param name="Law">Section or regulation that sets it.</param>
public sealed record Period(
    int Count,
    PeriodUnit Unit,
    string? After,
    string? Law,
    string? Calendar = null
);

/// <summary>What a period is counted in.</summary>
public enum PeriodUnit
{
    WorkingDays,
    Days,
    Months,
}

/// <summary>What has to be there, and who decides, before the next stage begins.</summary>
/// <param name="Approvers">Codes of the roles that each decide.</param>
/// <param name="BackTo">Codes of earlier stages one may return to, with a reason.</param>
public sealed record Gate(
    string Title,
    IReadOnlyList<string> Approvers,
    IReadOnlyList<GateItem> Checklist,
    IReadOnlyList<GateItem> Evidence,
    IReadOnlyList<string> BackTo
);

/// <summary>One line of a gate's checklist, or one piece of evidence it needs. Codes are unique within a gate.</summary>
public sealed record GateItem(string Code, string Text);

/// <summary>A page of guidance.</summary>
/// <param name="Body">Markdown with the four headings of a guide.</param>
/// <param name="Reviewed">The day it was last found right; that of the playbook where it does not say.</param>
public sealed record Guide(
    string Code,
    string Title,
    string Stage,
    GuideRoles Roles,
    IReadOnlyList<string> Topics,
    IReadOnlyList<string> Templates,
    IReadOnlyList<string> Methods,
    DateOnly Reviewed,
    IReadOnlyList<PlaybookSource> Sources,
    string Body
);

/// <summary>Codes of the roles that do, answer for, are asked and are told (RACI).</summary>
public sealed record GuideRoles(
    IReadOnlyList<string> Responsible,
    IReadOnlyList<string> Accountable,
    IReadOnlyList<string> Consulted,
    IReadOnlyList<string> Informed
)
{
    /// <summary>All of them, each once.</summary>
    [JsonIgnore]
    public IEnumerable<string> All =>
        Responsible.Concat(Accountable).Concat(Consulted).Concat(Informed).Distinct();
}

/// <summary>A way of working that can be used in any run.</summary>
/// <param name="Purpose">What it is good for, in a sentence.</param>
/// <param name="Minutes">How long it takes, where it is done in one sitting.</param>
/// <param name="Days">How many days it takes, where it is not.</param>
/// <param name="People">How many it takes, in words: “3–8”.</param>
/// <param name="Stages">Codes of the stages it suits.</param>
public sealed record MethodCard(
    string Code,
    string Title,
    string Purpose,
    int? Minutes,
    int? Days,
    string? People,
    IReadOnlyList<string> Stages,
    StageMode? Mode,
    string? Template,
    IReadOnlyList<string> Roles,
    IReadOnlyList<PlaybookSource> Sources,
    string Body
);

/// <summary>A document to be filled in: <c>{{fields}}</c> are filled from the run, <c>[square brackets]</c> by a person.</summary>
public sealed record Template(
    string Code,
    string Title,
    string Summary,
    string? Stage,
    string Body
);

/// <summary>What a step can make or attach.</summary>
public static class OpenedThings
{
    public const string PipelineItem = "pipeline-item";
    public const string Contract = "contract";
    public const string Collaboration = "collaboration";
    public const string RequirementSet = "requirement-set";
    public const string NoticeDraft = "notice-draft";
    public const string Assessment = "assessment";
    public const string Response = "response";
    public const string Call = "call";
    public const string Event = "event";

    /// <summary>All that a playbook may name. Kinds that this installation does not have yet are attached as a link.</summary>
    public static readonly IReadOnlyList<string> All =
    [
        PipelineItem,
        Contract,
        Collaboration,
        RequirementSet,
        NoticeDraft,
        Assessment,
        Response,
        Call,
        Event,
    ];
}
