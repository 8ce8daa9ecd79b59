namespace Tandem.Tests.Playbooks;

/// <summary>The files of a small playbook without problems, each test changing what it is about.</summary>
internal static class SmallPlaybook
{
    public const string Main = """
        name: small
        title: A small playbook
        language: en
        version: "1.0"
        owner: The commercial team
        reviewed: 2026-11-01
        summary: From a need to a contract in two stages.
        sources:
          - {title: Procurement Act 2023, url: "https://www.legislation.gov.uk/ukpga/2023/54", licence: OGL-3.0}
        roles:
          - {code: commercial, title: Commercial lead}
          - {code: budget-holder, title: Budget holder}
        stages:
          - code: ready
            title: Be ready
            summary: What is in order before any purchase.
            standing: true
            steps:
              - {code: train, title: Train the buyers, role: commercial, guide: ask-others}
          - code: plan
            title: Plan
            summary: What is needed, and with whom.
            mode: diverge
            steps:
              - code: ask
                title: Ask the other authorities
                guide: ask-others
                role: commercial
                each: true
                due: {working-days: 10, after: start-of-stage}
                opens: collaboration
                template: letter
                methods: [map]
              - code: tell
                title: Tell the market
                role: commercial
                due: {days: 5, after: ask}
                notice: UK2
            gate:
              title: Ready to buy?
              approvers: [budget-holder]
              checklist: [{code: need, text: The need is written down}]
              evidence: [{code: answers, text: The answers of the others}]
          - code: buy
            title: Buy
            summary: The purchase itself.
            mode: converge
            steps:
              - code: sign
                title: Sign
                role: budget-holder
                earliest: {working-days: 8, after: tell, law: "Procurement Act 2023, section 51"}
            gate:
              title: Signed?
              approvers: [budget-holder]
              checklist: [{code: need, text: The contract is signed}]
              back-to: [plan]
        """;

    public const string Guide = """
        ---
        title: Ask the other authorities
        stage: plan
        roles: {responsible: [commercial], accountable: [budget-holder]}
        topics: [joint purchase]
        templates: [letter]
        methods: [map]
        ---

        Before anything is decided.

        ## What it is
        Asking whether others need the same. See [the letter](templates/letter.md) and [GOV.UK](https://www.gov.uk/).

        ## Who does it
        The commercial lead.

        ## How
        Write, wait, ring.

        ## Pitfalls
        Asking too late.
        """;

    public const string Method = """
        ---
        title: Map who is concerned
        purpose: See whom to ask.
        minutes: 45
        people: "3–8"
        stages: [plan]
        mode: diverge
        ---

        ## Steps
        1. Draw.

        ## What you have afterwards
        A map.
        """;

    public const string Template = """
        ---
        title: Letter to other authorities
        summary: Asks whether they need the same.
        stage: plan
        ---

        # {{run.title}}

        {{buyer.name}} is about to buy. {{role.commercial}} would like to hear from you by {{due.ask}}.

        [Say what you need.]
        """;

    public static Dictionary<string, string> Files() =>
        new()
        {
            ["playbook.yaml"] = Main,
            ["guides/ask-others.md"] = Guide,
            ["methods/map.md"] = Method,
            ["templates/letter.md"] = Template,
        };

    /// <summary>The files with one text put in place of another in one of them.</summary>
    public static Dictionary<string, string> With(string path, string old, string changed)
    {
        var files = Files();
        Assert.Contains(old, files[path]);
        files[path] = files[path].Replace(old, changed, StringComparison.Ordinal);
        return files;
    }

    /// <summary>Writes the files into a folder.</summary>
    public static void Write(string folder, IReadOnlyDictionary<string, string> files)
    {
        foreach (var (path, text) in files)
        {
            var full = Path.Combine(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            File.WriteAllText(full, text);
        }
    }
}
