using Status.Workflows.Authoring;

namespace Status.Host.Elsa.Descriptors;

/// <summary>Turns the engine's descriptors into the designer's.</summary>
internal static class DescriptorMapping
{
    private static readonly Dictionary<string, object> _nothing = [];

    /// <summary>An activity type.</summary>
    /// <param name="descriptor">The engine's descriptor.</param>
    /// <param name="endpoints">Address below which HTTP endpoints answer, ending in a slash.</param>
    public static ActivityDescriptorAnswer ToAnswer(this ActivityDescriptor descriptor, string endpoints)
    {
        var clrType = $"{descriptor.ClrType.FullName}, {descriptor.ClrType.Assembly.GetName().Name}";
        return new()
        {
            TypeName = descriptor.TypeName,
            ClrType = clrType,
            Namespace = descriptor.Namespace,
            Name = descriptor.Name,
            Version = descriptor.Version,
            Category = descriptor.Category,
            DisplayName = descriptor.DisplayName,
            Description = descriptor.Description,
            Inputs = [.. descriptor.Inputs.Select(input => ToAnswer(descriptor, input, endpoints))],
            Outputs = [.. descriptor.Outputs.Select(ToAnswer)],
            Kind = descriptor.Kind.ToString(),
            Ports = [.. descriptor.Ports.Select(port => new PortAnswer(port.Name, port.DisplayName, port.Kind.ToString(), port.IsBrowsable))],
            CustomProperties = CustomOf(descriptor, clrType),
            ConstructionProperties = ConstructionOf(descriptor),
            IsContainer = descriptor.IsContainer,
            IsBrowsable = descriptor.IsBrowsable,
            IsStart = descriptor.IsStart,
            IsTerminal = descriptor.IsTerminal,
        };
    }

    // Retries are offered where a failure may pass by itself: requests, and what works in the background.
    private static Dictionary<string, object> CustomOf(ActivityDescriptor descriptor, string clrType)
    {
        var custom = new Dictionary<string, object> { ["Type"] = clrType };
        if (descriptor.Workflow is { Definition: var used })
        {
            custom["RootType"] = "WorkflowDefinitionActivity";
            custom["WorkflowDefinitionId"] = used.DefinitionId;
            custom["WorkflowDefinitionVersionId"] = used.Id;
        }

        if (descriptor.ResilienceCategory is not { } category) return custom;
        custom["Resilient"] = true;
        custom["ResilienceCategory"] = category;
        return custom;
    }

    /// <summary>What the designer writes into an activity that it makes: which workflow it is.</summary>
    private static Dictionary<string, object> ConstructionOf(ActivityDescriptor descriptor) => descriptor.Workflow is not { Definition: var used } ? _nothing : new()
    {
        ["WorkflowDefinitionId"] = used.DefinitionId,
        ["WorkflowDefinitionVersionId"] = used.Id,
        ["LatestAvailablePublishedVersion"] = used.Version,
        ["LatestAvailablePublishedVersionId"] = used.Id,
    };

    private static InputDescriptorAnswer ToAnswer(ActivityDescriptor activity, InputDescriptor input, string endpoints) => new()
    {
        Name = input.Name,
        TypeName = input.TypeName,
        DisplayName = input.DisplayName,
        Description = input.Description,
        Order = input.Order,
        IsBrowsable = input.IsBrowsable,
        IsWrapped = input.IsWrapped,
        IsSynthetic = input.IsSynthetic,
        UIHint = input.UIHint,
        Category = input.Category,
        DefaultValue = input.DefaultValue,
        DefaultSyntax = input.DefaultSyntax,
        IsSensitive = input.IsSensitive,
        AutoEvaluate = input.AutoEvaluate,
        UISpecifications = UISpecifications.Of(activity, input, endpoints),
    };

    private static OutputDescriptorAnswer ToAnswer(OutputDescriptor output) => new()
    {
        Name = output.Name,
        TypeName = output.TypeName,
        DisplayName = output.DisplayName,
        Description = output.Description,
        IsSynthetic = output.IsSynthetic,
    };
}
