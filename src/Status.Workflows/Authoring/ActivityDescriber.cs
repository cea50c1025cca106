using System.Reflection;
using System.Text;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Authoring;

/// <summary>Makes descriptors from the attributes of activity classes.</summary>
internal static class ActivityDescriber
{
    public static ActivityDescriptor Describe(Type type)
    {
        var attribute = type.GetCustomAttribute<ActivityAttribute>()
            ?? throw new InvalidOperationException($"{type.FullName} has no [Activity] attribute.");
        var name = attribute.Type ?? type.Name;
        var properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance);
        return new ActivityDescriptor
        {
            TypeName = $"{attribute.Namespace}.{name}",
            Namespace = attribute.Namespace,
            Name = name,
            Version = attribute.Version,
            Category = attribute.Category,
            DisplayName = attribute.DisplayName ?? Words(name),
            Description = attribute.Description,
            Kind = typeof(Trigger).IsAssignableFrom(type) ? ActivityKind.Trigger : attribute.Kind,
            Inputs = [.. properties.Select(DescribeInput).OfType<InputDescriptor>().OrderBy(i => i.Order)],
            Outputs = [.. properties.Select(DescribeOutput).OfType<OutputDescriptor>()],
            Ports = [.. FlowPorts(type), .. properties.Select(DescribePort).OfType<PortDescriptor>()],
            IsContainer = properties.Any(p => typeof(IEnumerable<Activity>).IsAssignableFrom(p.PropertyType)),
            IsBrowsable = type.GetCustomAttribute<BrowsableAttribute>()?.IsBrowsable ?? true,
            IsStart = typeof(IStartNode).IsAssignableFrom(type),
            IsTerminal = typeof(ITerminalNode).IsAssignableFrom(type),
            ResilienceCategory = type.GetCustomAttribute<ResilientAttribute>(inherit: true)?.Category,
            ClrType = type,
            Parts = [.. properties.Where(p => p.GetCustomAttribute<PartsAttribute>() is not null)],
        };
    }

    /// <summary><c>WriteHttpResponse</c> → <c>Write Http Response</c>.</summary>
    public static string Words(string name)
    {
        var text = new StringBuilder(name.Length + 4);
        for (var i = 0; i < name.Length; i++)
        {
            var starts = i > 0 && char.IsUpper(name[i]) && (char.IsLower(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
            if (starts) text.Append(' ');
            text.Append(name[i]);
        }

        return text.ToString();
    }

    private static InputDescriptor? DescribeInput(PropertyInfo property)
    {
        var attribute = property.GetCustomAttribute<InputAttribute>();
        var wrapped = property.PropertyType.IsGenericType && property.PropertyType.GetGenericTypeDefinition() == typeof(Input<>);
        if (attribute is null && !wrapped) return null;
        attribute ??= new InputAttribute();
        var type = wrapped ? property.PropertyType.GetGenericArguments()[0] : property.PropertyType;
        var name = attribute.Name ?? property.Name;
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        return new InputDescriptor
        {
            Name = name,
            ValueType = type,
            TypeName = TypeAliases.Of(type),
            DisplayName = attribute.DisplayName ?? Words(name),
            Description = attribute.Description,
            Category = attribute.Category,
            UIHint = attribute.UIHint ?? HintOf(plain),
            Options = attribute.Options ?? (plain.IsEnum ? Enum.GetNames(plain) : null),
            DefaultValue = attribute.DefaultValue is Enum value ? value.ToString() : attribute.DefaultValue,
            DefaultSyntax = attribute.DefaultSyntax,
            Order = attribute.Order,
            IsBrowsable = attribute.IsBrowsable && (property.GetCustomAttribute<BrowsableAttribute>()?.IsBrowsable ?? true),
            IsWrapped = wrapped,
            IsSensitive = attribute.IsSensitive,
            IsRequired = attribute.IsRequired,
            AutoEvaluate = attribute.AutoEvaluate,
            Property = property,
        };
    }

    private static OutputDescriptor? DescribeOutput(PropertyInfo property)
    {
        if (!property.PropertyType.IsGenericType || property.PropertyType.GetGenericTypeDefinition() != typeof(Output<>)) return null;
        var attribute = property.GetCustomAttribute<OutputAttribute>();
        var type = property.PropertyType.GetGenericArguments()[0];
        var name = attribute?.Name ?? property.Name;
        return new OutputDescriptor
        {
            Name = name,
            ValueType = type,
            TypeName = TypeAliases.Of(type),
            DisplayName = attribute?.DisplayName ?? Words(name),
            Description = attribute?.Description,
            Property = property,
        };
    }

    private static PortDescriptor? DescribePort(PropertyInfo property)
    {
        if (!typeof(Activity).IsAssignableFrom(property.PropertyType)) return null;
        var name = property.GetCustomAttribute<PortAttribute>()?.Name ?? property.Name;
        return new PortDescriptor(name, Words(name), PortKind.Embedded, property.GetCustomAttribute<BrowsableAttribute>()?.IsBrowsable ?? true) { Property = property };
    }

    private static IEnumerable<PortDescriptor> FlowPorts(Type type) =>
        type.GetCustomAttribute<FlowNodeAttribute>()?.Outcomes.Select(o => new PortDescriptor(o, o, PortKind.Flow)) ?? [];

    private static string HintOf(Type type) => type switch
    {
        _ when type == typeof(bool) => InputUIHints.Checkbox,
        _ when type.IsEnum => InputUIHints.DropDown,
        _ when type == typeof(string[]) || typeof(IReadOnlyList<string>).IsAssignableFrom(type) => InputUIHints.MultiText,
        _ when type == typeof(DataObject) || typeof(IReadOnlyDictionary<string, object?>).IsAssignableFrom(type) => InputUIHints.JsonEditor,
        _ => InputUIHints.SingleLine,
    };
}
