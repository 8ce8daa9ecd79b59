using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Collaborations.Workspaces.Pages;

/// <summary>Which organisation somebody speaks for: asked only of those who speak for several.</summary>
/// <param name="Form">Keeps the ids of several forms on a page apart.</param>
public sealed record Speaker(IReadOnlyList<Organisation> Own, Id<Organisation> Chosen, string Form);
