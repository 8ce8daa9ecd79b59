using System.Text;
using Tandem.Kernel.Yaml;
using Tandem.Questionnaires;

namespace Tandem.Tests.Questionnaires;

public sealed class QuestionSetReaderTests
{
    [Fact]
    public void A_sound_set_is_read_whole()
    {
        var read = QuestionSetReader.Read(Sets.Firm);
        Assert.Empty(read.Problems);
        Assert.Equal((2, 10, 4), (read.SectionCount, read.QuestionCount, read.RuleCount));
        var devices = read.Set!.Find("devices")!;
        Assert.Equal(QuestionKind.Rows, devices.Kind);
        Assert.Equal(["make", "count", "supported"], devices.Columns.Select(c => c.Code));
        Assert.Equal("security", read.Set.SectionOf("devices")!.Code);
    }

    [Theory]
    [InlineData("version: \"1\"", "versoin: \"1\"", "‘versoin’ is not known here")]
    [InlineData(
        "when: staff > 0",
        "when: staf > 0",
        "There is no question or rule ‘staf’; did you mean ‘staff’?"
    )]
    [InlineData("when: mfa = no}", "when: mfa = 1}", "Yes or no cannot be compared with a number")]
    [InlineData(
        "kind: yes-no, required: true",
        "kind: yesno, required: true",
        "‘kind’ is one of: yes-no, text,"
    )]
    [InlineData(
        "when: mfa = no, message",
        "when: mfo = no, message",
        "There is no question or rule ‘mfo’; did you mean ‘mfa’?"
    )]
    [InlineData("when: staff > 0", "when: mfa", "This depends on itself: ‘mfa’ → ‘mfa’")]
    [InlineData("{code: founded,", "{code: staff,", "The code ‘staff’ is there twice")]
    [InlineData("from: 2026-01-01", "from: 1 January", "‘1 January’ is no day")]
    [InlineData("value: \"sum(", "value: \"som(", "There is no function ‘som’")]
    [InlineData(
        "code: mfa,",
        "code: not,",
        "‘not’ means something in formulas and cannot be a code"
    )]
    [InlineData("max: 5000", "max: 6000", "A table has 5,000 rows at most")]
    [InlineData("{code: policy,", "{code: Policy 1,", "‘Policy 1’ is no code")]
    [InlineData(
        "title: Written for tests, url: https:",
        "title: Written for tests, url: javascript:",
        "‘url’ must be an address of the web"
    )]
    public void What_is_wrong_is_told_with_its_line(string right, string wrong, string message)
    {
        Assert.Contains(right, Sets.Firm);
        var line =
            1
            + Sets.Firm[..Sets.Firm.IndexOf(right, StringComparison.Ordinal)].Count(c => c == '\n');
        var read = QuestionSetReader.Read(Sets.Firm.Replace(right, wrong));
        Assert.Null(read.Set);
        Assert.Contains(read.Problems, p => p.Line == line && p.Message.Contains(message));
    }

    [Fact]
    public void A_circle_of_branches_is_named_with_all_its_questions()
    {
        var read = QuestionSetReader.Read(
            """
            name: circle
            version: "1"
            title: Circle
            sections:
              - code: one
                title: One
                questions:
                  - {code: a, text: A, kind: yes-no, when: c}
                  - {code: b, text: B, kind: yes-no, when: a}
                  - {code: c, text: C, kind: yes-no, when: b}
            """
        );
        Assert.Equal(
            new ContentProblem(8, "This depends on itself: ‘a’ → ‘c’ → ‘b’ → ‘a’"),
            Assert.Single(read.Problems)
        );
    }

    [Theory]
    [InlineData("")]
    [InlineData("just words")]
    [InlineData("- a\n- b")]
    [InlineData("name: [a, b]\nversion: {a: b}")]
    [InlineData("a: &x [*x]")]
    [InlineData("sections:\n  - code: {}\n    questions: 7")]
    [InlineData("name: 'not closed")]
    [InlineData("sections: [{questions: [{kind: rows, rows: [{kind: rows}]}]}]\nrules: [{}]")]
    public void Whatever_the_file_holds_it_is_a_problem_and_no_fault(string yaml)
    {
        var read = QuestionSetReader.Read(yaml);
        Assert.Null(read.Set);
        Assert.NotEmpty(read.Problems);
        Assert.All(read.Problems, p => Assert.True(p.Line >= 1));
    }

    [Fact]
    public void Too_many_questions_are_refused()
    {
        var yaml = new StringBuilder(
            "name: a\nversion: '1'\ntitle: A\nsections:\n  - code: s\n    title: S\n    questions:\n"
        );
        for (var i = 0; i <= QuestionSetReader.Most; i++)
        {
            yaml.Append(null, $"      - {{code: q{i}, text: Q, kind: text}}\n");
        }
        Assert.Contains(
            QuestionSetReader.Read(yaml.ToString()).Problems,
            p => p.Message.Contains("2,000 questions at most")
        );
    }
}
