using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;
using Tandem.Questionnaires.Formulas;

namespace Tandem.Questionnaires.Declarations;

/// <summary>How a firm says it is reached, and what it is.</summary>
/// <param name="Address">Registered address, on as many lines as it was typed.</param>
/// <param name="Size">Micro, small, medium or large.</param>
public sealed record FirmContact(string? Address, string? Email, string? Size, bool? IsVcse);

/// <summary>Reads how firms are reached from what they have published and share with a public body.</summary>
public sealed class FirmContacts(Db db, QuestionSets sets)
{
    private const string AddressAsked = "registered-address";

    /// <summary>Those of the firms that share where they are with this body, or with every one.</summary>
    public async Task<IReadOnlyDictionary<Id<Organisation>, FirmContact>> OfAsync(
        Id<Organisation> buyer,
        IReadOnlyCollection<Id<Organisation>> firms,
        CancellationToken cancellation = default
    )
    {
        var shares = await db.Set<DeclarationShare>()
            .AsNoTracking()
            .Where(s =>
                EF.Parameter(firms).Contains(s.OrganisationId)
                && s.WithdrawnAt == null
                && (s.WithId == null || s.WithId == buyer)
            )
            .ToListAsync(cancellation);
        var sharing = shares.Select(s => s.OrganisationId).Distinct().ToList();
        var editions = await db.Set<DeclarationEdition>()
            .AsNoTracking()
            .Where(e =>
                EF.Parameter(sharing).Contains(e.OrganisationId)
                && !db.Set<DeclarationEdition>()
                    .Any(n => n.OrganisationId == e.OrganisationId && n.Number > e.Number)
            )
            .ToListAsync(cancellation);
        var contacts = new Dictionary<Id<Organisation>, FirmContact>();
        foreach (var edition in editions)
        {
            var set = await sets.FindAsync(edition.SetName, edition.SetVersion, cancellation);
            var section = set?.Sections.FirstOrDefault(s =>
                s.Questions.Any(q => q.Code == AddressAsked)
            );
            if (
                section is not null
                && shares.Exists(s =>
                    s.OrganisationId == edition.OrganisationId && s.Covers(section.Code)
                )
            )
            {
                contacts[edition.OrganisationId] = Of(set!, edition.Says());
            }
        }
        return contacts;
    }

    private static FirmContact Of(QuestionSet set, DeclaredAnswers says)
    {
        string? Words(string code) =>
            set.Find(code) is { } question
            && says.Answers.FirstOrDefault(a => a.Question == code) is { } answer
            && AnswerJson.Read(answer.Json, question) is { } value
                ? AnswerWords.Of(question, value)
                : null;
        return new(
            Words(AddressAsked),
            Words("contact-email"),
            Words("firm-size"),
            says.Answers.FirstOrDefault(a => a.Question == "is-vcse") is { } vcse
            && set.Find("is-vcse") is { } asked
                ? (AnswerJson.Read(vcse.Json, asked) as Value.Truth)?.Is
                : null
        );
    }
}
