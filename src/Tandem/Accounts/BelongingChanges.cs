using Tandem.Kernel;

namespace Tandem.Accounts;

/// <summary>What a later room does when who belongs to what changes: within the same transaction, so that neither stands without the other.</summary>
public interface IBelongingChanges
{
    /// <summary>A person no longer belongs to an organisation.</summary>
    Task LeftAsync(
        Organisation organisation,
        Id<Person> person,
        Actor by,
        CancellationToken cancellation
    );

    /// <summary>An organisation has joined a partnership, or left it.</summary>
    Task PartneredAsync(Organisation organisation, CancellationToken cancellation);
}
