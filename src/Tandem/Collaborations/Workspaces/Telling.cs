using Tandem.Accounts;
using Tandem.Following;
using Tandem.Kernel;

namespace Tandem.Collaborations.Workspaces;

/// <summary>What this room says to people: to the officers of an organisation, about a record they may see. Saved with the act it tells of.</summary>
public sealed class Telling(Messages messages)
{
    /// <param name="key">What it is about: with the same key a reader is told once.</param>
    /// <param name="owed">Owed by a clock: goes out at once.</param>
    /// <param name="subject">The record it is about: who may not see it is shown nothing of it.</param>
    /// <param name="except">Whoever acts, and need not be told.</param>
    public Task OfficersOfAsync(
        Id<Organisation> organisation,
        string key,
        string title,
        string path,
        IReadOnlyList<string> sentences,
        bool owed = false,
        (string Kind, string Id)? subject = null,
        Actor? except = null,
        CancellationToken cancellation = default
    ) =>
        messages.ToOrganisationAsync(
            organisation,
            Role.Officer,
            new MessageWords(key, title, sentences, path, owed, subject?.Kind, subject?.Id),
            except?.PersonId,
            cancellation
        );

    /// <summary>To the officers of every member that takes part.</summary>
    /// <param name="path">The page on which something is to be done; the collaboration's own where none is given.</param>
    public async Task MembersAsync(
        Collaboration collaboration,
        string key,
        string title,
        IReadOnlyList<string> sentences,
        Actor except,
        CancellationToken cancellation,
        string? path = null
    )
    {
        foreach (var member in collaboration.Current)
        {
            await OfficersOfAsync(
                member.OrganisationId,
                $"collaboration:{collaboration.Id}:{key}",
                title,
                path ?? collaboration.Path,
                sentences,
                subject: collaboration.AsSubject(),
                except: except,
                cancellation: cancellation
            );
        }
    }
}

internal static class CollaborationSubject
{
    public static (string Kind, string Id) AsSubject(this Collaboration collaboration) =>
        (nameof(Collaboration), collaboration.Id.ToString());
}
