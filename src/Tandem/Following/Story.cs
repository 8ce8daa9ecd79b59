using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Kernel;

namespace Tandem.Following;

/// <summary>What an act said to those who follow its record, in one sentence. One row for each such act, however many follow.</summary>
public sealed class KeptStory
{
    /// <summary>The act's place in the timeline.</summary>
    public long Seq { get; init; }
    public string Kind { get; init; } = "";
    public string SubjectId { get; init; } = "";
    public string Sentence { get; init; } = "";
    public DateTime At { get; init; }

    /// <summary>Who did it; they are not told of their own acts.</summary>
    public Guid? ActorId { get; init; }

    private sealed class Mapping : IEntityTypeConfiguration<KeptStory>
    {
        public void Configure(EntityTypeBuilder<KeptStory> entity)
        {
            entity.HasKey(s => s.Seq);
            entity.Property(s => s.Seq).ValueGeneratedNever();
            entity.HasIndex(s => new { s.Kind, s.SubjectId });
        }
    }
}

/// <summary>What happened to a record, as every way out tells it: page, e-mail, feed.</summary>
/// <param name="Key">The same for the same story, wherever and whenever it is told.</param>
public sealed record Story(Subject Subject, string Sentence, DateTime At, string Key);

/// <summary>Stories on their way to one reader.</summary>
/// <param name="Items">The stories, at most <see cref="Most"/> for each thing followed.</param>
/// <param name="More">How many more there were, by the thing followed.</param>
internal sealed record Bundle(List<BundleItem> Items, Dictionary<Guid, int> More)
{
    /// <summary>Stories told one by one of each thing followed; of more than these only the number is told.</summary>
    public const int Most = 20;

    public static Bundle Empty => new([], []);

    /// <summary>Puts a story in; one that is there for another thing followed is told once.</summary>
    public void Add(string kind, string id, string sentence, DateTime at, Id<Follow> follow)
    {
        var told = Items.Find(i => i.Kind == kind && i.Id == id && i.Sentence == sentence);
        if (told is null)
        {
            Items.Add(new(kind, id, sentence, at, [follow.Value]));
        }
        else if (!told.Follows.Contains(follow.Value))
        {
            told.Follows.Add(follow.Value);
        }
    }
}

/// <summary>One story of a <see cref="Bundle"/>.</summary>
/// <param name="Follows">The things followed that brought it.</param>
internal sealed record BundleItem(
    string Kind,
    string Id,
    string Sentence,
    DateTime At,
    List<Guid> Follows
);
