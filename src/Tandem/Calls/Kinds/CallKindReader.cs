using Tandem.Kernel;
using Tandem.Kernel.Yaml;
using Tandem.Questionnaires;

namespace Tandem.Calls.Kinds;

/// <summary>What came of reading the file of a kind.</summary>
/// <param name="Kind">Null where there are problems.</param>
/// <param name="Stages">Stages found.</param>
/// <param name="Criteria">Criteria found, in all stages together.</param>
public sealed record KindReading(
    CallKind? Kind,
    int Stages,
    int Criteria,
    IReadOnlyList<ContentProblem> Problems
);

/// <summary>Reads a kind of call from YAML. Whatever is wrong is told with its line, all of it at once; only a sound kind is given.</summary>
public static class CallKindReader
{
    /// <summary>Characters of one file.</summary>
    public const int Longest = 500_000;

    private static readonly string[] Colours =
    [
        "grey",
        "green",
        "teal",
        "blue",
        "purple",
        "magenta",
        "red",
        "orange",
        "yellow",
    ];

    /// <inheritdoc cref="CallKindReader"/>
    /// <param name="sets">Finds a question set by its name, to see whether what the kind names is there; null where that cannot be known.</param>
    public static KindReading Read(string yaml, Func<string, QuestionSet?>? sets = null)
    {
        var problems = new List<ContentProblem>();
        if (yaml.Length > Longest)
        {
            problems.Add(new(1, $"A file has {Longest:N0} characters at most."));
            return new(null, 0, 0, problems);
        }
        if (YamlText.Read(yaml, "", 0, problems) is not { } root)
        {
            return new(null, 0, 0, problems);
        }
        var secrecy = root.One("entries", KindTerms.Of<Secrecy>(), Secrecy.Closed);
        var isStanding = root.Flag("standing");
        var stages = root.Parts("stages")
            .Select(s => (Part: s, Rule: StageReader.Read(s, secrecy)))
            .ToList();
        var kind = new CallKind
        {
            Name = root.Code("name"),
            Version = root.Text("version"),
            Title = root.Text("title"),
            Language = root.Maybe("language") ?? "en",
            Summary = root.Text("summary"),
            Explanation = root.Maybe("explanation") ?? "",
            Sources = [.. root.Parts("sources").Select(ReadSource)],
            Words = ReadWords(root.Part("words")),
            Audience = root.One("audience", KindTerms.Of<CallAudience>(), CallAudience.Public),
            Entrants = ReadEntrants(root.Part("entrants")),
            IsStanding = isStanding,
            Entries = secrecy,
            Public = root.Part("public") is { } open ? ReadPublic(open) : null,
            NeedsApproval = root.Flag("approval"),
            Brief = [.. root.Parts("brief").Select(ReadBrief)],
            Eligibility = root.Part("eligibility") is { } who ? ReadEligibility(who) : null,
            Terms = [.. root.Parts("terms").Select(ReadTerm)],
            Discussion = root.Has("discussion") ? root.Flag("discussion") : null,
            Money = root.One("money", KindTerms.Of<CallMoney>(), CallMoney.None),
            Budget = root.Part("budget") is { } budget ? ReadBudget(budget) : null,
            Price = root.Maybe("price"),
            Stages = [.. stages.Select(s => s.Rule)],
            Decision = DecisionReader.Read(root.Part("decision")),
            Publishes = DecisionReader.ReadPublication(root.Part("publishes")),
            Becomes = DecisionReader.ReadBecomes(root),
            ChecksMonths = DecisionReader.ReadMonths(root),
            Text = yaml,
        };
        root.Done();
        KindChecks.Whole(root, kind);
        KindChecks.Codes(root, kind);
        foreach (var (part, rule) in stages)
        {
            KindChecks.Stage(part, rule, kind);
        }
        if (sets is not null)
        {
            KindChecks.Sets(root, stages, kind, sets);
        }
        problems.Sort((a, b) => a.Line.CompareTo(b.Line));
        return new(
            problems.Count == 0 ? kind : null,
            stages.Count,
            stages.Sum(s => s.Rule.Judging.Criteria.Count),
            problems
        );
    }

