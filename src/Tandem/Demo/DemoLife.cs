using Tandem.Calls;
using Tandem.Entries;
using Tandem.Evaluations;
using Tandem.Evaluations.FollowingThrough;
using Tandem.Questionnaires;

namespace Tandem.Demo;

/// <summary>A call of the demo network and what has happened in it so far.</summary>
internal sealed class DemoLife(Call call, DemoCast cast, DateOnly today, DateTime now)
{
    public Call Call { get; } = call;
    public DemoCast Cast { get; } = cast;
    public DateOnly Today { get; } = today;

    /// <summary>The moment at which all of it is told.</summary>
    public DateTime Now { get; } = now;

    /// <summary>What entries of a sealed stage are closed with.</summary>
    public byte[]? SealedWith { get; set; }

    /// <summary>By number, from 1.</summary>
    public List<Entry> Entries { get; } = [];

    /// <summary>Who leads each entry, in the same order.</summary>
    public List<DemoActor> Leads { get; } = [];

    /// <summary>Place of the entry that is being worked on.</summary>
    public int At { get; set; }
    public Entry Current => Entries[At];
    public DemoActor Lead => Leads[At];

    /// <summary>Answers that are given in every entry, unless it says otherwise.</summary>
    public Dictionary<string, string> Usual { get; } = [];

    /// <summary>Answers that are being written.</summary>
    public Dictionary<string, string> Given { get; } = [];

    /// <summary>What was received, by entry and version.</summary>
    public Dictionary<(long, int), OpenResponse> Received { get; } = [];

    /// <summary>What is said when all of it is there.</summary>
    public Queue<DemoRow> Talk { get; } = [];

    /// <summary>The stage that is judged.</summary>
    public JudgedStage? Stage { get; set; }
    public Dictionary<long, EntryJudging> Judgings { get; } = [];

    /// <summary>What is going to be recommended.</summary>
    public List<OutcomeDraft> Outcomes { get; } = [];

    /// <summary>The stage as it was when the decision was recommended.</summary>
    public JudgedStage? Judged { get; set; }
    public CallDecision? Decision { get; set; }

    /// <summary>What became of what was selected, by number of the entry.</summary>
    public Dictionary<long, FollowThrough> Follows { get; } = [];

    /// <summary>Reference of the question that was asked last.</summary>
    public string? Question { get; set; }

    public Entry Entry(DemoRow row) => Entries[(int)row.Entry - 1];
}
