using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Questionnaires.Formulas;

namespace Tandem.Questionnaires.Declarations;

/// <summary>An answer as a reader of an edition sees it.</summary>
/// <param name="Expired">The day it ends lies in the past; null where it says no such day.</param>
public sealed record DeclaredLine(
    Question Question,
    Value? Value,
    DateOnly? On,
    IReadOnlyList<DeclaredFile> Files,
    DateOnly? Expires
);

/// <summary>A section as a reader of an edition sees it.</summary>
public sealed record DeclaredSection(Section Section, IReadOnlyList<DeclaredLine> Lines);

/// <summary>What a firm declares, as far as the actor may read it.</summary>
/// <param name="IsOwn">The actor belongs to the firm.</param>
/// <param name="Editions">Newest first, without what they say.</param>
/// <param name="Edition">The one that is read; null where none is published.</param>
public sealed record ReadFirm(
    Organisation Firm,
    bool IsOwn,
    IReadOnlyList<(int Number, DateTime At, string By)> Editions,
    DeclarationEdition? Edition,
    IReadOnlyList<DeclaredSection> Sections
);

/// <summary>Finds firms and what they declare, as far as the actor may know of them.</summary>
public sealed class FindFirm(Db db, Actor actor, QuestionSets sets)
{
    private const string EndsOn = "-expires";

    /// <summary>The day an answer says that something ends: that of a date whose code ends in <c>-expires</c>, or the earliest of a column <c>expires</c>.</summary>
    public static DateOnly? ExpiresOf(Question question, Value? value) =>
        value switch
        {
            Value.Day { On: var on }
                when question.Code.EndsWith(EndsOn, StringComparison.Ordinal) => on,
            Value.Rows rows => rows
                .Items.Select(r => (r.GetValueOrDefault("expires") as Value.Day)?.On)
                .Min(),
            _ => null,
        };

    private IQueryable<Organisation> Firms =>
        db.Set<Organisation>().IgnoreQueryFilters().Where(o => o.IsFirm);

    /// <summary>A firm the actor belongs to.</summary>
    /// <exception cref="Refusal">There is none.</exception>
    public async Task<Organisation> OwnAsync(string slug, CancellationToken cancellation = default)
    {
        var firm = await Firms.SingleOrDefaultAsync(o => o.Slug == slug, cancellation);
        return firm is not null && actor.Firms.ContainsKey(firm.Id.Value) ? firm : throw None;
    }

    /// <summary>The response that holds a firm's answers.</summary>
    public Task<Id<Response>> ResponseAsync(
        Organisation firm,
        CancellationToken cancellation = default
    )
    {
        var id = firm.Id.ToString();
        return db.Set<Response>()
            .Where(r => r.SubjectKind == DeclarationResponses.Kind && r.SubjectId == id)
            .Select(r => r.Id)
            .SingleAsync(cancellation);
    }

    /// <summary>What a firm declares. A buyer reads the sections shared with one of its organisations; a steward reads that the firm is there.</summary>
    /// <param name="number">The edition; the newest where none is named.</param>
    /// <exception cref="Refusal">There is no such firm or edition that the actor may know of.</exception>
    public async Task<ReadFirm> ReadAsync(
        string slug,
        int? number,
        CancellationToken cancellation = default
    )
    {
        var firm = await Firms
            .AsNoTracking()
            .SingleOrDefaultAsync(o => o.Slug == slug, cancellation);
        if (firm is null)
        {
            throw None;
        }
        var isOwn = actor.Firms.ContainsKey(firm.Id.Value);
        var shares = await db.Set<DeclarationShare>()
            .AsNoTracking()
            .StandingFor(actor)
            .Where(s => s.OrganisationId == firm.Id)
            .ToListAsync(cancellation);
        if (!isOwn && shares.Count == 0 && !actor.IsSteward)
        {
            throw None;
        }
        var mayRead = isOwn || shares.Count > 0;
        var editions = mayRead
            ? await db.Set<DeclarationEdition>()
                .Where(e => e.OrganisationId == firm.Id)
                .OrderByDescending(e => e.Number)
                .Select(e => new
                {
                    e.Number,
                    e.PublishedAt,
                    e.PublishedByName,
                })
                .ToListAsync(cancellation)
            : [];
        var wanted = number ?? editions.FirstOrDefault()?.Number;
        var edition =
            mayRead && wanted is not null
                ? await db.Set<DeclarationEdition>()
                    .AsNoTracking()
                    .SingleOrDefaultAsync(
                        e => e.OrganisationId == firm.Id && e.Number == wanted,
                        cancellation
                    )
                    ?? throw None
                : null;
        return new(
            firm,
            isOwn,
            [.. editions.Select(e => (e.Number, e.PublishedAt, e.PublishedByName))],
            edition,
            edition is null
                ? []
                : await SectionsAsync(
                    edition,
                    s => isOwn || shares.Exists(x => x.Covers(s)),
                    cancellation
                )
        );
    }

