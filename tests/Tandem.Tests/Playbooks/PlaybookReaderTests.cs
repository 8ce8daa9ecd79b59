using FsCheck;
using FsCheck.Fluent;
using Tandem.Playbooks;
using Tandem.Playbooks.Files;
using Tandem.Tests.Support;

namespace Tandem.Tests.Playbooks;

public sealed class PlaybookReaderTests
{
    [Fact]
    public void A_folder_becomes_stages_steps_gates_guides_cards_and_templates()
    {
        var read = PlaybookReader.Read(SmallPlaybook.Files());
        Assert.Empty(read.Problems);
        var playbook = read.Playbook!;
        Assert.Equal(("small", "1.0", "en"), (playbook.Name, playbook.Version, playbook.Language));
        Assert.Equal(new DateOnly(2026, 11, 1), playbook.Reviewed);
        Assert.Equal(["plan", "buy"], playbook.RunStages.Select(s => s.Code));
        Assert.Equal(["ask", "tell", "sign"], playbook.RunSteps.Select(s => s.Code));
        Assert.Equal(["plan"], playbook.Stage("buy")!.After);
        Assert.Empty(playbook.Stage("plan")!.After);
        Assert.Equal(StageMode.Diverge, playbook.Stage("plan")!.Mode);
        var ask = playbook.Step("ask")!;
        Assert.True(ask.Each);
        Assert.Equal(new Period(10, PeriodUnit.WorkingDays, null, null), ask.Due);
        Assert.Equal(OpenedThings.Collaboration, ask.Opens);
        Assert.Equal(
            new Period(8, PeriodUnit.WorkingDays, "tell", "Procurement Act 2023, section 51"),
            playbook.Step("sign")!.Earliest
        );
        Assert.Equal(["plan"], playbook.Stage("buy")!.Gate!.BackTo);
        Assert.Equal("answers", Assert.Single(playbook.Stage("plan")!.Gate!.Evidence).Code);
        var guide = playbook.Guide("ask-others")!;
        Assert.Equal(playbook.Reviewed, guide.Reviewed);
        Assert.Equal(["commercial", "budget-holder"], guide.Roles.All);
        Assert.Equal(
            (45, "3–8"),
            (playbook.Method("map")!.Minutes, playbook.Method("map")!.People)
        );
        Assert.StartsWith("# {{run.title}}", playbook.Template("letter")!.Body);
    }

