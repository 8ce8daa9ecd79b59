using Tandem.Kernel;
using Tandem.Playbooks;
using Tandem.Playbooks.Editing;
using Tandem.Playbooks.Files;

namespace Tandem.Tests.Playbooks;

/// <summary>Steps changed in the text of playbook.yaml: what was not changed stays to the letter.</summary>
public sealed class StepTextTests
{
    private static readonly string Text =
        string.Join('\n', SmallPlaybook.Main.Split('\n').Prepend("# Kept by Preston."))
        + "\n# The end.\n";

    [Fact]
    public void A_changed_step_keeps_what_the_form_does_not_ask_for_and_the_file_all_its_other_lines()
    {
        var changed = new StepText(Text, "plan").Change(
            "ask",
            new Dictionary<string, object?>
            {
                ["title"] = "Ask: \"who, else?\" #1",
                ["role"] = "budget-holder",
                ["due"] = new Dictionary<string, object?> { ["months"] = 2, ["after"] = "tell" },
                ["template"] = null,
            }
        );
        var step = Read(changed).Step("ask")!;
        Assert.Equal("Ask: \"who, else?\" #1", step.Title);
        Assert.Equal("budget-holder", step.Role);
        Assert.Equal(new Period(2, PeriodUnit.Months, "tell", null), step.Due);
        Assert.Null(step.Template);
        Assert.True(step.Each);
        Assert.Equal(("collaboration", "ask-others"), (step.Opens, step.Guide));
        Assert.Equal(["map"], step.Methods);
        var (before, after) = (Text.Split('\n'), changed.Split('\n'));
        var first = Array.FindIndex(
            before,
            l => l.Contains("- code: ask", StringComparison.Ordinal)
        );
        Assert.Equal(before[..first], after[..first]);
        var next = Array.FindIndex(
            before,
            l => l.Contains("- code: tell", StringComparison.Ordinal)
        );
        Assert.Equal(before[next..], after[(first + 1)..]);
    }

    [Fact]
    public void Steps_are_added_moved_and_taken_out_without_touching_others()
    {
        var added = new StepText(Text, "plan").Add(
            new Dictionary<string, object?>
            {
                ["code"] = "thank",
                ["title"] = "null",
                ["role"] = "commercial",
                ["due"] = null,
            }
        );
        Assert.Equal(["ask", "tell", "thank"], Codes(added));
        Assert.Equal("null", Read(added).Step("thank")!.Title);
        var moved = new StepText(added, "plan").Move("thank", up: true);
        Assert.Equal(["ask", "thank", "tell"], Codes(moved));
        Assert.Equal(moved, new StepText(moved, "plan").Move("ask", up: true));
        Assert.Equal(
            ["thank", "ask", "tell"],
            Codes(new StepText(moved, "plan").Move("ask", up: false))
        );
        Assert.Equal(
            Text,
            new StepText(new StepText(moved, "plan").Move("thank", up: false), "plan").Remove(
                "thank"
            )
        );
        Assert.Throws<Refusal>(() => new StepText(Text, "buy").Remove("sign"));
        Assert.Throws<Refusal>(() => new StepText(Text, "plan").Remove("sign"));
        Assert.Throws<Refusal>(() => new StepText(Text, "none"));
    }

    [Fact]
    public void Others_decide_at_the_gate_and_nothing_else_changes()
    {
        var changed = new StepText(Text, "buy").Approvers(["commercial", "budget-holder"]);
        Assert.Equal(["commercial", "budget-holder"], Read(changed).Stage("buy")!.Gate!.Approvers);
        Assert.Equal(["budget-holder"], Read(changed).Stage("plan")!.Gate!.Approvers);
        Assert.Equal(
            Text,
            changed.Replace(
                "[commercial, budget-holder]",
                "[budget-holder]",
                StringComparison.Ordinal
            )
        );
        Assert.Throws<Refusal>(() => new StepText(Text, "buy").Approvers([]));
    }

    [Fact]
    public void Every_step_of_what_ships_can_be_written_again_and_says_the_same()
    {
        foreach (var folder in Directory.GetDirectories(Content.Shipped.PathOf("playbooks")))
        {
            var text = File.ReadAllText(Path.Combine(folder, "playbook.yaml"));
            var playbook = Read(text);
            foreach (var stage in playbook.Stages)
            {
                var written = stage.Steps.Aggregate(
                    text,
                    (now, step) =>
                        new StepText(now, stage.Code).Change(
                            step.Code,
                            new Dictionary<string, object?> { ["title"] = step.Title }
                        )
                );
                Assert.Equal(
                    stage.Steps.Select(s => s with { Methods = [] }),
                    Read(written).Stage(stage.Code)!.Steps.Select(s => s with { Methods = [] })
                );
            }
        }
    }

    private static Playbook Read(string main) =>
        PlaybookReader.Read(new Dictionary<string, string> { ["playbook.yaml"] = main }).Playbook!;

    private static IEnumerable<string> Codes(string main) =>
        Read(main).Stage("plan")!.Steps.Select(s => s.Code);
}
