using System.Buffers;

namespace Tandem.Kernel.Search;

/// <summary>Which documents have the words, and how well (BM25 with the weights of fields; only visible documents count).</summary>
internal sealed class Matching(SegmentView[] views, ulong[][] visible, List<Clause> clauses)
{
    /// <summary>How soon more of the same word stops counting, and how much a long text is held against it (Robertson's BM25).</summary>
    public const double K1 = 1.2;
    public const double B = 0.6;

    private readonly List<Scored> scored = [];
    private readonly List<Clause> unknown = [];

    /// <summary>Whether there is anything to rank by.</summary>
    public bool Ranks => scored.Count > 0;

    public ulong[][] Run()
    {
        var matched = visible.Select(bits => (ulong[])bits.Clone()).ToArray();
        var last = clauses.Count - 1;
        for (var c = 0; c <= last; c++)
        {
            var clause = clauses[c];
            var bits = BitsOf(clause);
            if (
                c == last
                && clause is { IsPlain: true, Typed.Length: >= 3 }
                && CountVisible(bits) == 0
            )
            {
                // An unfinished last word: what it begins will do.
                clause = clause with
                {
                    Begins = true,
                    Terms = [Beginning(clause)],
                };
                bits = BitsOf(clause);
            }
            for (var v = 0; v < views.Length; v++)
            {
                if (clause.Without)
                {
                    Bits.AndNot(matched[v], bits[v]);
                }
                else
                {
                    Bits.And(matched[v], bits[v]);
                }
            }
            if (!clause.Without)
            {
                Note(clause, clauses[c], bits);
            }
        }
        return matched;
    }

    /// <summary>The score of each matched document, in pooled arrays.</summary>
    public double[][] Score(ulong[][] matched)
    {
        long count = 0;
        long length = 0;
        for (var v = 0; v < views.Length; v++)
        {
            var lengths = views[v].Segment.Lengths;
            foreach (var document in Bits.In(visible[v]))
            {
                count++;
                length += lengths[document];
            }
        }
        var average = Math.Max(1, (double)length / Math.Max(1, count));
        return [.. views.Select((_, v) => Score(v, matched[v], count, average))];
    }

    /// <summary>What was typed with the nearest visible word in place of each that is nowhere; null where there is none.</summary>
    public string? Suggestion(string typed)
    {
        var better = typed;
        foreach (var clause in unknown)
        {
            if (NearestWord.Of(clause.Terms[0], views, visible) is { } near)
            {
                better = better.Replace(clause.Typed, near, StringComparison.OrdinalIgnoreCase);
            }
        }
        return better == typed ? null : better;
    }

    private static string Beginning(Clause clause)
    {
        Span<char> word = stackalloc char[WordForms.LongestWord];
        var at = 0;
        return word[..WordForms.Next(clause.Typed, ref at, word)].ToString();
    }

    private void Note(Clause clause, Clause typed, ulong[][] bits)
    {
        var seen = CountVisible(bits);
        if (typed.IsPlain && seen == 0)
        {
            unknown.Add(typed);
        }
        foreach (var term in clause.Terms)
        {
            if (
                !WordForms.IsStopWord(term)
                && !scored.Exists(s => s.Term == term && s.Begins == clause.Begins)
            )
            {
                var frequency =
                    clause.Terms.Count == 1 ? seen : CountVisible(BitsOf(term, begins: false));
                scored.Add(new(term, clause.Begins, frequency));
            }
        }
    }

    private double[] Score(int v, ulong[] matched, long count, double average)
    {
        var segment = views[v].Segment;
        var scores = ArrayPool<double>.Shared.Rent(segment.Count);
        Array.Clear(scores, 0, segment.Count);
        var weights = Array.Empty<int>();
        foreach (var term in scored)
        {
            var rarity = Math.Log(1 + (count - term.Frequency + 0.5) / (term.Frequency + 0.5));
            var (from, to) = segment.Range(term.Term, term.Begins);
            if (to - from == 1)
            {
                var postings = new PostingReader(segment.PostingsOf(from));
                while (postings.MoveNext())
                {
                    var document = postings.Document;
                    if (Bits.Has(matched, document))
                    {
                        scores[document] +=
                            rarity * Share(postings.Weight, segment.Lengths[document], average);
                    }
                }
                continue;
            }
            // Words that begin alike count as one word.
            weights = weights.Length == 0 ? new int[segment.Count] : weights;
            Array.Clear(weights);
            for (; from < to; from++)
            {
                var postings = new PostingReader(segment.PostingsOf(from));
                while (postings.MoveNext())
                {
                    weights[postings.Document] += postings.Weight;
                }
            }
            foreach (var document in Bits.In(matched))
            {
                if (weights[document] > 0)
                {
                    scores[document] +=
                        rarity * Share(weights[document], segment.Lengths[document], average);
                }
            }
        }
        return scores;
    }

    private static double Share(int weight, int length, double average) =>
        weight * (K1 + 1) / (weight + K1 * (1 - B + B * length / average));

    private int CountVisible(ulong[][] bits)
    {
        var count = 0;
        for (var v = 0; v < bits.Length; v++)
        {
            count += Bits.CountBoth(bits[v], visible[v]);
        }
        return count;
    }

    private ulong[][] BitsOf(Clause clause) =>
        clause.Terms.Count == 1
            ? BitsOf(clause.Terms[0], clause.Begins)
            : [.. views.Select(v => Phrase.In(v.Segment, clause.Terms))];

    private ulong[][] BitsOf(string term, bool begins) =>
        [
            .. views.Select(view =>
            {
                var bits = Bits.None(view.Segment.Count);
                var (from, to) = view.Segment.Range(term, begins);
                for (; from < to; from++)
                {
                    var postings = new PostingReader(view.Segment.PostingsOf(from));
                    while (postings.MoveNext())
                    {
                        Bits.Set(bits, postings.Document);
                    }
                }
                return bits;
            }),
        ];

    private sealed record Scored(string Term, bool Begins, int Frequency);
}
