using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tandem.Collaborations.Workspaces;
using Tandem.Formats.Documents;
using Tandem.Kernel;
using Tandem.Playbooks.Runs;

namespace Tandem.Playbooks.Documents;

/// <summary>
/// A document of a run: one made from a template, or a file somebody brought, an edited copy of one that was made above all. None is ever changed:
/// made again, or edited again, it is another version beside those before it.
/// </summary>
public sealed class RunDocument
{
    /// <summary>Most bytes of a file that is brought.</summary>
    public const long MostBytes = 50L << 20;

    public Id<Run> RunId { get; private set; }

    /// <summary>Counted from 1 within the run.</summary>
    public int Number { get; private set; }

    /// <summary>Code of the template it is made from or an edited copy of; null for another file.</summary>
    public string? Template { get; private set; }

    /// <summary>Counted from 1 among the documents of one template.</summary>
    public int Version { get; private set; }

    /// <summary>The step it belongs to.</summary>
    public int? Step { get; private set; }
    public string Title { get; private set; } = "";

    /// <summary>The filled text (Markdown) of one that was made; null for a file.</summary>
    public string? Text { get; private set; }
    public string Language { get; private set; } = "en";

    /// <summary>Fields of the template that nothing is known of by this name, a line each.</summary>
    public string? UnknownFields { get; private set; }

    /// <summary>Fields for which the run had nothing yet, a line each.</summary>
    public string? EmptyFields { get; private set; }
    public string? FileHash { get; private set; }
    public string FileName { get; private set; } = "";
    public long Bytes { get; private set; }

    /// <summary>What a file is, told from its bytes: "Word document".</summary>
    public string? Format { get; private set; }
    public string ByName { get; private set; } = "";
    public DateTime At { get; private set; }
    public DateTime? TakenAwayAt { get; private set; }
    public string? TakenAwayByName { get; private set; }
    public string? TakenAwayReason { get; private set; }

    /// <summary>Whether it was made from a template, and not brought by a person.</summary>
    public bool IsMade => Text is not null;

    internal static RunDocument Made(
        Run run,
        int number,
        int version,
        Template template,
        int? step,
        FilledTemplate filled,
        Actor actor,
        DateTime now
    ) =>
        new()
        {
            RunId = run.Id,
            Number = number,
            Template = template.Code,
            Version = version,
            Step = step,
            Title = template.Title,
            Text = filled.Text,
            Language = run.Plan.Playbook.Language,
            UnknownFields = Lines(filled.Unknown),
            EmptyFields = Lines(filled.Empty),
            FileName = $"{run.Reference}-{template.Code}-v{version}",
            ByName = actor.Name,
            At = now,
        };

    internal static RunDocument Brought(
        Run run,
        int number,
        int version,
        string? template,
        int? step,
        string? title,
        string fileName,
        FileStore.Stored file,
        SharedFile kind,
        Actor actor,
        DateTime now
    ) =>
        new()
        {
            RunId = run.Id,
            Number = number,
            Template = template,
            Version = version,
            Step = step,
            Title =
                Written.Optional(title, 200, nameof(Title))
                ?? Path.GetFileNameWithoutExtension(fileName),
            FileHash = file.Hash,
            FileName = fileName,
            Bytes = file.Bytes,
            Format = kind.Words,
            ByName = actor.Name,
            At = now,
        };

    /// <exception cref="Refusal">There is no reason, or it was taken away already.</exception>
    internal void TakeAway(string? reason, Actor actor, DateTime now)
    {
        if (TakenAwayAt is not null)
        {
            throw new Refusal("This document was taken away already.");
        }
        TakenAwayReason = Written.Required(reason, 1000, "Reason", "Enter why it is taken away");
        (TakenAwayAt, TakenAwayByName) = (now, actor.Name);
    }

    /// <summary>One that was made, as a document for a word processor.</summary>
    public TextDocument Document()
    {
        var blocks = MarkdownBlocks.Read(Text!);
        return new(
            Title,
            // The title stands above already.
            blocks is [Heading { Level: 1 } first, ..]
            && first.Text == Title
                ? [.. blocks.Skip(1)]
                : blocks,
            Language,
            ByName,
            At
        );
    }

    private static string? Lines(IReadOnlyCollection<string> names) =>
        names.Count == 0 ? null : string.Join('\n', names);

    private sealed class Mapping : IEntityTypeConfiguration<RunDocument>
    {
        public void Configure(EntityTypeBuilder<RunDocument> entity)
        {
            entity.HasKey(d => new { d.RunId, d.Number });
            entity.HasOne<Run>().WithMany().HasForeignKey(d => d.RunId);
        }
    }
}

/// <summary>A template with its fields filled.</summary>
/// <param name="Text">Markdown.</param>
/// <param name="Unknown">Fields nothing is known of by this name.</param>
/// <param name="Empty">What there is nothing of yet, in words.</param>
public sealed record FilledTemplate(
    string Text,
    IReadOnlyCollection<string> Unknown,
    IReadOnlyCollection<string> Empty
)
{
    /// <summary>
    /// Puts what is known in place of the fields. What is not known yet stands as a place for a person, in square brackets, and so does a field
    /// of a name that means nothing. A field with words before its name stands only where something is known; the words go with it.
    /// </summary>
    /// <param name="fields">Value by name: null where there is nothing yet; absent where the name means nothing.</param>
    /// <param name="roles">What roles are called, by code.</param>
    public static FilledTemplate Fill(
        string text,
        IReadOnlyDictionary<string, string?> fields,
        IReadOnlyList<PlaybookRole>? roles = null
    )
    {
        var (unknown, empty) = (new SortedSet<string>(), new SortedSet<string>());
        var filled = TemplateFields.Fill(
            text,
            (words, name) =>
            {
                if (!fields.TryGetValue(name, out var value))
                {
                    unknown.Add(name);
                    return $"[unknown field: {name}]";
                }
                if (string.IsNullOrWhiteSpace(value))
                {
                    if (words.Length > 0)
                    {
                        return "";
                    }
                    var says = Says(name, roles ?? []);
                    empty.Add(says);
                    return $"[{says}]";
                }
                return words + Escaped(value);
            }
        );
        return new(filled, unknown, empty);
    }

    private static string Says(string name, IReadOnlyList<PlaybookRole> roles) =>
        TemplateFields.All.FirstOrDefault(f => f.Name == name)?.Says
        ?? (
            name.StartsWith("role.", StringComparison.Ordinal)
                ? roles.FirstOrDefault(r => r.Code == name[5..])?.Title
                : null
        )
        ?? name.Replace('.', ' ');

    // What a person called something must not become a heading, a table or bold.
    private static string Escaped(string value)
    {
        var escaped = new System.Text.StringBuilder();
        foreach (var c in value.ReplaceLineEndings(" "))
        {
            if ("\\`*_{}[]<>#+-!|".Contains(c))
            {
                escaped.Append('\\');
            }
            escaped.Append(c);
        }
        return escaped.ToString();
    }
}
