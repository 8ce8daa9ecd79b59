using System.Collections.Concurrent;
using Tandem.Kernel;

namespace Tandem.Collaborations;

/// <summary>
/// All purchases held for matching, kept up to date one by one: whatever the order in which they came and went, the
/// opportunities are those of a full run over what is held. Not safe for use by several threads at once.
/// </summary>
public sealed class MatchIndex
{
    private const int AtATime = 256;
    private readonly MatchOptions _options;
    private readonly SameNeed _model;
    private readonly CandidateBlocks _blocks;
    private readonly Dictionary<string, HeldPurchase> _held = [];
    private readonly Grouping _grouping;
    private readonly HashSet<HeldPurchase> _toMake = [];
    private readonly Dictionary<HeldPurchase, Found> _found = [];
    private readonly PartnerBook _partners = new();

    /// <param name="options">What to look for.</param>
    /// <param name="model">The measure of likeness; the shipped one where none is given.</param>
    public MatchIndex(MatchOptions options, SameNeed? model = null)
    {
        _options = options;
        _model = model ?? SameNeed.Shipped;
        _blocks = new CandidateBlocks(_model);
        _grouping = new Grouping(options);
    }

    /// <summary>How many purchases are held.</summary>
    public int Count => _held.Count;

    /// <summary>Adds many purchases to an empty index.</summary>
    /// <param name="parallel">How many processors to take; all of them where nothing is said.</param>
    /// <exception cref="ArgumentException">Two purchases have the same id.</exception>
    public void AddAll(IReadOnlyList<Purchase> purchases, ParallelOptions? parallel = null)
    {
        parallel ??= Processors.All();
        var held = new HeldPurchase[purchases.Count];
        Parallel.For(0, held.Length, parallel, i => held[i] = Hold(purchases[i]));
        Connect(held, parallel);
    }

    /// <summary>Adds many purchases to an empty index, each read into what is worked out of it while the next is still being fetched.</summary>
    /// <param name="parallel">How many processors to take.</param>
    /// <exception cref="ArgumentException">Two purchases have the same id.</exception>
    public async Task AddAllAsync(IAsyncEnumerable<Purchase> purchases, ParallelOptions parallel)
    {
        var held = new ConcurrentQueue<HeldPurchase>();
        // Many at a time: handing each over by itself takes longer than reading it.
        await Parallel.ForEachAsync(
            purchases.Chunk(AtATime),
            parallel,
            (some, _) =>
            {
                foreach (var purchase in some)
                {
                    held.Enqueue(Hold(purchase));
                }
                return ValueTask.CompletedTask;
            }
        );
        Connect([.. held.Order(HeldPurchase.ById)], parallel);
    }

    // In whatever order they are given the outcome is the same.
    private void Connect(HeldPurchase[] held, ParallelOptions parallel)
    {
        if (Count > 0)
        {
            throw new InvalidOperationException("The index already holds purchases.");
        }
        foreach (var one in held)
        {
            _held.Add(one.Purchase.Id, one);
            _blocks.Add(one);
            _partners.Add(one);
        }
        // One block after the other, so that what is looked through stays at hand.
        var byBlock = held.OrderBy(h => h.Blocks.FirstOrDefault(-1)).ToArray();
        Parallel.ForEach(Partitioner.Create(byBlock, true), parallel, _blocks.FindNearest);
        var links = new (HeldPurchase Held, double LogOdds)[held.Length][];
        Parallel.For(0, held.Length, parallel, i => links[i] = OwnLinks(held[i]));
        for (var i = 0; i < held.Length; i++)
        {
            foreach (var (other, logOdds) in links[i])
            {
                held[i].Links[other] = logOdds;
                other.Links[held[i]] = logOdds;
            }
        }
        foreach (var one in held)
        {
            _grouping.Touch(one);
        }
    }

    /// <summary>Adds a purchase, or puts a changed one in the place of the one with its id.</summary>
    public void Put(Purchase purchase)
    {
        Remove(purchase.Id);
        var held = Hold(purchase);
        _held.Add(purchase.Id, held);
        _blocks.Add(held);
        _partners.Add(held);
        ForgetElsewhere(held);
        foreach (var candidate in _blocks.Candidates(held))
        {
            CandidateBlocks.Offer(held, candidate);
            var other = candidate.Held;
            var fallen = CandidateBlocks.Offer(other, candidate with { Held = held });
            if (fallen is not null && fallen != held)
            {
                Relink(other, fallen);
            }
            if (fallen != held)
            {
                Relink(other, held);
            }
        }
        foreach (var candidate in held.Nearest)
        {
            Relink(held, candidate.Held);
        }
        _grouping.Touch(held);
    }

    /// <summary>Takes a purchase out; false where none has this id.</summary>
    public bool Remove(string id)
    {
        if (!_held.Remove(id, out var held))
        {
            return false;
        }
        _blocks.Remove(held);
        _partners.Remove(held);
        ForgetElsewhere(held);
        foreach (var other in held.Links.Keys.ToList())
        {
            Unlink(held, other);
        }
        foreach (
            var other in _blocks.Candidates(held).Select(c => c.Held).Where(o => o.IsNear(held))
        )
        {
            _blocks.FindNearest(other);
            foreach (var candidate in other.Nearest)
            {
                Relink(other, candidate.Held);
            }
        }
        held.Nearest.Clear();
        _grouping.Touch(held);
        return true;
    }