    private async Task<IReadOnlyList<DeclaredSection>> SectionsAsync(
        DeclarationEdition edition,
        Func<string, bool> isShared,
        CancellationToken cancellation
    )
    {
        var set = (await sets.FindAsync(edition.SetName, edition.SetVersion, cancellation))!;
        var says = edition.Says();
        var answers = says.Answers.ToDictionary(a => a.Question);
        var files = says.Files.ToLookup(f => f.Question);
        return
        [
            .. set
                .Sections.Where(s => isShared(s.Code))
                .Select(s => new DeclaredSection(
                    s,
                    [
                        .. s
                            .Questions.Where(q =>
                                answers.ContainsKey(q.Code) || files[q.Code].Any()
                            )
                            .Select(q =>
                                Line(q, answers.GetValueOrDefault(q.Code), [.. files[q.Code]])
                            ),
                    ]
                ))
                .Where(s => s.Lines.Count > 0),
        ];
    }

    private static DeclaredLine Line(
        Question question,
        DeclaredAnswer? answer,
        IReadOnlyList<DeclaredFile> files
    )
    {
        var value = answer is null ? null : AnswerJson.Read(answer.Json, question);
        return new(
            question,
            value,
            answer?.On ?? files.Max(f => (DateOnly?)f.On),
            files,
            ExpiresOf(question, value)
        );
    }

    private static Refusal None => new("There is no such firm.", kind: RefusalKind.NotFound);
}

/// <summary>A firm in the list of those that share with the reader.</summary>
/// <param name="Expired">How many things have ended by the newest edition.</param>
public sealed record FirmRow(
    string Slug,
    string Name,
    string? Number,
    bool Confirmed,
    DateTime? Published,
    int Edition,
    int Expired
)
{
    public static readonly IReadOnlyList<string> Columns =
    [
        "name",
        "number",
        "confirmed",
        "edition",
        "published",
        "expired",
    ];

    public IReadOnlyList<string?> Cells =>
        [
            Name,
            Number,
            Confirmed ? "yes" : "no",
            $"{Edition}",
            Published?.ToString("O", System.Globalization.CultureInfo.InvariantCulture),
            $"{Expired}",
        ];
}

/// <summary>Firms the actor may know of.</summary>
public sealed class FirmList(Db db, Actor actor, FindFirm find)
{
    /// <summary>The firms that share with a public body of the actor's, by name.</summary>
    public async Task<IReadOnlyList<FirmRow>> SharedAsync(
        string? words,
        CancellationToken cancellation = default
    )
    {
        var shared = db.Set<DeclarationShare>().StandingFor(actor).Select(s => s.OrganisationId);
        return await RowsAsync(
            db.Set<Organisation>()
                .IgnoreQueryFilters()
                .Where(o => o.IsFirm && shared.Contains(o.Id)),
            words,
            cancellation
        );
    }

    /// <summary>For stewards: firms that nobody has confirmed yet.</summary>
    public async Task<IReadOnlyList<FirmRow>> UnconfirmedAsync(
        CancellationToken cancellation = default
    ) =>
        DeclarationPermissions.ConfirmFirm(actor).Allowed
            ? await RowsAsync(
                db.Set<Organisation>()
                    .IgnoreQueryFilters()
                    .Where(o => o.IsFirm && o.ConfirmedAt == null),
                null,
                cancellation
            )
            : [];

    /// <summary>The firms the actor belongs to.</summary>
    public Task<IReadOnlyList<FirmRow>> OwnAsync(CancellationToken cancellation = default)
    {
        var own = actor.Firms.Keys.Select(id => new Id<Organisation>(id)).ToList();
        return RowsAsync(
            db.Set<Organisation>().IgnoreQueryFilters().Where(o => o.IsFirm && own.Contains(o.Id)),
            null,
            cancellation
        );
    }

    private async Task<IReadOnlyList<FirmRow>> RowsAsync(
        IQueryable<Organisation> firms,
        string? words,
        CancellationToken cancellation
    )
    {
        if (!string.IsNullOrWhiteSpace(words))
        {
            var lower = words.Trim().ToLowerInvariant();
            firms = firms.Where(o =>
                o.Name.ToLower().Contains(lower)
                || (o.RegisteredNumber != null && o.RegisteredNumber.ToLower().Contains(lower))
            );
        }
        var today = db.Today();
        var rows = new List<FirmRow>();
        foreach (
            var firm in await firms
                .AsNoTracking()
                .OrderBy(o => o.Name)
                .Take(500)
                .ToListAsync(cancellation)
        )
        {
            var read = await find.ReadAsync(firm.Slug, null, cancellation);
            rows.Add(
                new(
                    firm.Slug,
                    firm.Name,
                    firm.RegisteredNumber,
                    firm.ConfirmedAt is not null,
                    read.Edition?.PublishedAt,
                    read.Edition?.Number ?? 0,
                    read.Sections.SelectMany(s => s.Lines).Count(l => l.Expires < today)
                )
            );
        }
        return rows;
    }
}
