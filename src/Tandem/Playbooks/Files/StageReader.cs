using Tandem.Kernel.Yaml;

namespace Tandem.Playbooks.Files;

/// <summary>Reads stages with their steps and gates, and puts the stages in order.</summary>
internal sealed class StageReader(References references)
{
    private static readonly string[] Addresses =
    [
        "adapt",
        "draft",
        "export.zip",
        "flags",
        "guides",
        "history",
        "methods",
        "part",
        "publish",
        "settings",
        "steps",
        "templates",
        "upstream",
        "compare",
    ];
    private static readonly string[] Modes = ["diverge", "converge"];
    private readonly Dictionary<string, (string After, YamlPart Part)> waits = [];

    public IReadOnlyList<Stage> Read(YamlPart root)
    {
        var parts = root.Parts("stages");
        var stages = new List<(Stage Stage, YamlPart Part)>();
        string? before = null;
        foreach (var part in parts)
        {
            var stage = StageOf(part, before);
            part.Done();
            stages.Add((stage, part));
            before = stage.Standing ? before : stage.Code;
        }
        if (parts.Count == 0)
        {
            root.Complain("stages", "A playbook has at least one stage.");
        }
        CheckWaits();
        return InOrder(stages);
    }

    public static StageMode? ModeOf(YamlPart part) =>
        part.OneOf("mode", Modes) switch
        {
            "diverge" => StageMode.Diverge,
            "converge" => StageMode.Converge,
            _ => null,
        };

    private Stage StageOf(YamlPart part, string? before)
    {
        var code = part.Code("code");
        references.Add("stage", code, part.File, part.LineAt("code"));
        if (Addresses.Contains(code))
        {
            part.Complain("code", $"Addresses use ‘{code}’ already: give the stage another code.");
        }
        var standing = part.Flag("standing");
        var after = references.NameAll("stage", part, "after");
        var steps = part.Parts("steps").Select(StepOf).ToList();
        if (steps.Count == 0)
        {
            part.Complain("steps", $"The stage ‘{code}’ has no steps.");
        }
        var gate = part.Part("gate");
        if (standing && gate is not null)
        {
            part.Complain("gate", "A standing stage has no gate: it is no part of a run.");
        }
        return new(
            code,
            part.Text("title"),
            part.Text("summary"),
            standing,
            ModeOf(part),
            standing ? []
                : after.Count > 0 || part.Has("after") || before is null ? after
                : [before],
            steps,
            gate is null ? null : GateOf(gate)
        );
    }

    private Step StepOf(YamlPart part)
    {
        var code = part.Code("code");
        references.Add("step", code, part.File, part.LineAt("code"));
        if (!part.Has("role"))
        {
            part.Complain("role", $"Say with ‘role’ who does the step ‘{code}’.");
        }
        var step = new Step(
            code,
            part.Text("title"),
            part.Maybe("summary"),
            references.Name("guide", part, "guide"),
            references.Name("role", part, "role") ?? "",
            part.Flag("each"),
            PeriodOf(part, "due", code),
            PeriodOf(part, "earliest", code),
            part.OneOf("opens", OpenedThings.All),
            part.Maybe("notice"),
            references.Name("template", part, "template"),
            references.NameAll("method", part, "methods"),
            part.Flag("optional")
        );
        part.Done();
        return step;
    }

    private Period? PeriodOf(YamlPart step, string key, string code)
    {
        if (step.Part(key) is not { } part)
        {
            return null;
        }
        var counts = new (PeriodUnit Unit, int? Count)[]
        {
            (PeriodUnit.WorkingDays, part.Number("working-days", 1000)),
            (PeriodUnit.Days, part.Number("days", 3660)),
            (PeriodUnit.Months, part.Number("months", 120)),
        };
        var given = counts.Where(c => c.Count is not null).ToList();
        if (given.Count != 1)
        {
            step.Complain(
                key,
                $"Give ‘{key}’ as one of working-days, days or months, with a number."
            );
        }
        var from = part.Maybe("after");
        if (from is "start-of-stage")
        {
            from = null;
        }
        else if (from is not null)
        {
            references.Name("step", from, part.File, part.LineAt("after"));
            waits[$"{key} {code}"] = (from, part);
        }
        else if (!part.Has("after"))
        {
            step.Complain(key, "Say with ‘after’ from what it counts: start-of-stage, or a step.");
        }
        var law = part.Maybe("law");
        var calendar = part.Maybe("calendar");
        if (calendar is not null && given is not [{ Unit: PeriodUnit.WorkingDays }])
        {
            part.Complain("calendar", "Only working days are counted by a calendar.");
        }
        part.Done();
        return given.Count == 1
            ? new(given[0].Count!.Value, given[0].Unit, from, law, calendar)
            : null;
    }