    /// <summary>The opportunities among all that is held, the strongest first.</summary>
    public IReadOnlyList<Opportunity> Opportunities(CancellationToken cancellation = default)
    {
        _toMake.UnionWith(_grouping.Settle());
        var seeds = _toMake.ToArray();
        var made = new Opportunity?[seeds.Length];
        Parallel.For(
            0,
            seeds.Length,
            Processors.All(cancellation),
            i =>
                made[i] = seeds[i].Group is { } group
                    ? OpportunityMaker.Make(group, _model, _options)
                    : null
        );
        for (var i = 0; i < seeds.Length; i++)
        {
            _found.Remove(seeds[i]);
            if (made[i] is { } opportunity)
            {
                _found.Add(seeds[i], new Found(opportunity));
            }
        }
        _toMake.Clear();
        return
        [
            .. _found
                .Values.Select(f => f.Opportunity)
                .OrderByDescending(o => o.Strength.Points)
                .ThenBy(o => o.Id, StringComparer.Ordinal),
        ];
    }

    /// <summary>“Who else buys this?”: the purchases of other authorities most like one need, whenever they are.</summary>
    /// <param name="among">Which of those held may be an answer; all where it is not given.</param>
    public IReadOnlyList<NearPurchase> Nearest(
        Purchase asked,
        int take = 10,
        Func<Purchase, bool>? among = null
    )
    {
        var profile = _model.Profile(asked.Need);
        return
        [
            .. _held
                .Values.Where(h =>
                    h.Purchase.AuthorityCode != asked.AuthorityCode
                    && (among is null || among(h.Purchase))
                )
                .Select(h => (Held: h, Meaning: SameNeed.MeaningLikeness(profile, h.Profile)))
                .OrderByDescending(h => h.Meaning)
                .ThenBy(h => h.Held, HeldPurchase.ById)
                .Take(take * 20)
                .Select(h => (h.Held, LogOdds: _model.LogOdds(profile, h.Held.Profile)))
                .OrderByDescending(c => c.LogOdds)
                .ThenBy(c => c.Held, HeldPurchase.ById)
                .Take(take)
                .Select(c => new NearPurchase(
                    c.Held.Purchase,
                    _model.Explain(profile, c.Held.Profile)
                )),
        ];
    }

    /// <summary>Which authorities one would expect in an opportunity found here and are not in it. Safe for several threads at once.</summary>
    public IReadOnlyList<MissingAuthority> Missing(Opportunity opportunity)
    {
        var found = _found[_held[opportunity.Members[0].Id].Owner!];
        if (
            found.Elsewhere is not null
            && found.Missing is { } told
            && told.Of == _partners.Edition
        )
        {
            return told.Missing;
        }
        var elsewhere = found.Elsewhere ??= MissingAuthorities.Elsewhere(
            found.Vicinity,
            [.. opportunity.Members.Select(m => _held[m.Id])],
            _blocks,
            _partners,
            LogOdds
        );
        var missing = MissingAuthorities.Of(found.Vicinity, elsewhere, _partners);
        found.Missing = (_partners.Edition, missing);
        return missing;
    }

    // Whoever would name this purchase among the missing, or named it, has to look again.
    private void ForgetElsewhere(HeldPurchase held)
    {
        foreach (var (other, _) in _blocks.Like(held))
        {
            if (
                other.Owner is { } owner
                && _found.TryGetValue(owner, out var found)
                && found.Elsewhere is not null
                && found.Vicinity.Has(held.Purchase)
                && LogOdds(held, other) is not null
            )
            {
                found.Elsewhere = null;
            }
        }
    }

    private HeldPurchase Hold(Purchase purchase)
    {
        var profile = _model.Profile(purchase.Need);
        return new HeldPurchase(
            purchase,
            profile,
            _options.InPlay(purchase.Window),
            _blocks.BlocksOf(profile)
        );
    }

    // Each pair is worked out once: by the one with the smaller id, or by the only one that has it among its nearest.
    private (HeldPurchase, double)[] OwnLinks(HeldPurchase held) =>
        [
            .. held
                .Nearest.Where(c =>
                    HeldPurchase.ById.Compare(held, c.Held) < 0 || !c.Held.IsNear(held)
                )
                .Select(c => (c.Held, LogOdds: LogOdds(held, c.Held)))
                .Where(c => c.LogOdds is not null)
                .Select(c => (c.Held, c.LogOdds!.Value)),
        ];

    private void Relink(HeldPurchase a, HeldPurchase b)
    {
        var near = a.IsNear(b) || b.IsNear(a);
        if (near && !a.Links.ContainsKey(b))
        {
            if (LogOdds(a, b) is { } logOdds)
            {
                a.Links[b] = logOdds;
                b.Links[a] = logOdds;
                _grouping.Touch(a);
                _grouping.Touch(b);
            }
        }
        else if (!near && a.Links.ContainsKey(b))
        {
            Unlink(a, b);
        }
    }

    private void Unlink(HeldPurchase a, HeldPurchase b)
    {
        a.Links.Remove(b);
        b.Links.Remove(a);
        _grouping.Touch(a);
        _grouping.Touch(b);
    }

    // Comparing one with many is quickest with that one first; the figure is the same either way round.
    private double? LogOdds(HeldPurchase one, HeldPurchase other) =>
        _model.LogOddsFrom(_options.MinimumLikeness, one.Profile, other.Profile);

    private sealed class Found(Opportunity opportunity)
    {
        public Opportunity Opportunity { get; } = opportunity;

        public Vicinity Vicinity { get; } = new(opportunity);

        /// <summary>Those that buy the like at another time; null until asked for, and again when a change may concern it.</summary>
        public IReadOnlyList<MissingAuthority>? Elsewhere { get; set; }

        /// <summary>All who are missing, as of an edition of the partners; holds while those elsewhere are known.</summary>
        public (int Of, IReadOnlyList<MissingAuthority> Missing)? Missing { get; set; }
    }
}
