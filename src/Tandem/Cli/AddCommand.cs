using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using Tandem.Accounts;
using Tandem.Kernel;

namespace Tandem.Cli;

/// <summary><c>tandem add …</c>: the first organisations and people of an installation, before anybody can sign in to add them.</summary>
internal static class AddCommand
{
    public static Command Build() =>
        new("add", "Add organisations, partnerships and people.")
        {
            Organisation(),
            Partnership(),
            Person(),
            Steward(),
        };

    private static Command Organisation()
    {
        var name = new Argument<string>("name") { Description = "Its name." };
        var authority = new Option<string?>("--authority")
        {
            Description = "Code of the known authority it is, for example PRE.",
        };
        var command = new Command("organisation", "Add an organisation.") { name, authority };
        command.SetAction(
            (parsed, cancellation) =>
                Operations.RunAsync<AddOrganisation>(
                    async operation =>
                    {
                        var added = await operation.RunAsync(
                            parsed.GetRequiredValue(name),
                            parsed.GetValue(authority),
                            cancellation
                        );
                        Console.WriteLine($"Added {added.Name} as {added.Slug}.");
                    },
                    cancellation
                )
        );
        return command;
    }

    private static Command Partnership()
    {
        var name = new Argument<string>("name") { Description = "Its name." };
        var members = new Option<string[]>("--member")
        {
            Description =
                "An organisation that belongs to it, by slug; may be given several times.",
        };
        var command = new Command("partnership", "Add a partnership of organisations.")
        {
            name,
            members,
        };
        command.SetAction(
            (parsed, cancellation) =>
                Operations.RunAsync(
                    async services =>
                    {
                        var organisations = new List<Organisation>();
                        foreach (var slug in parsed.GetValue(members) ?? [])
                        {
                            organisations.Add(await FindAsync(services, slug, cancellation));
                        }
                        var added = await services
                            .GetRequiredService<AddPartnership>()
                            .RunAsync(parsed.GetRequiredValue(name), cancellation);
                        foreach (var organisation in organisations)
                        {
                            await services
                                .GetRequiredService<ChangePartnership>()
                                .RunAsync(added, organisation, true, cancellation);
                        }
                        Console.WriteLine(
                            $"Added {added.Name} with {organisations.Count} organisations."
                        );
                    },
                    cancellation
                )
        );
        return command;
    }

    private static Command Person()
    {
        var (email, name, password) = Identity();
        var organisation = new Option<string>("--organisation")
        {
            Description = "The organisation, by slug.",
            Required = true,
        };
        var role = new Option<Role>("--role") { Description = "member, officer or administrator." };
        var command = new Command("person", "Add a person to an organisation.")
        {
            email,
            name,
            password,
            organisation,
            role,
        };
        command.SetAction(
            (parsed, cancellation) =>
                Operations.RunAsync(
                    async services =>
                    {
                        var place = await FindAsync(
                            services,
                            parsed.GetRequiredValue(organisation),
                            cancellation
                        );
                        var added = await services
                            .GetRequiredService<AddMember>()
                            .RunAsync(
                                place,
                                parsed.GetRequiredValue(email),
                                parsed.GetRequiredValue(name),
                                parsed.GetRequiredValue(password),
                                parsed.GetValue(role),
                                cancellation
                            );
                        Console.WriteLine($"Added {added.Name} to {place.Name}.");
                    },
                    cancellation
                )
        );
        return command;
    }

    private static Command Steward()
    {
        var (email, name, password) = Identity();
        var command = new Command("steward", "Add a steward, who looks after the whole network.")
        {
            email,
            name,
            password,
        };
        command.SetAction(
            (parsed, cancellation) =>
                Operations.RunAsync<AddSteward>(
                    async operation =>
                    {
                        var added = await operation.RunAsync(
                            parsed.GetRequiredValue(email),
                            parsed.GetRequiredValue(name),
                            parsed.GetRequiredValue(password),
                            cancellation
                        );
                        Console.WriteLine($"Added {added.Name} as steward.");
                    },
                    cancellation
                )
        );
        return command;
    }

    private static (
        Argument<string> Email,
        Argument<string> Name,
        Option<string> Password
    ) Identity() =>
        (
            new("email") { Description = "E-mail address to sign in with." },
            new("name") { Description = "Name, as shown to others." },
            new("--password")
            {
                Description = "First password, at least 12 characters.",
                Required = true,
            }
        );

    private static async Task<Organisation> FindAsync(
        IServiceProvider services,
        string slug,
        CancellationToken cancellation
    ) =>
        await services
            .GetRequiredService<Db>()
            .Set<Organisation>()
            .SingleOrDefaultAsync(o => o.Slug == slug, cancellation)
        ?? throw new Refusal(
            $"There is no organisation ‘{slug}’. Add it first: tandem add organisation NAME"
        );
}
