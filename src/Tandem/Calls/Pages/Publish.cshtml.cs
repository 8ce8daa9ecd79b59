using Microsoft.AspNetCore.Mvc;
using Tandem.Kernel;

namespace Tandem.Calls.Pages;

/// <summary>Is it ready, approved, published?</summary>
public sealed class PublishModel(
    Db db,
    Actor actor,
    CallSections sections,
    SubmitCall submit,
    TakeBackCall takeBack,
    AnswerCall answer,
    PublishCall publish
) : CallPageModel(db, actor)
{
    [BindProperty]
    public string? Reason { get; set; }

    public IReadOnlyList<SectionState> Sections { get; private set; } = [];
    public bool MayApprove => CallPermissions.MayApprove(Actor, Call).Allowed;
    public bool IsReady =>
        Call.State == (Kind.NeedsApproval ? CallState.Approved : CallState.Draft);

    public async Task<IActionResult> OnPostSubmitAsync()
    {
        await submit.RunAsync(Reference, HttpContext.RequestAborted);
        return Done("Its approvers are asked.", "/publish");
    }

    public async Task<IActionResult> OnPostTakeBackAsync()
    {
        await takeBack.RunAsync(Reference, HttpContext.RequestAborted);
        return Done("It is a draft again.");
    }

    public async Task<IActionResult> OnPostApproveAsync()
    {
        await answer.RunAsync(Reference, approve: true, null, HttpContext.RequestAborted);
        return Done("It is approved. Its owners are told.", "/publish");
    }

    public async Task<IActionResult> OnPostReturnAsync()
    {
        await answer.RunAsync(Reference, approve: false, Reason, HttpContext.RequestAborted);
        return Done("It is returned with your reasons.", "");
    }

    public async Task<IActionResult> OnPostPublishAsync()
    {
        await publish.RunAsync(Reference, HttpContext.RequestAborted);
        return Done("It is published.", "");
    }

    /// <inheritdoc/>
    protected override async Task ReadAsync(CancellationToken cancellation) =>
        Sections = await sections.OfAsync(Call, cancellation);
}
