using Tandem.Calls.Kinds;
using Tandem.Kernel;
using Tandem.Questionnaires;

namespace Tandem.Tests.Calls;

/// <summary>Kinds of call as files.</summary>
public sealed class CallKindTests
{
    private static readonly ShippedQuestionSets Sets = new(Content.Shipped);

    private const string Sound = """
        name: street-party
        version: "1"
        title: Street party
        summary: Money for streets that celebrate.
        entries: closed
        money: none
        stages:
          - code: ask
            title: Applications
            form: challenge-concept
            suggested-days: 30
            judging:
              method: weighted-mean
              assessors: 1
              scale:
                - {score: 0, title: No, meaning: Nothing.}
                - {score: 5, title: Yes, meaning: All.}
              criteria:
                - {code: joy, title: Joy, weight: 60, meaning: How much fun.}
                - {code: all, title: For all, weight: 40, meaning: Who can come.}
              ties: ["criterion:joy", lot]
        """;

    public static TheoryData<string> Shipped()
    {
        var files = new TheoryData<string>();
        foreach (var file in Directory.EnumerateFiles(Content.Shipped.PathOf(CallKinds.Folder)))
        {
            files.Add(Path.GetFileName(file));
        }
        return files;
    }

    [Theory]
    [MemberData(nameof(Shipped))]
    public void Every_kind_that_ships_is_sound_and_names_question_sets_that_ship(string file)
    {
        var read = CallKindReader.Read(
            File.ReadAllText(Content.Shipped.PathOf($"{CallKinds.Folder}/{file}")),
            name => Sets.All.LastOrDefault(s => s.Name == name)
        );
        Assert.Empty(read.Problems);
        Assert.Equal(Path.GetFileNameWithoutExtension(file), read.Kind!.Name);
    }

    [Fact]
    public void A_sound_kind_is_read_whole()
    {
        var read = CallKindReader.Read(Sound);
        Assert.Empty(read.Problems);
        Assert.Equal((1, 2), (read.Stages, read.Criteria));
        var judging = read.Kind!.Stage("ask").Judging;
        Assert.Equal(100, judging.Weights);
        Assert.Equal(
            [new TieRule(TieBreak.Criterion, "joy"), new TieRule(TieBreak.Lot)],
            judging.Ties
        );
        Assert.Equal(judging.ToJson(), JudgingTerms.FromJson(judging.ToJson()).ToJson());
    }

    [Theory]
    [InlineData("weight: 40", "weight: 39", 19, "The weights total 99. They must total 100.")]
    [InlineData("{score: 5,", "{score: 0,", 16, "The scale goes from the least score to the most")]
    [InlineData("criterion:joy", "criterion:fun", 21, "There is no criterion ‘fun’.")]
    [InlineData("ties: [\"criterion:joy\", lot]", "minimum: 50", 13, "Say in ‘ties’")]
    [InlineData("method: weighted-mean", "method: guess", 13, "‘guess’ is not known here")]
    [InlineData("title: Street party", "titel: Street party", 3, "‘titel’ is not known here")]
    [InlineData("code: all", "code: joy", 19, "‘joy’ is there twice.")]
    [InlineData("money: none", "money: budget", 1, "‘budget’ come together")]
    [InlineData("entries: closed", "entries: public", 5, "say in ‘public’")]
    [InlineData("entries: closed", "entries: sealed\nstanding: true", 9, "nothing would open it")]
    [InlineData("form: challenge-concept", "form: no-such-form", 10, "There is no question set")]
    [InlineData("suggested-days: 30", "calendar: mars", 11, "no calendar of bank holidays")]
    [InlineData("meaning: How much fun.", "meaning: x, question: zz", 19, "no form asks")]
    public void What_is_wrong_is_said_with_its_line(string from, string to, int line, string words)
    {
        var read = CallKindReader.Read(
            Sound.Replace(from, to, StringComparison.Ordinal),
            name => Sets.All.LastOrDefault(s => s.Name == name)
        );
        Assert.Null(read.Kind);
        var problem = Assert.Single(
            read.Problems,
            p => p.Message.Contains(words, StringComparison.Ordinal)
        );
        Assert.Equal(line, problem.Line);
    }

    [Theory]
    [InlineData("")]
    [InlineData("- a\n- b")]
    [InlineData("name: [[[[[[[[[[[[[[[[x]]]]]]]]]]]]]]]]")]
    [InlineData("a: &a [1]\nb: *a")]
    [InlineData("name: {")]
    public void What_is_no_kind_at_all_is_refused_with_a_line(string text)
    {
        var read = CallKindReader.Read(text);
        Assert.Null(read.Kind);
        Assert.All(read.Problems, p => Assert.True(p.Line >= 1));
        Assert.NotEmpty(read.Problems);
    }

    [Fact]
    public void A_call_reads_the_kind_it_was_made_from_though_the_file_has_changed()
    {
        var kind = CallKinds.Of(Sound);
        var later = CallKinds.Of(
            Sound.Replace("weight: 40", "weight: 40.0", StringComparison.Ordinal)
        );
        Assert.Same(kind, CallKinds.Of(Sound));
        Assert.NotSame(kind, later);
        Assert.Equal(Sound, kind.Text);
    }
}
