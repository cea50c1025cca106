using System.Text.Json.Nodes;
using Status.Workflows.Model;

namespace Status.Host.Elsa.Definitions;

/// <summary>The activities of a definition by their nodes.</summary>
internal static class DefinitionTree
{
    private static readonly HashSet<string> _containers = new(StringComparer.Ordinal) { "Elsa.Flowchart", "Elsa.Sequence", "Elsa.StateMachine", "Elsa.Parallel" };

    /// <summary>Finds a node.</summary>
    /// <param name="root">The root activity.</param>
    /// <param name="nodeId">Id of the node.</param>
    /// <returns>The way from the root to it, each with the port it stands in; empty when there is no such node.</returns>
    public static IReadOnlyList<Step> PathTo(JsonObject root, string nodeId)
    {
        var path = new List<Step>();
        return Find(new Step(root, "Root"), nodeId, path) ? path : [];
    }

    /// <summary>Whether an activity only arranges others; the designer draws it as the surface, not as a node.</summary>
    public static bool IsContainer(JsonObject activity) => _containers.Contains(Text(activity, "type") ?? "");

    /// <summary>A text member.</summary>
    public static string? Text(JsonObject json, string name) => json[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static bool Find(Step step, string nodeId, List<Step> path)
    {
        path.Add(step);
        var id = Text(step.Activity, "nodeId");
        if (id == nodeId) return true;
        // A node's id begins with its parent's: other branches are not entered.
        if (id is not null && nodeId.StartsWith(id + ":", StringComparison.Ordinal) && Children(step.Activity).Any(child => Find(child, nodeId, path))) return true;
        path.RemoveAt(path.Count - 1);
        return false;
    }

    /// <summary>Puts a prefix before the node ids of an activity and of all inside it.</summary>
    public static void Prefix(JsonObject activity, string prefix)
    {
        foreach (var step in Children(activity).ToList()) Prefix(step.Activity, prefix);
        activity["nodeId"] = prefix + Text(activity, "nodeId");
    }

    /// <summary>The activities directly inside one.</summary>
    public static IEnumerable<Step> Children(JsonObject activity)
    {
        foreach (var (name, value) in activity)
        {
            if (name is "customProperties" or "metadata" or "connections" or "variables") continue;
            var port = char.ToUpperInvariant(name[0]) + name[1..];
            switch (value)
            {
                case JsonObject child when Text(child, "nodeId") is not null:
                    yield return new Step(child, port);
                    break;
                case JsonArray list:
                    foreach (var item in list.OfType<JsonObject>())
                    {
                        if (Text(item, "nodeId") is not null) yield return new Step(item, port);
                        else
                        {
                            foreach (var step in Entry(item, port)) yield return step;
                        }
                    }

                    break;
                default: break;
            }
        }
    }

    /// <summary>The activities of a case, a state or a transition.</summary>
    private static IEnumerable<Step> Entry(JsonObject entry, string port)
    {
        foreach (var name in ActivitySlot.EntryMembers)
        {
            if (entry[name] is JsonObject nested && Text(nested, "nodeId") is not null)
                yield return new Step(nested, Text(entry, "label") ?? entry["statusCode"]?.ToString() ?? port);
        }
    }

    /// <summary>An activity and the port of its parent that it stands in.</summary>
    /// <param name="Activity">The activity.</param>
    /// <param name="Port">The port.</param>
    internal sealed record Step(JsonObject Activity, string Port)
    {
        /// <summary>As Elsa's clients read it.</summary>
        public JsonObject Answer() => new() { ["nodeId"] = Text(Activity, "nodeId"), ["port"] = Port, ["activity"] = Activity.DeepClone() };
    }
}
