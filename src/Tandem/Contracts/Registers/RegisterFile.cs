using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Accounts;
using Tandem.Imports;
using Tandem.Kernel;

namespace Tandem.Contracts.Registers;

/// <summary>A contract register, or a pipeline, that somebody brought, kept while its columns are checked and what it would change is looked at.</summary>
public sealed class RegisterFile
{
    /// <summary>Most bytes of a register.</summary>
    public const long MostBytes = 256L << 20;

    public Id<RegisterFile> Id { get; private set; }
    public Id<Organisation> OrganisationId { get; private set; }

    /// <summary>Address of the kept file (<see cref="FileStore"/>).</summary>
    public string FileHash { get; private set; } = "";
    public string FileName { get; private set; } = "";
    public long Bytes { get; private set; }

    /// <summary>What it was read as, in words: "CSV, commas, UTF-8".</summary>
    public string Format { get; private set; } = "";

    /// <summary>The sheet asked for; null for the first that holds a table.</summary>
    public string? Sheet { get; private set; }

    /// <summary>Its columns with sample values, as JSON.</summary>
    public string Columns { get; private set; } = "[]";

    /// <summary>Heading → field as the person has settled it, as JSON; null until then. An empty field means that the column is not used.</summary>
    public string? Mapping { get; private set; }

    /// <summary>What it holds.</summary>
    public ImportKind Kind { get; private set; }

    /// <summary>Who may see its records.</summary>
    public Visibility Visibility { get; private set; }
    public Guid? BroughtById { get; private set; }
    public DateTime BroughtAt { get; private set; }

    public static RegisterFile Create(
        Organisation organisation,
        FileStore.Stored file,
        string name,
        Visibility visibility,
        ImportKind kind,
        Actor actor,
        DateTime now
    ) =>
        new()
        {
            Id = Id<RegisterFile>.New(now),
            OrganisationId = organisation.Id,
            FileHash = file.Hash,
            FileName = name,
            Bytes = file.Bytes,
            Visibility = visibility,
            Kind = kind,
            BroughtById = actor.PersonId,
            BroughtAt = now,
        };

    /// <summary>Says what was found in it.</summary>
    public void Recognise(string format, string? sheet, IReadOnlyList<RegisterSample> columns) =>
        (Format, Sheet, Columns) = (format, sheet, JsonSerializer.Serialize(columns));

    /// <summary>Keeps what each column was settled to be.</summary>
    public void Settle(IReadOnlyDictionary<string, string> mapping) =>
        Mapping = JsonSerializer.Serialize(mapping);

    /// <summary>Its columns, in their order.</summary>
    public IReadOnlyList<RegisterSample> Samples() =>
        JsonSerializer.Deserialize<List<RegisterSample>>(Columns) ?? [];

    /// <summary>Heading → field as settled, or null.</summary>
    public Dictionary<string, string>? Settled() =>
        Mapping is null ? null : JsonSerializer.Deserialize<Dictionary<string, string>>(Mapping);

    private sealed class Configuration : IEntityTypeConfiguration<RegisterFile>
    {
        public void Configure(EntityTypeBuilder<RegisterFile> entity)
        {
            entity.HasIndex(f => f.OrganisationId);
            entity.HasOne<Organisation>().WithMany().HasForeignKey(f => f.OrganisationId);
        }
    }
}

/// <summary>A column's heading and the first values that stand in it.</summary>
public sealed record RegisterSample(string Heading, IReadOnlyList<string> Values);
