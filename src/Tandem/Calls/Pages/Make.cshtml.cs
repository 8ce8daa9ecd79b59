using Tandem.Kernel;

namespace Tandem.Calls.Pages;

/// <summary>What is still to do before it can be published?</summary>
public sealed class MakeModel(Db db, Actor actor, CallSections sections) : CallPageModel(db, actor)
{
    public IReadOnlyList<SectionState> Sections { get; private set; } = [];

    /// <inheritdoc/>
    protected override async Task ReadAsync(CancellationToken cancellation) =>
        Sections = await sections.OfAsync(Call, cancellation);
}
