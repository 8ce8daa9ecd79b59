using System.Xml;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Tandem.Kernel;

/// <summary>A key that protects cookies and form tokens; in the database, so that every node reads what another wrote.</summary>
public sealed class ProtectionKey
{
    public string Name { get; init; } = "";
    public string Xml { get; init; } = "";

    private sealed class Mapping : IEntityTypeConfiguration<ProtectionKey>
    {
        public void Configure(EntityTypeBuilder<ProtectionKey> entity) =>
            entity.HasKey(k => k.Name);
    }

    /// <summary>Reads and adds keys for the framework, which asks for them once, at the start, while the model of <see cref="Db"/> is still being built.</summary>
    internal sealed class Repository(Settings settings, IDbContextFactory<Db> databases)
        : IXmlRepository
    {
        public IReadOnlyCollection<XElement> GetAllElements() =>
            ReadAsync().GetAwaiter().GetResult();

        public void StoreElement(XElement element, string friendlyName)
        {
            using var db = databases.CreateDbContext();
            db.Add(
                new ProtectionKey
                {
                    Name = friendlyName,
                    Xml = element.ToString(SaveOptions.DisableFormatting),
                }
            );
            db.SaveChanges();
        }

        private async Task<List<XElement>> ReadAsync()
        {
            await using var connection = await settings.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = "SELECT xml FROM protection_key";
            await using var rows = await command.ExecuteReaderAsync();
            var keys = new List<XElement>();
            while (await rows.ReadAsync())
            {
                keys.Add(Parse(rows.GetString(0)));
            }
            return keys;
        }

        private static XElement Parse(string xml)
        {
            using var reader = XmlReader.Create(
                new StringReader(xml),
                new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null }
            );
            return XElement.Load(reader);
        }
    }
}
