using System.Text.Json;
using System.Text.Json.Nodes;

namespace Status.Testing.Workflows;

/// <summary>An expression in a built definition.</summary>
/// <param name="Type">Language.</param>
/// <param name="Source">Source text.</param>
public sealed record ExpressionText(string Type, string Source)
{
    /// <summary>A JavaScript expression.</summary>
    /// <param name="source">Its text.</param>
    /// <returns>The expression.</returns>
    public static ExpressionText Js(string source) => new("JavaScript", source);
}

/// <summary>Builds flowchart definitions in Elsa's format for tests.</summary>
/// <param name="definitionId">Logical id, also the name.</param>
public sealed class WorkflowBuilder(string definitionId)
{
    private readonly JsonArray _activities = [];
    private readonly JsonArray _connections = [];
    private readonly JsonArray _variables = [];
    private readonly JsonArray _inputs = [];
    private readonly JsonArray _outputs = [];
    private readonly JsonObject _custom = [];
    private readonly JsonObject _options = [];
    private string? _last;

    /// <summary>Adds an activity.</summary>
    /// <param name="id">Its id, also its name.</param>
    /// <param name="type">Type name.</param>
    /// <param name="inputs">Inputs by wire name; see <see cref="Wrap"/>.</param>
    /// <param name="custom">Custom properties such as <c>canStartWorkflow</c> or <c>mergeMode</c>.</param>
    /// <returns>This builder.</returns>
    public WorkflowBuilder Add(string id, string type, object? inputs = null, object? custom = null)
    {
        _activities.Add((JsonNode)Activity(id, type, inputs, custom));
        return this;
    }

    /// <summary>Adds an activity and connects the one added before to it by <c>Done</c>.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="type">Type name.</param>
    /// <param name="inputs">Inputs by wire name.</param>
    /// <param name="custom">Custom properties.</param>
    /// <returns>This builder.</returns>
    public WorkflowBuilder Then(string id, string type, object? inputs = null, object? custom = null)
    {
        Add(id, type, inputs, custom);
        if (_last is not null) Connect(_last, id);
        _last = id;
        return this;
    }

    /// <summary>Connects two activities.</summary>
    /// <param name="source">Id of the source.</param>
    /// <param name="target">Id of the target.</param>
    /// <param name="port">Outcome that is followed.</param>
    /// <returns>This builder.</returns>
    public WorkflowBuilder Connect(string source, string target, string port = "Done")
    {
        _connections.Add((JsonNode)new JsonObject
        {
            ["source"] = new JsonObject { ["activity"] = source, ["port"] = port },
            ["target"] = new JsonObject { ["activity"] = target, ["port"] = "In" },
        });
        return this;
    }

    /// <summary>Declares a variable.</summary>
    /// <param name="name">Name, also its id.</param>
    /// <param name="type">Alias of its type.</param>
    /// <param name="value">Default, in text form.</param>
    /// <returns>This builder.</returns>
    public WorkflowBuilder Variable(string name, string type = "Object", string? value = null)
    {
        _variables.Add((JsonNode)new JsonObject { ["id"] = name, ["name"] = name, ["typeName"] = type, ["isArray"] = false, ["value"] = value });
        return this;
    }

    /// <summary>Declares an input.</summary>
    /// <param name="name">Name.</param>
    /// <param name="type">Alias of its type.</param>
    /// <returns>This builder.</returns>
    public WorkflowBuilder Input(string name, string type = "Object")
    {
        _inputs.Add((JsonNode)new JsonObject { ["name"] = name, ["type"] = type });
        return this;
    }

    /// <summary>Declares an output.</summary>
    /// <param name="name">Name.</param>
    /// <param name="type">Alias of its type.</param>
    /// <returns>This builder.</returns>
    public WorkflowBuilder Output(string name, string type = "Object")
    {
        _outputs.Add((JsonNode)new JsonObject { ["name"] = name, ["type"] = type });
        return this;
    }

    /// <summary>Sets a custom property of the workflow, such as <c>persistenceMode</c> or <c>timeZone</c>.</summary>
    /// <param name="name">Name.</param>
    /// <param name="value">Value.</param>
    /// <returns>This builder.</returns>
    public WorkflowBuilder Custom(string name, string value)
    {
        _custom[name] = value;
        return this;
    }

    /// <summary>Sets an option of the workflow, such as <c>incidentStrategyType</c>.</summary>
    /// <param name="name">Name.</param>
    /// <param name="value">Value.</param>
    /// <returns>This builder.</returns>
    public WorkflowBuilder Option(string name, string value)
    {
        _options[name] = value;
        return this;
    }

    /// <summary>An activity's JSON.</summary>
    /// <param name="id">Id and name.</param>
    /// <param name="type">Type name.</param>
    /// <param name="inputs">Inputs by wire name.</param>
    /// <param name="custom">Custom properties.</param>
    /// <returns>The JSON.</returns>
    public static JsonObject Activity(string id, string type, object? inputs = null, object? custom = null)
    {
        var json = new JsonObject { ["id"] = id, ["name"] = id, ["type"] = type, ["version"] = 1 };
        if (custom is not null) json["customProperties"] = JsonSerializer.SerializeToNode(custom);
        foreach (var property in inputs?.GetType().GetProperties() ?? []) json[property.Name] = Wrap(property.GetValue(inputs));
        return json;
    }

    /// <summary>
    /// An input's JSON: text, numbers, booleans become literals; lists and objects an Object expression; an <see cref="ExpressionText"/> that expression; a
    /// <see cref="JsonNode"/> (an embedded activity, a plain property) stays as it is.
    /// </summary>
    /// <param name="value">The value.</param>
    /// <returns>The JSON.</returns>
    public static JsonNode? Wrap(object? value) => value switch
    {
        null => null,
        JsonNode node => node.DeepClone(),
        ExpressionText expression => Expression(expression.Type, JsonValue.Create(expression.Source)),
        string or bool or int or long or double or decimal => Expression("Literal", JsonSerializer.SerializeToNode(value)),
        TimeSpan span => Expression("Literal", JsonValue.Create(span.ToString("c"))),
        DateTimeOffset time => Expression("Literal", JsonValue.Create(time.ToString("O"))),
        Enum name => Expression("Literal", JsonValue.Create(name.ToString())),
        _ => Expression("Object", JsonValue.Create(JsonSerializer.Serialize(value))),
    };

    /// <summary>The definition.</summary>
    /// <returns>JSON text.</returns>
    public string ToJson() => new JsonObject
    {
        ["id"] = definitionId + ":1",
        ["definitionId"] = definitionId,
        ["name"] = definitionId,
        ["version"] = 1,
        ["isLatest"] = true,
        ["isPublished"] = true,
        ["variables"] = _variables.DeepClone(),
        ["inputs"] = _inputs.DeepClone(),
        ["outputs"] = _outputs.DeepClone(),
        ["customProperties"] = _custom.DeepClone(),
        ["options"] = _options.DeepClone(),
        ["root"] = new JsonObject
        {
            ["id"] = "flow",
            ["type"] = "Elsa.Flowchart",
            ["version"] = 1,
            ["activities"] = _activities.DeepClone(),
            ["connections"] = _connections.DeepClone(),
        },
    }.ToJsonString();

    private static JsonObject Expression(string type, JsonNode? value) => new()
    {
        ["typeName"] = "Object",
        ["expression"] = new JsonObject { ["type"] = type, ["value"] = value },
    };
}
