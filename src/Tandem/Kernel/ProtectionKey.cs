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

    /// <summary>Reads and adds keys for the framework.</summary>
    internal sealed class Repository(IDbContextFactory<Db> databases) : IXmlRepository
    {
        public IReadOnlyCollection<XElement> GetAllElements()
        {
            using var db = databases.CreateDbContext();
            return db.Set<ProtectionKey>()
                .AsNoTracking()
                .Select(k => k.Xml)
                .ToList()
                .Select(Parse)
                .ToList();
        }

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
