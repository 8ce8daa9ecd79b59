using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace Tandem.Kernel;

/// <summary>An entity's table as <see cref="Bulk"/> writes it: for each column a compiled step that hands the value over without boxing it.</summary>
internal sealed class BulkTable<T>
    where T : class
{
    private static BulkTable<T>? known;
    private readonly IModel model;
    private readonly IEntityType entity;

    private BulkTable(IModel model)
    {
        this.model = model;
        entity = model.FindEntityType(typeof(T))!;
        Name = entity.GetTableName()!;
        Columns = [.. entity.GetProperties().Select(p => new BulkColumn<T>(p))];
        Names = string.Join(", ", Columns.Select(c => c.Name));
    }

    public string Name { get; }

    public BulkColumn<T>[] Columns { get; }

    /// <summary>The columns' names, in their order, separated by commas.</summary>
    public string Names { get; }

    public static BulkTable<T> Of(IModel model)
    {
        var table = known;
        return table?.model == model ? table : known = new BulkTable<T>(model);
    }

    public string OnConflict(string[] key)
    {
        var keys = (
            key.Length > 0
                ? key.Select(k => entity.FindProperty(k)!)
                : entity.FindPrimaryKey()!.Properties
        )
            .Select(BulkColumn<T>.NameOf)
            .ToArray();
        var rest = Columns
            .Select(c => c.Name)
            .Except(keys)
            .Select(c => $"{c} = excluded.{c}")
            .ToList();
        return $"ON CONFLICT ({string.Join(", ", keys)}) DO "
            + (rest.Count == 0 ? "NOTHING" : $"UPDATE SET {string.Join(", ", rest)}");
    }
}

/// <summary>One column: its name, its type in the store, and how a row's value is written.</summary>
internal sealed class BulkColumn<T>(IProperty property)
{
    /// <summary>Quoted, as some names are words of SQL.</summary>
    public string Name { get; } = NameOf(property);

    public string StoreType { get; } =
        ((RelationalTypeMapping)property.GetTypeMapping()).StoreTypeNameBase;

    public Action<T, BulkSink> Write { get; } = Compile(property);

    public static string NameOf(IProperty property) => $"\"{property.GetColumnName()}\"";

    private static Action<T, BulkSink> Compile(IProperty property)
    {
        var row = Expression.Parameter(typeof(T));
        var sink = Expression.Parameter(typeof(BulkSink));
        var value = Expression.Property(row, property.PropertyInfo!);
        var type = Nullable.GetUnderlyingType(value.Type) ?? value.Type;
        var plain = type == value.Type ? value : (Expression)Expression.Property(value, "Value");
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Id<>))
        {
            plain = Expression.Property(plain, nameof(Id<>.Value));
        }
        else if (type.IsEnum)
        {
            plain = Expression.Call(typeof(BulkSink), nameof(BulkSink.NameOf), [type], plain);
        }
        var write =
            typeof(BulkSink).GetMethod(nameof(BulkSink.Write), [plain.Type])
            ?? throw new NotSupportedException(
                $"{typeof(T).Name}.{property.Name} is a {plain.Type.Name}, which is not written in bulk."
            );
        Expression body = Expression.Call(sink, write, plain);
        if (!value.Type.IsValueType || type != value.Type)
        {
            body = Expression.IfThenElse(
                Expression.Equal(value, Expression.Constant(null, value.Type)),
                Expression.Call(sink, nameof(BulkSink.WriteNull), null),
                body
            );
        }
        return Expression.Lambda<Action<T, BulkSink>>(body, row, sink).Compile();
    }
}
