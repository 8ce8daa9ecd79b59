using Xunit.Abstractions;
using Xunit.Sdk;

namespace Tandem.Tests.Support;

/// <summary>Marks tests that use the database: <c>script/test</c> runs these on SQLite and again on PostgreSQL.</summary>
[TraitDiscoverer("Tandem.Tests.Support.UsesDatabaseDiscoverer", "Tandem.Tests")]
[AttributeUsage(AttributeTargets.Class)]
public sealed class UsesDatabaseAttribute : Attribute, ITraitAttribute;

/// <summary>Gives the marked tests the trait <c>Uses=Database</c>.</summary>
public sealed class UsesDatabaseDiscoverer : ITraitDiscoverer
{
    public IEnumerable<KeyValuePair<string, string>> GetTraits(IAttributeInfo attribute) =>
        [new("Uses", "Database")];
}
