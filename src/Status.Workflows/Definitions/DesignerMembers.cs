using System.Text.Json;
using System.Text.Json.Nodes;
using Status.Workflows.Authoring;

namespace Status.Workflows.Definitions;

/// <summary>
/// Members that Elsa's server always writes: an input or output that is not set stands there as null. They are added for the designer and never kept; a save that echoes them
/// says nothing new.
/// </summary>
internal static class DesignerMembers
{
    /// <summary>Adds what is missing to an activity.</summary>
    public static void Complete(JsonObject activity, ActivityDescriptor descriptor)
    {
        // The designer looks descriptors up by type and version, and fails on a pair that has none.
        activity["version"] = descriptor.Version;
        foreach (var input in descriptor.Inputs.Where(i => i.IsWrapped)) AddNull(activity, input.Name);
        foreach (var output in descriptor.Outputs) AddNull(activity, output.Name);
        if (descriptor.TypeName == "Elsa.Flowchart" && activity["customProperties"] is JsonObject custom) custom["notFoundConnections"] ??= new JsonArray();
    }

    private static void AddNull(JsonObject activity, string name)
    {
        var member = JsonNamingPolicy.CamelCase.ConvertName(name);
        if (!activity.ContainsKey(member) && !activity.ContainsKey(name)) activity[member] = null;
    }
}