    /// <summary>Each line: the file, what stands there, what is put in its place, the line and the words of the problem.</summary>
    public static TheoryData<string, string, string, int, string> Mistakes =>
        new()
        {
            {
                "playbook.yaml",
                "guide: ask-others}",
                "guide: ask-other}",
                19,
                "There is no guide ‘ask-other’. There is ‘ask-others’."
            },
            {
                "playbook.yaml",
                "role: budget-holder\n        earliest",
                "role: boss\n        earliest",
                51,
                "There is no role ‘boss’"
            },
            {
                "playbook.yaml",
                "template: letter",
                "template: note",
                32,
                "There is no template ‘note’"
            },
            {
                "playbook.yaml",
                "methods: [map]",
                "methods: [map, chart]",
                33,
                "There is no method ‘chart’"
            },
            {
                "playbook.yaml",
                "opens: collaboration",
                "opens: party",
                31,
                "‘party’ is not known here"
            },
            {
                "playbook.yaml",
                "code: tell",
                "code: ask",
                34,
                "There is already a step with the code ‘ask’"
            },
            {
                "playbook.yaml",
                "  - code: buy",
                "  - code: plan",
                44,
                "There is already a stage with the code ‘plan’"
            },
            {
                "playbook.yaml",
                "{code: answers,",
                "{code: need,",
                43,
                "This gate already has a line with the code ‘need’"
            },
            {
                "playbook.yaml",
                "mode: diverge",
                "mode: diverge\n    after: [buy]",
                24,
                "follow on one another in a circle"
            },
            {
                "playbook.yaml",
                "back-to: [plan]",
                "back-to: [buy]",
                57,
                "One goes back to an earlier stage: ‘buy’ is none"
            },
            {
                "playbook.yaml",
                "after: start-of-stage}",
                "after: tell}",
                30,
                "neither would ever be due"
            },
            {
                "playbook.yaml",
                "due: {days: 5, after: ask}",
                "due: {days: five, after: ask}",
                37,
                "‘five’ is no whole number"
            },
            {
                "playbook.yaml",
                "due: {days: 5, after: ask}",
                "due: {days: 5, working-days: 5, after: ask}",
                37,
                "one of working-days, days or months"
            },
            {
                "playbook.yaml",
                "approvers: [budget-holder]\n      checklist: [{code: need, text: The contract",
                "approvers: []\n      checklist: [{code: need, text: The contract",
                55,
                "which roles decide"
            },
            { "playbook.yaml", "version: \"1.0\"", "version: one", 4, "‘one’ is no version" },
            { "playbook.yaml", "language: en", "language: English", 3, "‘English’ is no language" },
            {
                "playbook.yaml",
                "reviewed: 2026-11-01",
                "reviewed: last week",
                6,
                "‘last week’ is no day"
            },
            {
                "playbook.yaml",
                "summary: The purchase",
                "sumary: The purchase",
                46,
                "‘sumary’ is not known here"
            },
            { "playbook.yaml", "title: Sign\n", "title: [Sign\n", 50, "This is not YAML" },
            { "playbook.yaml", "owner: The", "owner: &a The", 0, "" },
            {
                "guides/ask-others.md",
                "## Pitfalls",
                "## Traps",
                10,
                "The heading ‘## Pitfalls’ is missing"
            },
            {
                "guides/ask-others.md",
                "stage: plan",
                "stage: plans",
                3,
                "There is no stage ‘plans’"
            },
            {
                "guides/ask-others.md",
                "accountable: [budget-holder]",
                "accountable: [mayor]",
                4,
                "There is no role ‘mayor’"
            },
            {
                "guides/ask-others.md",
                "responsible: [commercial]",
                "responsible: []",
                4,
                "Say with ‘responsible’ who does it"
            },
            {
                "guides/ask-others.md",
                "(templates/letter.md)",
                "(templates/note.md)",
                13,
                "There is no template ‘note’"
            },
            { "guides/ask-others.md", "https://www.gov.uk/", "/elsewhere", 13, "leads nowhere" },
            {
                "guides/ask-others.md",
                "Write, wait, ring.",
                "<script>alert(1)</script>",
                19,
                "HTML is not shown"
            },
            {
                "guides/ask-others.md",
                "title: Ask the other authorities\n",
                "",
                2,
                "‘title’ is missing"
            },
            {
                "methods/map.md",
                "## What you have afterwards",
                "## Then",
                10,
                "‘## What you have afterwards’ is missing"
            },
            {
                "templates/letter.md",
                "{{due.ask}}",
                "{{due.asking}}",
                9,
                "No run can fill in ‘due.asking’"
            },
            { "templates/letter.md", "---\ntitle", "title", 1, "Begin the page with its facts" },
        };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_mistake_is_said_with_its_file_and_line(
        string path,
        string old,
        string changed,
        int line,
        string says
    )
    {
        var read = PlaybookReader.Read(SmallPlaybook.With(path, old, changed));
        if (line == 0)
        {
            Assert.Empty(read.Problems);
            return;
        }
        Assert.Contains(
            read.Problems,
            p =>
                p.File == path
                && p.Line == line
                && p.Message.Contains(says, StringComparison.Ordinal)
        );
    }

    [Fact]
    public void What_is_no_part_of_a_playbook_is_said()
    {
        var files = SmallPlaybook.Files();
        files["guides/notes.txt"] = "x";
        files["../elsewhere.md"] = "x";
        var problems = PlaybookReader.Read(files).Problems;
        Assert.Equal(["../elsewhere.md", "guides/notes.txt"], problems.Select(p => p.File));
    }