    private Gate GateOf(YamlPart part)
    {
        var approvers = references.NameAll("role", part, "approvers");
        if (approvers.Count == 0)
        {
            part.Complain("approvers", "Say with ‘approvers’ which roles decide at this gate.");
        }
        var codes = new HashSet<string>(StringComparer.Ordinal);
        var gate = new Gate(
            part.Text("title"),
            approvers,
            Items(part, "checklist", codes),
            Items(part, "evidence", codes),
            references.NameAll("stage", part, "back-to")
        );
        part.Done();
        return gate;
    }

    private List<GateItem> Items(YamlPart gate, string key, HashSet<string> codes)
    {
        var items = new List<GateItem>();
        foreach (var part in gate.Parts(key))
        {
            var item = new GateItem(part.Code("code"), part.Text("text"));
            if (!codes.Add(item.Code))
            {
                part.Complain("code", $"This gate already has a line with the code ‘{item.Code}’.");
            }
            part.Done();
            items.Add(item);
        }
        return items;
    }

    // A due day that waits for a step, which waits for this one, would never come.
    private void CheckWaits()
    {
        foreach (var kind in new[] { "due", "earliest" })
        {
            foreach (var (key, (after, part)) in waits.Where(w => Is(w.Key, kind)))
            {
                var start = key.Split(' ')[1];
                var seen = new HashSet<string>(StringComparer.Ordinal);
                var at = after;
                while (
                    at != start && seen.Add(at) && waits.TryGetValue($"{kind} {at}", out var next)
                )
                {
                    at = next.After;
                }
                if (at == start)
                {
                    part.Complain(
                        "after",
                        $"The days of ‘{start}’ count from ‘{after}’, whose days count from ‘{start}’ in turn: neither would ever be due."
                    );
                }
            }
        }

        static bool Is(string key, string kind) =>
            key.StartsWith(kind + " ", StringComparison.Ordinal);
    }

    private List<Stage> InOrder(List<(Stage Stage, YamlPart Part)> stages)
    {
        var (waiting, ordered) = (stages.ToList(), new List<Stage>());
        var there = new HashSet<string>(stages.Select(s => s.Stage.Code), StringComparer.Ordinal);
        var passed = new HashSet<string>(StringComparer.Ordinal);
        while (waiting.Count > 0)
        {
            // One that follows on a stage that does not exist is a problem of its own, and no cycle.
            var next = waiting.FindIndex(s =>
                s.Stage.After.All(a => passed.Contains(a) || !there.Contains(a))
            );
            if (next < 0)
            {
                var names = string.Join("’, ‘", waiting.Select(w => w.Stage.Code));
                waiting[0]
                    .Part.Complain(
                        "after",
                        $"The stages ‘{names}’ follow on one another in a circle: none of them could begin."
                    );
                ordered.AddRange(waiting.Select(w => w.Stage));
                break;
            }
            ordered.Add(waiting[next].Stage);
            passed.Add(waiting[next].Stage.Code);
            waiting.RemoveAt(next);
        }
        foreach (var (stage, part) in stages)
        {
            CheckBackTo(stage, part, ordered, there);
        }
        return ordered;
    }

    private static void CheckBackTo(
        Stage stage,
        YamlPart part,
        List<Stage> ordered,
        HashSet<string> there
    )
    {
        var earlier = ordered.TakeWhile(s => s.Code != stage.Code).Select(s => s.Code).ToHashSet();
        foreach (var back in stage.Gate?.BackTo ?? [])
        {
            if (there.Contains(back) && !earlier.Contains(back))
            {
                part.Part("gate")!
                    .Complain("back-to", $"One goes back to an earlier stage: ‘{back}’ is none.");
            }
        }
        if (stage.Standing && stage.Steps.Any(s => s.Opens is not null))
        {
            part.Complain("standing", "A step of a standing stage opens nothing: there is no run.");
        }
    }
}
