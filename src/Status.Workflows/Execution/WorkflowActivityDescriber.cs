using System.Text;
using Status.Workflows.Authoring;
using Status.Workflows.Model;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Execution;

/// <summary>Makes activity descriptors of workflows: inputs, outputs and outcomes are what the definition declares.</summary>
internal static class WorkflowActivityDescriber
{
    private const string DefaultCategory = "Workflows";

    /// <summary>Describes a version.</summary>
    /// <param name="definition">The version, with its ids.</param>
    /// <param name="isPublished">Whether it is the version that runs; only that one is offered.</param>
    /// <param name="wasPublished">Whether it was ever published and so does not change any more.</param>
    public static ActivityDescriptor Describe(WorkflowDefinition definition, bool isPublished, bool wasPublished)
    {
        var name = TypeNameOf(definition.Name);
        return new ActivityDescriptor
        {
            TypeName = name,
            Namespace = "",
            Name = name,
            Version = definition.Version,
            Category = string.IsNullOrWhiteSpace(definition.Options.ActivityCategory) ? DefaultCategory : definition.Options.ActivityCategory,
            DisplayName = definition.Name,
            Description = definition.Description ?? "",
            Kind = ActivityKind.Action,
            Inputs = [.. definition.Inputs.Select((input, index) => DescribeInput(input, index))],
            Outputs = [.. definition.Outputs.Select(DescribeOutput)],
            Ports = [new PortDescriptor("Root", "Root", PortKind.Embedded, IsBrowsable: false), .. definition.Outcomes.Select(outcome => new PortDescriptor(outcome, outcome, PortKind.Flow))],
            IsBrowsable = isPublished && definition.Options.UsableAsActivity,
            ClrType = typeof(WorkflowDefinitionActivity),
            Workflow = new UsedWorkflow(definition, isPublished, wasPublished),
        };
    }

    /// <summary>The type name of a workflow: its name with each word beginning in upper case and nothing between them.</summary>
    public static string TypeNameOf(string name)
    {
        var text = new StringBuilder(name.Length);
        var starts = true;
        foreach (var c in name)
        {
            var separates = c is ' ' or '_' or '-';
            if (!separates) text.Append(starts ? char.ToUpperInvariant(c) : c);
            starts = separates;
        }

        return text.ToString();
    }

    private static InputDescriptor DescribeInput(InputDefinition input, int index) => new()
    {
        Name = input.Name,
        ValueType = TypeOf(input.Type, input.IsArray),
        TypeName = input.Type + (input.IsArray ? "[]" : ""),
        DisplayName = string.IsNullOrWhiteSpace(input.DisplayName) ? input.Name : input.DisplayName,
        Description = input.Description,
        Category = string.IsNullOrWhiteSpace(input.Category) ? null : input.Category,
        UIHint = string.IsNullOrWhiteSpace(input.UIHint) ? InputUIHints.SingleLine : input.UIHint,
        Order = index,
        IsSynthetic = true,
    };

    private static OutputDescriptor DescribeOutput(OutputDefinition output) => new()
    {
        Name = output.Name,
        ValueType = TypeOf(output.Type, output.IsArray),
        TypeName = output.Type + (output.IsArray ? "[]" : ""),
        DisplayName = string.IsNullOrWhiteSpace(output.DisplayName) ? output.Name : output.DisplayName,
        Description = output.Description,
        IsSynthetic = true,
    };

    private static Type TypeOf(string alias, bool isArray) => isArray ? typeof(DataArray) : TypeAliases.TryResolve(alias, out var type) ? type : typeof(object);
}
