using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Questionnaires;

/// <summary>A set of questions that an organisation brought in, because it may use it and this installation may not ship it. Only its own members see it.</summary>
public sealed class BroughtQuestionSet
{
    /// <summary>Between the name its owner gave and the organisation's own: two organisations may hold the same licensed set.</summary>
    public const char Of = '@';

    public Id<BroughtQuestionSet> Id { get; private set; }
    public Id<Organisation> OrganisationId { get; private set; }

    /// <summary><c>name@organisation</c>; unique with the version.</summary>
    public string Name { get; private set; } = "";
    public string Version { get; private set; } = "";
    public string Title { get; private set; } = "";
    public string Yaml { get; private set; } = "";
    public int QuestionCount { get; private set; }
    public DateTime BroughtAt { get; private set; }
    public string BroughtByName { get; private set; } = "";

    internal static BroughtQuestionSet From(
        QuestionSet set,
        string yaml,
        Organisation organisation,
        Actor actor,
        DateTime now
    ) =>
        new()
        {
            Id = Id<BroughtQuestionSet>.New(now),
            OrganisationId = organisation.Id,
            Name = NameAt(set.Name, organisation),
            Version = set.Version,
            Title = set.Title,
            Yaml = yaml,
            QuestionCount = set.Questions.Count(),
            BroughtAt = now,
            BroughtByName = actor.Name,
        };

    /// <summary>What a set is called that an organisation brings in.</summary>
    public static string NameAt(string name, Organisation organisation) =>
        $"{name}{Of}{organisation.Slug}";

    private sealed class Mapping : IEntityTypeConfiguration<BroughtQuestionSet>
    {
        public void Configure(EntityTypeBuilder<BroughtQuestionSet> entity)
        {
            entity.HasIndex(s => new { s.Name, s.Version }).IsUnique();
            entity.HasOne<Organisation>().WithMany().HasForeignKey(s => s.OrganisationId);
        }
    }
}