    [Fact]
    public void Without_its_main_file_there_is_no_playbook()
    {
        var files = SmallPlaybook.Files();
        files.Remove("playbook.yaml");
        var read = PlaybookReader.Read(files);
        Assert.Null(read.Playbook);
        Assert.Contains(read.Problems, p => p is { File: "playbook.yaml", Line: 1 });
    }

    [Fact]
    public void Another_language_names_its_own_headings()
    {
        var files = SmallPlaybook.With("playbook.yaml", "language: en", "language: fr");
        Assert.Contains(PlaybookReader.Read(files).Problems, p => p.Message.Contains("headings"));
        files["playbook.yaml"] +=
            "\nheadings: {guide: [What it is, Who does it, How, Pitfalls], method: [Steps, What you have afterwards]}";
        Assert.Empty(PlaybookReader.Read(files).Problems);
    }

    [Theory]
    [InlineData("[", 300_000)]
    [InlineData("{a: ", 50_000)]
    [InlineData("- ", 100_000)]
    [InlineData("> ", 100_000)]
    public void A_text_that_is_nothing_but_nesting_is_a_problem_and_no_fault(
        string bracket,
        int times
    )
    {
        var deep = string.Concat(Enumerable.Repeat(bracket, times));
        Assert.NotEmpty(
            PlaybookReader
                .Read(new Dictionary<string, string> { ["playbook.yaml"] = deep })
                .Problems
        );
        var files = SmallPlaybook.Files();
        files["guides/ask-others.md"] += "\n" + deep;
        Assert.NotEmpty(PlaybookReader.Read(files).Problems);
    }

    [Fact]
    public void Whatever_is_cut_or_mixed_up_is_answered_with_problems()
    {
        var whole = SmallPlaybook.Files();
        Prop.ForAll(
                ArbMap.Default.ArbFor<(
                    NonNegativeInt At,
                    NonNegativeInt Length,
                    string Put,
                    byte File
                )>(),
                given =>
                {
                    var files = SmallPlaybook.Files();
                    var path = whole.Keys.ElementAt(given.File % whole.Count);
                    var text = files[path];
                    var at = given.At.Get * 7 % text.Length;
                    var length = Math.Min(given.Length.Get, text.Length - at);
                    files[path] = text.Remove(at, length).Insert(at, given.Put ?? "");
                    return PlaybookReader
                        .Read(files)
                        .Problems.All(p => p.Line > 0 && p.Message.Length > 0);
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    public static TheoryData<string> Shipped =>
        [
            .. Directory
                .GetDirectories(Path.Combine(Checkout.Root, "content", "playbooks"))
                .Select(f => Path.GetFileName(f)!),
        ];

    [Theory]
    [MemberData(nameof(Shipped))]
    public void What_ships_has_no_problems(string folder)
    {
        var read = PlaybookReader.Read(
            PlaybookFolder.Read(Path.Combine(Checkout.Root, "content", "playbooks", folder))
        );
        Assert.Empty(read.Problems);
        Assert.Equal(folder, read.Playbook!.Name);
    }

    [Theory]
    [InlineData("1.10", "1.9", 1)]
    [InlineData("2", "2.0", 0)]
    [InlineData("1.0.1", "1.1", -1)]
    public void A_later_version_has_larger_numbers(string a, string b, int order) =>
        Assert.Equal(order, Math.Sign(PlaybookVersion.Compare(a, b)));

    [Fact]
    public void Fields_of_a_template_are_filled_one_by_one()
    {
        Assert.Equal(
            "Dear A, b [write] {{ not\none }}",
            TemplateFields.Fill(
                "Dear {{ buyer.name }}, {{lead.name}} [write] {{ not\none }}",
                name => name == "buyer.name" ? "A" : "b"
            )
        );
    }
}
