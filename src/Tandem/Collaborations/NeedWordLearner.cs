using Tandem.Classification;

namespace Tandem.Collaborations;

/// <summary>
/// Learns the table of words: how much a word says about what is bought (it stands under few CPV divisions, and not in every
/// title), which CPV prefixes it stands under (in notices and in the names of the codes), and what it means (general word
/// vectors, centred on the language of public buying). The same input gives the same table.
/// </summary>
internal sealed class NeedWordLearner(CpvList codes, IReadOnlySet<string> places)
{
    private const int TitleOnlyWords = 40;
    private const double CodeNameShare = 0.3;
    private const double DivisionPrior = 3;
    private const double CategoryPrior = 2;
    private const int MostCategories = 40;
    private const double UnseenTelling = 0.8;

    private readonly Dictionary<string, double[]> _byDivision = [];
    private readonly Dictionary<string, Dictionary<string, double>> _byPrefix = [];
    private readonly Dictionary<string, double> _prefixes = [];
    private readonly Dictionary<string, double> _codesUsed = [];
    private readonly Dictionary<string, int> _titles = [];
    private readonly HashSet<string> _ofCodes = [];
    private readonly double[] _divisions = new double[100];
    private double _codeCount;
    private int _noticeCount;

    /// <summary>Learns from notices, code names and word vectors.</summary>
    /// <param name="notices">Notices with the buyers' own codes.</param>
    /// <param name="vectors">Word vectors, the most frequent word first.</param>
    public NeedWords Learn(
        IReadOnlyCollection<Need> notices,
        IReadOnlyList<(string Word, float[] Vector)> vectors
    )
    {
        foreach (var notice in notices)
        {
            Count(notice);
        }
        foreach (var entry in codes.Entries)
        {
            Count(entry);
        }
        var meanings = WordMeanings.Of(vectors, _titles.Keys.Concat(_ofCodes));
        var prefixes = _prefixes.Keys.Order(StringComparer.Ordinal).ToList();
        var place = Enumerable.Range(0, prefixes.Count).ToDictionary(i => prefixes[i]);
        var known = _titles
            .Keys.Concat(_ofCodes)
            .Concat(_byPrefix.Where(w => w.Value.Values.Sum() > 1).Select(w => w.Key))
            .Concat(meanings.Keys)
            .Distinct()
            .Where(w => !NeedText.Empty.Contains(w))
            .Order(StringComparer.Ordinal);
        return new NeedWords(
            [
                .. known.Select(w => new NeedWord(
                    w,
                    Weight(w),
                    _ofCodes.Contains(w),
                    meanings.GetValueOrDefault(w, []),
                    Categories(w, place)
                )),
            ],
            _codesUsed.ToDictionary(c => c.Key, c => (float)-Math.Log(c.Value / _codeCount))
        );
    }

    private void Count(Need notice)
    {
        var title = NeedText.Words(notice.Title).Distinct().ToList();
        var opening = NeedText.Words(notice.Description).Take(TitleOnlyWords).Distinct().ToList();
        _noticeCount++;
        foreach (var word in title)
        {
            _titles[word] = _titles.GetValueOrDefault(word) + 1;
        }
        var own = notice.Codes.Where(c => codes.Find(c.Division) is not null).Distinct().ToList();
        if (own.Count == 0)
        {
            return;
        }
        var divisions = own.Select(c => c.Division.Number / 1_000_000).Distinct().ToList();
        Divide(title, divisions, 1);
        Divide(opening, divisions, 0.5);
        foreach (var code in own)
        {
            Use(code, 1.0 / own.Count);
            Place(title, code, 1.0 / own.Count);
            Place(opening, code, 0.3 / own.Count);
        }
    }

    private void Count(CpvEntry entry)
    {
        var words = NeedText.Words(entry.Name).Distinct().ToList();
        _ofCodes.UnionWith(words);
        Divide(words, [entry.Code.Division.Number / 1_000_000], CodeNameShare);
        Use(entry.Code, 0.02);
        Place(words, entry.Code, 0.5);
    }

    private void Divide(List<string> words, List<int> divisions, double share)
    {
        foreach (var division in divisions)
        {
            _divisions[division] += share / divisions.Count;
            foreach (var word in words)
            {
                if (!_byDivision.TryGetValue(word, out var counts))
                {
                    _byDivision[word] = counts = new double[_divisions.Length];
                }
                counts[division] += share / divisions.Count;
            }
        }
    }

    private void Use(Cpv code, double share)
    {
        _codeCount += share;
        foreach (var prefix in PrefixesOf(code, 8))
        {
            _codesUsed[prefix] = _codesUsed.GetValueOrDefault(prefix) + share;
        }
    }

    private void Place(List<string> words, Cpv code, double share)
    {
        foreach (var prefix in PrefixesOf(code, 5))
        {
            _prefixes[prefix] = _prefixes.GetValueOrDefault(prefix) + share;
            foreach (var word in words)
            {
                if (!_byPrefix.TryGetValue(word, out var counts))
                {
                    _byPrefix[word] = counts = [];
                }
                counts[prefix] = counts.GetValueOrDefault(prefix) + share;
            }
        }
    }

    private static IEnumerable<string> PrefixesOf(Cpv code, int longest)
    {
        for (var length = 2; length <= Math.Min(longest, code.SignificantDigits); length++)
        {
            yield return code.Digits[..length];
        }
    }

    // What the word tells of the division (Kullback-Leibler divergence from the common mix), held down for words of every title.
    private float Weight(string word)
    {
        if (places.Contains(word) && !_ofCodes.Contains(word))
        {
            return 0;
        }
        var telling = UnseenTelling;
        if (_byDivision.TryGetValue(word, out var counts))
        {
            var all = _divisions.Sum();
            var count = counts.Sum();
            telling = 0;
            for (var i = 0; i < counts.Length; i++)
            {
                var prior = _divisions[i] / all;
                if (prior > 0)
                {
                    var here = (counts[i] + DivisionPrior * prior) / (count + DivisionPrior);
                    telling += here * Math.Log(here / prior);
                }
            }
        }
        var rarity = Math.Log((_noticeCount + 1.0) / (_titles.GetValueOrDefault(word) + 1.0));
        var procedural = NeedText.Procedural.Contains(word) ? 0.05 : 1;
        return (float)(procedural * (0.4 + Math.Min(telling, 1.6)) * Math.Min(1, rarity / 7));
    }

    private (ushort, float)[] Categories(string word, Dictionary<string, int> place)
    {
        if (!_byPrefix.TryGetValue(word, out var counts) || places.Contains(word))
        {
            return [];
        }
        var whole = counts.Where(c => c.Key.Length == 2).Sum(c => c.Value) + CategoryPrior;
        var commonest = _prefixes.Values.Max();
        return
        [
            .. counts
                .Select(c =>
                    (c.Key, Value: c.Value / whole * Math.Log(1 + commonest / _prefixes[c.Key]))
                )
                .OrderByDescending(c => c.Value)
                .ThenBy(c => c.Key, StringComparer.Ordinal)
                .Take(MostCategories)
                .Select(c => ((ushort)place[c.Key], (float)c.Value)),
        ];
    }
}
