using System.Collections.Concurrent;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Tandem.Kernel;

/// <summary>What the database stores, found without looking at every type of the program: each start waits for this.</summary>
internal static class StoredTypes
{
    private static readonly MethodInfo Apply = typeof(StoredTypes).GetMethod(
        nameof(ApplyTo),
        BindingFlags.NonPublic | BindingFlags.Static
    )!;

    /// <summary>The mappings of all rooms, each ready to be applied: the classes that are an <see cref="IEntityTypeConfiguration{T}"/>, by name.</summary>
    public static IEnumerable<Action<ModelBuilder>> Mappings(Assembly assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly.Location));
        var metadata = file.GetMetadataReader();
        var mappings = new List<Type>();
        foreach (var handle in metadata.TypeDefinitions)
        {
            if (
                metadata.GetTypeDefinition(handle) is var type
                && type.GetInterfaceImplementations()
                    .Any(i => IsMapping(metadata, metadata.GetInterfaceImplementation(i)))
            )
            {
                mappings.Add(assembly.ManifestModule.ResolveType(MetadataTokens.GetToken(handle)));
            }
        }
        return mappings.OrderBy(t => t.FullName, StringComparer.Ordinal).Select(Applied);
    }

    private static Action<ModelBuilder> Applied(Type mapping)
    {
        var stored = mapping
            .GetInterfaces()
            .Single(i => i.GetGenericTypeDefinition() == typeof(IEntityTypeConfiguration<>))
            .GetGenericArguments();
        var made = Activator.CreateInstance(mapping);
        return model => Apply.MakeGenericMethod(stored).Invoke(null, [model, made]);
    }

    private static void ApplyTo<T>(ModelBuilder model, IEntityTypeConfiguration<T> mapping)
        where T : class => model.ApplyConfiguration(mapping);

    private static bool IsMapping(MetadataReader metadata, InterfaceImplementation of)
    {
        if (of.Interface.Kind != HandleKind.TypeSpecification)
        {
            return false;
        }
        // A type made from a generic one: what it is made from comes third, after two marks.
        var signature = metadata.GetBlobReader(
            metadata.GetTypeSpecification((TypeSpecificationHandle)of.Interface).Signature
        );
        return signature.ReadSignatureTypeCode() == SignatureTypeCode.GenericTypeInstance
            && signature.ReadByte() == (byte)SignatureTypeKind.Class
            && signature.ReadTypeHandle() is { Kind: HandleKind.TypeReference } from
            && metadata.StringComparer.Equals(
                metadata.GetTypeReference((TypeReferenceHandle)from).Name,
                typeof(IEntityTypeConfiguration<>).Name
            );
    }
}

/// <summary>
/// Says how ids of all kinds are stored: as what they hold. One converter serves every column of a kind, where a convention would make, and compile,
/// one for each column.
/// </summary>
internal sealed class StoredIds(ValueConverterSelectorDependencies dependencies)
    : ValueConverterSelector(dependencies)
{
    private readonly ConcurrentDictionary<Type, ValueConverterInfo> known = [];

    /// <inheritdoc/>
    public override IEnumerable<ValueConverterInfo> Select(
        Type modelClrType,
        Type? providerClrType = null
    )
    {
        var id = Bare(modelClrType);
        return
            id.IsGenericType
            && id.GetGenericTypeDefinition() == typeof(Id<>)
            && Bare(providerClrType ?? typeof(Guid)) == typeof(Guid)
            ? [known.GetOrAdd(id, InfoOf)]
            : base.Select(modelClrType, providerClrType);
    }

    private static Type Bare(Type type) => Nullable.GetUnderlyingType(type) ?? type;

    private static ValueConverterInfo InfoOf(Type id)
    {
        var converter = (ValueConverter)
            Activator.CreateInstance(
                typeof(IdConverter<>).MakeGenericType(id.GetGenericArguments())
            )!;
        return new(id, typeof(Guid), _ => converter);
    }

    private sealed class IdConverter<T>()
        : ValueConverter<Id<T>, Guid>(id => id.Value, value => new Id<T>(value))
    {
        // Given as functions too, so that the expressions need not be compiled when the program starts.
        public override Func<object?, object?> ConvertToProvider =>
            static id => id is Id<T> known ? known.Value : id;

        public override Func<object?, object?> ConvertFromProvider =>
            static value => value is Guid known ? new Id<T>(known) : value;

        public override Func<Id<T>, Guid> ConvertToProviderTyped => static id => id.Value;

        public override Func<Guid, Id<T>> ConvertFromProviderTyped => static value => new(value);
    }
}
