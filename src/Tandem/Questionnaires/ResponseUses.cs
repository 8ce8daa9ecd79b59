using System.Linq.Expressions;
using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Questionnaires;

/// <summary>What the room that uses a response says of it.</summary>
/// <param name="Answer">Whether the actor may change answers and evidence.</param>
/// <param name="Submit">Whether the actor may submit it on the pages of this room; a room with a submission of its own says no, and where.</param>
/// <param name="BackTitle">What the way back is called.</param>
/// <param name="BackHref">Where the response belongs.</param>
/// <param name="IsPinned">It stays on the version it was begun with, whichever comes after.</param>
/// <param name="FilesAt">Address before the ids of its files, where another room's pages give them; null: the pages of this room.</param>
/// <param name="SubmitAt">Where it is submitted on a page of the room, as a part of something larger; null: not there.</param>
/// <param name="SimilarAt">Address that answers, while somebody types, what is alike (JSON: path, title, support); null: none.</param>
/// <param name="Only">The only questions whose answers may change; null: all.</param>
/// <param name="SentBack">What was wanting in answers that came back, by the codes of their questions; null: none came back.</param>
public sealed record ResponseRights(
    Verdict Answer,
    Verdict Submit,
    string BackTitle,
    string BackHref,
    IReadOnlySet<string>? Only = null,
    bool IsPinned = false,
    string? FilesAt = null,
    string? SubmitAt = null,
    string? SimilarAt = null,
    SentBackAnswers? SentBack = null
);

/// <summary>Answers that came back to be put right.</summary>
/// <param name="Words">What is asked now and by when, as one sentence.</param>
/// <param name="Reasons">By code of the question: why it came back, and what is to be put right.</param>
public sealed record SentBackAnswers(
    string Words,
    IReadOnlyDictionary<string, (string? Reason, string? Fix)> Reasons
);

/// <summary>One kind of records that responses are about. The room that keeps them decides who may read and who may answer.</summary>
public interface IResponseUse
{
    /// <summary><see cref="Response.SubjectKind"/> of the responses it speaks for.</summary>
    string SubjectKind { get; }

    /// <summary>Which of its responses the actor may read. Asked only of responses of its kind.</summary>
    Expression<Func<Response, bool>> VisibleTo(Db db, Actor actor);

    /// <summary>What the actor may do with one that it may read.</summary>
    Task<ResponseRights> RightsAsync(
        Response response,
        Actor actor,
        CancellationToken cancellation
    );

    /// <summary>What the same people have answered before, such as in an earlier stage, to be read beside the questions of this one; called by what it was asked in. Usually nothing.</summary>
    Task<IReadOnlyList<(string Title, OpenResponse Answers)>> EarlierAsync(
        Response response,
        Actor actor,
        CancellationToken cancellation
    ) => Task.FromResult<IReadOnlyList<(string, OpenResponse)>>([]);

    /// <summary>Something in a response of its kind was changed on the pages of this room, and will be saved with it.</summary>
    Task ChangedAsync(Response response, CancellationToken cancellation) => Task.CompletedTask;
}

/// <summary>All uses of responses, by the kind of what they are about.</summary>
public sealed class ResponseUses(IEnumerable<IResponseUse> uses, Db db, Actor actor)
{
    /// <summary>The responses the actor may read: the one rule behind every page, list and file.</summary>
    public IQueryable<Response> VisibleTo(IQueryable<Response> responses)
    {
        var response = Expression.Parameter(typeof(Response));
        var rule = uses.Select(u =>
            {
                var visible = u.VisibleTo(db, actor);
                return Expression.AndAlso(
                    Expression.Equal(
                        Expression.Property(response, nameof(Response.SubjectKind)),
                        Expression.Constant(u.SubjectKind)
                    ),
                    new Renamed(visible.Parameters[0], response).Visit(visible.Body)
                );
            })
            .Aggregate<BinaryExpression, Expression?>(
                null,
                (all, one) => all is null ? one : Expression.OrElse(all, one)
            );
        return rule is null
            ? responses.Where(_ => false)
            : responses.Where(Expression.Lambda<Func<Response, bool>>(rule, response));
    }

    public IResponseUse Of(Response response) =>
        uses.FirstOrDefault(u => u.SubjectKind == response.SubjectKind)
        ?? throw new InvalidOperationException(
            $"No room speaks for responses about {response.SubjectKind}."
        );

    private sealed class Renamed(ParameterExpression from, ParameterExpression to)
        : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node) =>
            node == from ? to : base.VisitParameter(node);
    }
}

/// <summary>Responses an organisation gives for itself: its members read them, its officers answer.</summary>
internal sealed class OwnResponses : IResponseUse
{
    public string SubjectKind => nameof(Organisation);

    public Expression<Func<Response, bool>> VisibleTo(Db db, Actor actor)
    {
        var own = actor.Roles.Keys.Select(id => new Id<Organisation>(id)).ToList();
        return r => own.Contains(r.OrganisationId);
    }

    public Task<ResponseRights> RightsAsync(
        Response response,
        Actor actor,
        CancellationToken cancellation
    )
    {
        var verdict = QuestionnairePermissions.AnswerForOrganisation(
            actor,
            response.OrganisationId
        );
        return Task.FromResult(
            new ResponseRights(verdict, verdict, "Question sets", "/question-sets")
        );
    }
}
