using System.Text.RegularExpressions;
using Mono.Cecil;
using Tandem.Kernel;
using Tandem.Tests.Support;

namespace Tandem.Tests.Architecture;

/// <summary>Holds the compiled application, and its folders, to the one ordered list of rooms.</summary>
public sealed partial class DirectionTests
{
    private static readonly string Source = Path.Combine(Checkout.Root, "src", "Tandem");

    private static readonly string[] Rooms = RoomNames()
        .Matches(File.ReadAllText(Path.Combine(Source, "Cli", "Rooms.cs")))
        .Select(m => m.Groups[1].Value)
        .ToArray();

    [Fact]
    public void Every_folder_is_a_listed_room()
    {
        string[] notRooms = ["Database", "wwwroot", "bin", "obj", "Properties"];
        var folders = Directory
            .GetDirectories(Source)
            .Select(d => Path.GetFileName(d)!)
            .Except(notRooms);
        Assert.Empty(folders.Except(Rooms));
        Assert.Contains("Kernel", Rooms);
    }

    [Fact]
    public void A_room_uses_only_rooms_above_it()
    {
        using var assembly = AssemblyDefinition.ReadAssembly(typeof(Db).Assembly.Location);
        var upward = assembly
            .MainModule.GetTypes()
            .SelectMany(type => Uses(type).Select(used => (From: type, To: used)))
            .Where(u =>
                RoomOf(u.From) is { } from
                && RoomOf(u.To) is { } to
                && Array.IndexOf(Rooms, to) > Array.IndexOf(Rooms, from)
            )
            .Select(u => $"{Outer(u.From).FullName} uses {u.To.FullName}")
            .Distinct()
            .ToList();
        Assert.Empty(upward);
    }

    [Fact]
    public void The_formats_library_knows_nothing_of_the_application_its_database_or_the_web()
    {
        using var assembly = AssemblyDefinition.ReadAssembly(
            typeof(Tandem.Formats.Problem).Assembly.Location
        );
        var references = assembly.MainModule.AssemblyReferences.Select(r => r.Name).ToList();
        Assert.DoesNotContain(
            references,
            r =>
                r == "tandem"
                || r.StartsWith("Microsoft.AspNetCore")
                || r.Contains("EntityFramework")
                || r.Contains("Sqlite")
        );
    }

    private static IEnumerable<TypeReference> Uses(TypeDefinition type)
    {
        var used = new List<TypeReference?> { type.BaseType };
        used.AddRange(type.Interfaces.Select(i => i.InterfaceType));
        used.AddRange(type.Fields.Select(f => f.FieldType));
        used.AddRange(type.Properties.Select(p => p.PropertyType));
        foreach (var method in type.Methods)
        {
            used.Add(method.ReturnType);
            used.AddRange(method.Parameters.Select(p => p.ParameterType));
            foreach (var instruction in method.HasBody ? method.Body.Instructions : [])
            {
                used.Add(
                    instruction.Operand switch
                    {
                        MethodReference call => call.DeclaringType,
                        FieldReference field => field.DeclaringType,
                        TypeReference named => named,
                        _ => null,
                    }
                );
                if (instruction.Operand is GenericInstanceMethod generic)
                {
                    used.AddRange(generic.GenericArguments);
                }
            }
        }
        return used.SelectMany(Parts);
    }

    private static IEnumerable<TypeReference> Parts(TypeReference? type) =>
        type switch
        {
            null => [],
            GenericInstanceType generic => generic
                .GenericArguments.SelectMany(Parts)
                .Append(generic.ElementType),
            TypeSpecification wrapped => Parts(wrapped.ElementType),
            _ => [type],
        };

    private static TypeReference Outer(TypeReference type) =>
        type.DeclaringType is { } outer ? Outer(outer) : type;

    private static string? RoomOf(TypeReference type) =>
        RoomNamespace().Match(Outer(type).Namespace) is { Success: true } match
        && Array.IndexOf(Rooms, match.Groups[1].Value) >= 0
            ? match.Groups[1].Value
            : null;

    [GeneratedRegex("new\\(\"(\\w+)\"")]
    private static partial Regex RoomNames();

    [GeneratedRegex("^Tandem\\.(\\w+)")]
    private static partial Regex RoomNamespace();
}