    private static KindSource ReadSource(YamlPart part)
    {
        var source = new KindSource(part.Text("title"), part.Text("url"), part.Maybe("licence"));
        if (
            source.Url.Length > 0
            && !(
                Uri.TryCreate(source.Url, UriKind.Absolute, out var uri)
                && uri.Scheme is "http" or "https"
            )
        )
        {
            part.Complain("url", "‘url’ must be an address of the web.");
        }
        part.Done();
        return source;
    }

    private static CallWords ReadWords(YamlPart? part)
    {
        var usual = new CallWords();
        if (part is null)
        {
            return usual;
        }
        var entrant = part.Maybe("entrant") ?? usual.Entrant;
        var words = new CallWords(
            part.Maybe("call") ?? usual.Call,
            part.Maybe("entry") ?? usual.Entry,
            part.Maybe("entries") ?? usual.Entries,
            entrant,
            part.Maybe("entrants") ?? entrant + "s"
        );
        part.Done();
        return words;
    }

    private static EntrantRule ReadEntrants(YamlPart? part)
    {
        var usual = new EntrantRule();
        if (part is null)
        {
            return usual;
        }
        var who = KindTerms.All<EntrantKind>(part, "who");
        var rule = new EntrantRule
        {
            Who = who.Count > 0 ? who : usual.Who,
            CoEntrants = part.Flag("co-entrants"),
            MostEntries = part.Number("most-entries", 1_000),
            Anonymous = part.Flag("anonymous"),
            OnBehalf = part.Flag("on-behalf"),
        };
        if (rule.MostEntries == 0)
        {
            part.Complain("most-entries", "‘most-entries’ is at least 1.");
        }
        part.Done();
        return rule;
    }

    private static PublicRule ReadPublic(YamlPart part)
    {
        var rule = new PublicRule
        {
            Support = part.Flag("support"),
            Comments = part.Flag("comments"),
            BuildOn = part.Flag("build-on"),
            Joining = part.Flag("joining"),
            Merge = part.Flag("merge"),
            Moderation = part.One("moderation", KindTerms.Of<Moderation>(), Moderation.Before),
            AnswerWorkingDays = part.Number("answer-working-days", 250),
            Calendar = part.Maybe("calendar") ?? WorkingDays.Usual,
            ConfidentialReplies = part.Flag("confidential-replies"),
            Statuses = [.. part.Parts("statuses").Select(ReadStatus)],
        };
        if (rule.Statuses.Count == 0)
        {
            part.Complain("statuses", "Public entries need ‘statuses’: what one can be.");
        }
        else if (rule.Statuses[0].Ends)
        {
            part.Complain("statuses", "The first status is that of a new entry: it ends nothing.");
        }
        else if (rule.Statuses.All(s => !s.Ends))
        {
            part.Complain("statuses", "At least one status has ‘ends: true’.");
        }
        KindTerms.Once(part, "statuses", rule.Statuses.Select(s => s.Code));
        part.Done();
        return rule;
    }

    private static StatusRule ReadStatus(YamlPart part)
    {
        var status = new StatusRule(
            part.Code("code"),
            part.Text("title"),
            part.OneOf("colour", Colours) ?? "grey",
            part.Flag("ends")
        );
        part.Done();
        return status;
    }

    private static BriefPart ReadBrief(YamlPart part)
    {
        var brief = new BriefPart(
            part.Code("code"),
            part.Text("title"),
            part.Maybe("guidance"),
            part.Flag("required"),
            part.Number("max-words", 20_000)
        );
        part.Done();
        return brief;
    }

    private static string ReadEligibility(YamlPart part)
    {
        var questions = part.Text("questions");
        part.Done();
        return questions;
    }

    private static AcceptedTerm ReadTerm(YamlPart part)
    {
        var term = new AcceptedTerm(part.Code("code"), part.Text("text"));
        part.Done();
        return term;
    }

    private static BudgetRule ReadBudget(YamlPart part)
    {
        var (least, most) = (part.Amount("least-ask"), part.Amount("most-ask"));
        if (least < 0 || most < 0 || least > most)
        {
            part.Complain("‘least-ask’ and ‘most-ask’ are amounts, the least not above the most.");
        }
        var budget = new BudgetRule(Minor(least), Minor(most), part.Text("asks"));
        part.Done();
        return budget;
    }

    private static long? Minor(decimal? amount) =>
        amount is { } major ? (long)Math.Round(Math.Clamp(major, -1, 1e15m) * 100) : null;
}
