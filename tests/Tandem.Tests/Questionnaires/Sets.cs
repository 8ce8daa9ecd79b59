using Tandem.Questionnaires;

namespace Tandem.Tests.Questionnaires;

/// <summary>Question sets the tests know.</summary>
internal static class Sets
{
    /// <summary>Every kind of question, branches, limits and rules.</summary>
    public const string Firm = """
        name: firm
        version: "1"
        title: About the firm
        effective: {from: 2026-01-01, to: null}
        source: {title: Written for tests, url: https://example.org/rules, licence: OGL-3.0}
        sections:
          - code: basics
            title: The basics
            guidance: Answer for the **whole** firm.
            questions:
              - {code: firm-name, text: What is the firm called?, kind: text, required: true, max: 100}
              - {code: staff, text: How many people work there?, kind: number, required: true, min: 0, max: 100000, whole: true}
              - {code: turnover, text: Turnover last year, kind: money, min: 0}
              - {code: founded, text: When was it founded?, kind: date, max: 2026-12-31}
              - code: size
                text: How large is it?
                kind: choice
                options: [{code: micro, text: Micro, points: 1}, {code: small, text: Small, points: 2}, {code: large, text: Large, points: 3}]
              - code: standards
                text: Which standards does it hold?
                kind: choices
                options: [{code: iso27001, text: ISO 27001, points: 5}, {code: iso9001, text: ISO 9001, points: 2}]
          - code: security
            title: Security
            when: staff > 0
            questions:
              - {code: mfa, text: Do all accounts have a second factor?, kind: yes-no, required: true, evidence: optional}
              - {code: why-not, text: Why not?, kind: long-text, required: true, max-words: 50, when: mfa = no}
              - code: devices
                text: Which devices are used?
                kind: rows
                required: staff > 5
                max: 5000
                rows:
                  - {code: make, text: Make, kind: text, required: true}
                  - {code: count, text: How many, kind: number, min: 1, whole: true}
                  - {code: supported, text: Is it supported?, kind: yes-no}
              - {code: policy, text: The security policy, kind: file}
        rules:
          - {code: points, kind: score, title: Points, value: "sum(points(size), points(standards), if(mfa, 3, 0))"}
          - {code: level, kind: band, title: Level, value: 'band(points, "low", 4, "middle", 8, "high")'}
          - {code: no-mfa, kind: auto-fail, when: mfa = no, message: Every account needs a second factor.}
          - {code: old-devices, kind: warning, when: any(devices.supported = no), message: Some devices are no longer supported.}
        """;

    public static QuestionSet Read(string yaml)
    {
        var read = QuestionSetReader.Read(yaml);
        Assert.Empty(read.Problems);
        return read.Set!;
    }
}
