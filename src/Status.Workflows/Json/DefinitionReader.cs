using System.Globalization;
using System.Text.Json;
using Status.Workflows.Model;

namespace Status.Workflows.Json;

/// <summary>Turns parsed JSON into a definition and collects what is wrong with it. One object reads one definition.</summary>
internal sealed class DefinitionReader(DefinitionLimits limits)
{
    private readonly List<DefinitionProblem> _problems = [];

    public DefinitionReadResult Read(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            Report("$", "A definition is a JSON object.");
            return new DefinitionReadResult(null, _problems);
        }

        var root = json.Member("root");
        if (root.ValueKind != JsonValueKind.Object)
        {
            Report("$.root", "The definition has no root activity.");
            return new DefinitionReadResult(null, _problems);
        }

        var activities = new ActivityReader(this, limits);
        var rootActivity = activities.Read(root, "$.root", "Workflow1");
        if (rootActivity is null || activities.Exhausted) return new DefinitionReadResult(null, _problems);
        return new DefinitionReadResult(ReadEnvelope(json, rootActivity, activities.Count), _problems);
    }

    public void Report(string path, string message, ProblemSeverity severity = ProblemSeverity.Error, string? activityId = null) =>
        _problems.Add(new DefinitionProblem(path, message, severity, activityId));

    public string? Text(JsonElement parent, string name, string path)
    {
        var value = parent.Member(name);
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                var text = value.GetString();
                // The store cannot keep it, and no name, type or id needs it.
                if (text!.Contains('\0', StringComparison.Ordinal)) Report($"{path}.{name}", "The text holds a NUL character.");
                return text;
            case JsonValueKind.Undefined or JsonValueKind.Null: return null;
            default:
                Report($"{path}.{name}", "Must be a text.");
                return null;
        }
    }

    public IReadOnlyList<VariableDefinition> Variables(JsonElement parent, string path) => List(parent, "variables", path, (item, at) =>
    {
        var name = Text(item, "name", at);
        var id = Text(item, "id", at);
        if (string.IsNullOrWhiteSpace(name) && string.IsNullOrWhiteSpace(id))
        {
            Report($"{at}.name", "A variable needs a name.");
            return null;
        }

        return new VariableDefinition
        {
            Id = string.IsNullOrWhiteSpace(id) ? name! : id,
            Name = string.IsNullOrWhiteSpace(name) ? id! : name,
            TypeName = Text(item, "typeName", at) ?? "Object",
            IsArray = Flag(item, "isArray", at),
            Value = item.Member("value"),
            StorageDriverTypeName = Text(item, "storageDriverTypeName", at),
            Raw = item,
        };
    });

    public IReadOnlyList<T> List<T>(JsonElement parent, string name, string path, Func<JsonElement, string, T?> read)
        where T : class
    {
        var array = parent.Member(name).Unwrapped();
        if (array.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null) return [];
        if (array.ValueKind != JsonValueKind.Array)
        {
            Report($"{path}.{name}", "Must be a list.");
            return [];
        }

        var result = new List<T>();
        var index = 0;
        foreach (var item in array.EnumerateArray())
        {
            var at = $"{path}.{name}[{index++}]";
            if (item.ValueKind != JsonValueKind.Object) Report(at, "Must be an object.");
            else if (read(item, at) is { } value) result.Add(value);
        }

        return result;
    }

    public bool Flag(JsonElement parent, string name, string path, bool otherwise = false)
    {
        var value = parent.Member(name);
        switch (value.ValueKind)
        {
            case JsonValueKind.True: return true;
            case JsonValueKind.False: return false;
            case JsonValueKind.Undefined or JsonValueKind.Null: return otherwise;
            default:
                Report($"{path}.{name}", "Must be true or false.");
                return otherwise;
        }
    }

    public int Whole(JsonElement parent, string name, string path, int otherwise)
    {
        var value = parent.Member(name);
        if (value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null) return otherwise;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number)) return number;
        Report($"{path}.{name}", "Must be a whole number.");
        return otherwise;
    }

    private WorkflowDefinition ReadEnvelope(JsonElement json, ActivityDefinition root, int count)
    {
        var name = Text(json, "name", "$");
        var definitionId = Text(json, "definitionId", "$");
        if (string.IsNullOrWhiteSpace(definitionId)) definitionId = Slug(name);
        var version = Whole(json, "version", "$", 1);
        if (version < 1) Report("$.version", "Versions count from 1.");
        var id = Text(json, "id", "$");
        var custom = json.Member("customProperties");
        if (custom.ValueKind is not (JsonValueKind.Object or JsonValueKind.Undefined or JsonValueKind.Null)) Report("$.customProperties", "Must be an object.");
        return new WorkflowDefinition
        {
            Id = string.IsNullOrWhiteSpace(id) ? $"{definitionId}:{version}" : id,
            DefinitionId = definitionId,
            Name = string.IsNullOrWhiteSpace(name) ? definitionId : name,
            Description = Text(json, "description", "$"),
            Version = version,
            ToolVersion = Text(json, "toolVersion", "$"),
            CreatedAt = Time(json, "createdAt"),
            IsLatest = Flag(json, "isLatest", "$", otherwise: true),
            IsPublished = Flag(json, "isPublished", "$"),
            IsReadonly = Flag(json, "isReadonly", "$"),
            IsSystem = Flag(json, "isSystem", "$"),
            Variables = Variables(json, "$"),
            Inputs = List(json, "inputs", "$", ReadInput),
            Outputs = List(json, "outputs", "$", ReadOutput),
            Outcomes = ReadOutcomes(json),
            Options = ReadOptions(json),
            CustomProperties = custom,
            Root = root,
            ActivityCount = count,
            Raw = json,
        };
    }

    private WorkflowOptions ReadOptions(JsonElement json)
    {
        var options = json.Member("options");
        if (options.ValueKind is not (JsonValueKind.Object or JsonValueKind.Undefined or JsonValueKind.Null)) Report("$.options", "Must be an object.");
        return new WorkflowOptions
        {
            ActivationStrategyType = Text(options, "activationStrategyType", "$.options"),
            // Exports of early Elsa 3 versions carry it at the top.
            UsableAsActivity = Flag(options, "usableAsActivity", "$.options", Flag(json, "usableAsActivity", "$")),
            AutoUpdateConsumingWorkflows = Flag(options, "autoUpdateConsumingWorkflows", "$.options"),
            ActivityCategory = Text(options, "activityCategory", "$.options"),
            IncidentStrategyType = Text(options, "incidentStrategyType", "$.options"),
            CommitStrategyName = Text(options, "commitStrategyName", "$.options"),
        };
    }

    private InputDefinition? ReadInput(JsonElement item, string at)
    {
        if (Text(item, "name", at) is not { Length: > 0 } name)
        {
            Report($"{at}.name", "An input needs a name.");
            return null;
        }

        return new InputDefinition
        {
            Name = name,
            Type = Text(item, "type", at) ?? "Object",
            IsArray = Flag(item, "isArray", at) || Flag(item, "isCollection", at),
            DisplayName = Text(item, "displayName", at),
            Description = Text(item, "description", at),
            Category = Text(item, "category", at),
            UIHint = Text(item, "uiHint", at),
            Raw = item,
        };
    }

    private OutputDefinition? ReadOutput(JsonElement item, string at)
    {
        if (Text(item, "name", at) is not { Length: > 0 } name)
        {
            Report($"{at}.name", "An output needs a name.");
            return null;
        }

        return new OutputDefinition
        {
            Name = name,
            Type = Text(item, "type", at) ?? "Object",
            IsArray = Flag(item, "isArray", at) || Flag(item, "isCollection", at),
            DisplayName = Text(item, "displayName", at),
            Description = Text(item, "description", at),
            Raw = item,
        };
    }

    private List<string> ReadOutcomes(JsonElement json)
    {
        var outcomes = json.Member("outcomes").Unwrapped();
        if (outcomes.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null) return [];
        if (outcomes.ValueKind == JsonValueKind.Array && outcomes.EnumerateArray().All(o => o.ValueKind == JsonValueKind.String))
            return [.. outcomes.EnumerateArray().Select(o => o.GetString()!)];
        Report("$.outcomes", "Must be a list of texts.");
        return [];
    }

    private DateTimeOffset? Time(JsonElement json, string name)
    {
        if (Text(json, name, "$") is not { } text) return null;
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)) return time;
        Report($"$.{name}", "Must be a date and time (ISO 8601).");
        return null;
    }

    private static string Slug(string? name)
    {
        var slug = string.Concat((name ?? "").ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')).Trim('-');
        return slug.Length > 0 ? slug : "workflow";
    }
}
