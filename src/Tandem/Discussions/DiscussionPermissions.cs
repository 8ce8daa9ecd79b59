using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Discussions;

/// <summary>Who may say, ask, answer and remove. Whoever may see a record may read what is said about it.</summary>
public static class DiscussionPermissions
{
    /// <summary>Post about a record that one may see, ask the organisation that keeps it, and report a post.</summary>
    public static Verdict MaySpeak(Actor actor) =>
        actor.IsSignedIn ? Verdict.Yes : Verdict.No("Sign in to take part.");

    /// <summary>Speak for an organisation, and write and read its private notes.</summary>
    public static Verdict MaySpeakFor(Actor actor, Id<Organisation> organisation) =>
        actor.Has(organisation.Value, Role.Member)
            ? Verdict.Yes
            : Verdict.No("Only members of an organisation may speak for it.");

    /// <summary>Answer or decline a question: whoever has to answer it.</summary>
    public static Verdict MayAnswer(AnswerDuty duty, Question question) =>
        duty.Has(question) ? Verdict.Yes
        : question.Clarifies is { } call
            ? Verdict.No($"Only those who answer for {call} may answer its questions.")
        : MayAnswer(duty.Actor, question.OrganisationId);

    /// <summary>Answer or decline questions to an organisation.</summary>
    public static Verdict MayAnswer(Actor actor, Id<Organisation> organisation) =>
        actor.Has(organisation.Value, Role.Officer)
            ? Verdict.Yes
            : Verdict.No("Only officers of the organisation that was asked may answer.");

    /// <summary>Remove other people's posts about a record: officers of the organisation that keeps it, and stewards where none here does.</summary>
    public static Verdict MayModerate(Actor actor, Id<Organisation>? organisation) =>
        organisation is { } keeper && actor.Has(keeper.Value, Role.Officer)
        || (organisation is null && actor.IsSteward)
            ? Verdict.Yes
            : Verdict.No(
                "Only officers of the organisation that keeps the record may remove what others wrote about it."
            );

    /// <summary>Change the words of a post, or take it back: its author.</summary>
    public static Verdict IsAuthor(Actor actor, Post post) =>
        actor.PersonId is { } person && post.AuthorId.Value == person
            ? Verdict.Yes
            : Verdict.No("Only the author may change a post.");

    /// <summary>Say within how many working days an organisation answers questions.</summary>
    public static Verdict MaySetAnswerTime(Actor actor, Id<Organisation> organisation) =>
        actor.Has(organisation.Value, Role.Administrator)
            ? Verdict.Yes
            : Verdict.No(
                "Only administrators of an organisation may say within how many days it answers."
            );
}
