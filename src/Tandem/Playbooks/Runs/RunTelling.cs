using Tandem.Accounts;
using Tandem.Following;
using Tandem.Kernel;

namespace Tandem.Playbooks.Runs;

/// <summary>What runs say to people: saved with the act it tells of, and shown only to who may see the run.</summary>
public sealed class RunTelling(Messages messages)
{
    /// <param name="key">What it is about within the run: with the same key a reader is told once.</param>
    /// <param name="owed">Goes out by e-mail at once.</param>
    public Task PersonAsync(
        Run run,
        Id<Person> person,
        string key,
        string title,
        IReadOnlyList<string> sentences,
        string path,
        bool owed,
        CancellationToken cancellation
    ) =>
        messages.ToPersonAsync(
            person,
            new(
                $"run:{run.Id}:{key}",
                title,
                sentences,
                path,
                owed,
                nameof(Run),
                run.Id.ToString()
            ),
            cancellation
        );

    /// <param name="except">Whoever acts, and need not be told.</param>
    public Task OfficersAsync(
        Run run,
        Id<Organisation> organisation,
        string key,
        string title,
        IReadOnlyList<string> sentences,
        string path,
        Actor except,
        CancellationToken cancellation
    ) =>
        messages.ToOrganisationAsync(
            organisation,
            Role.Officer,
            new(
                $"run:{run.Id}:{key}",
                title,
                sentences,
                path,
                false,
                nameof(Run),
                run.Id.ToString()
            ),
            except.PersonId,
            cancellation
        );
}
