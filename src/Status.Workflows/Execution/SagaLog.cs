using System.Text.Json;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Execution;

/// <summary>What a run would have to undo: its completed compensable steps, oldest first. Committed state.</summary>
internal sealed class SagaLog
{
    /// <summary>The steps that were completed and not undone yet.</summary>
    public List<SagaStep> Steps { get; } = [];

    /// <summary>How the run ends once everything is undone; <c>null</c> while it goes on.</summary>
    public InstanceSubStatus? EndsAs { get; set; }

    /// <summary>Number of steps undone since the run began to end.</summary>
    public int Undone { get; set; }
}

/// <summary>A completed compensable step with what its branch sees: variables of the containers around it and the turn of a loop, as they were when it completed.</summary>
/// <param name="Node">The compensable activity.</param>
/// <param name="Sequence">Its execution.</param>
/// <param name="Scopes">The containers around it, the outermost first.</param>
/// <param name="Dynamic">Variables without a declaration, the loop's among them.</param>
internal sealed record SagaStep(PlanNode Node, int Sequence, IReadOnlyList<SagaScope> Scopes, DataObject Dynamic);

/// <summary>A container around a compensable step.</summary>
/// <param name="Node">The container.</param>
/// <param name="Sequence">Its execution.</param>
/// <param name="Visit">Its visit.</param>
/// <param name="Variables">Its variables in the order of their slots.</param>
internal sealed record SagaScope(PlanNode Node, int Sequence, int Visit, object?[] Variables);

/// <summary>Marks the execution of a compensable activity that undoes its step.</summary>
/// <param name="Requester">Number of the execution that asked for it; <c>null</c> when the run is ending.</param>
internal sealed record CompensationTurn(int? Requester);

/// <summary>The saga in a stored run.</summary>
internal static class SagaState
{
    public static void Write(Utf8JsonWriter writer, SagaLog? saga)
    {
        if (saga is null) return;
        writer.WriteStartObject("saga");
        if (saga.EndsAs is { } end) writer.WriteString("ends", end.ToString());
        if (saga.Undone > 0) writer.WriteNumber("undone", saga.Undone);
        writer.WriteStartArray("steps");
        foreach (var step in saga.Steps)
        {
            writer.WriteStartObject();
            writer.WriteString("a", step.Node.Key);
            writer.WriteNumber("n", step.Sequence);
            writer.WriteStartArray("scopes");
            foreach (var scope in step.Scopes)
            {
                writer.WriteStartObject();
                writer.WriteString("a", scope.Node.Key);
                writer.WriteNumber("n", scope.Sequence);
                writer.WriteNumber("visit", scope.Visit);
                writer.WritePropertyName("values");
                StateValue.Write(writer, new DataArray(scope.Variables));
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WritePropertyName("dynamic");
            StateValue.Write(writer, step.Dynamic);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    public static SagaLog? Read(JsonElement json, Func<string, PlanNode> node)
    {
        if (!json.TryGetProperty("saga", out var stored)) return null;
        var saga = new SagaLog
        {
            EndsAs = stored.TryGetProperty("ends", out var end) ? Enum.Parse<InstanceSubStatus>(end.GetString()!) : null,
            Undone = stored.TryGetProperty("undone", out var undone) ? undone.GetInt32() : 0,
        };
        foreach (var step in stored.GetProperty("steps").EnumerateArray())
        {
            var scopes = step.GetProperty("scopes").EnumerateArray().Select(s => new SagaScope(
                node(s.GetProperty("a").GetString()!), s.GetProperty("n").GetInt32(), s.GetProperty("visit").GetInt32(), [.. (DataArray)StateValue.Read(s.GetProperty("values"))!]));
            saga.Steps.Add(new SagaStep(node(step.GetProperty("a").GetString()!), step.GetProperty("n").GetInt32(), [.. scopes], StateValue.ReadDataObject(step.GetProperty("dynamic")) ?? []));
        }

        return saga;
    }

    /// <summary>A copy of a value that later changes do not reach.</summary>
    public static object? Copy(object? value)
    {
        if (value is not (DataObject or DataArray)) return value;
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { MaxDepth = 256 })) StateValue.Write(writer, value);
        using var document = JsonDocument.Parse(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), new JsonDocumentOptions { MaxDepth = 256 });
        return StateValue.Read(document.RootElement);
    }
}
