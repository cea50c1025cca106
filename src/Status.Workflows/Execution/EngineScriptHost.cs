using System.Collections.Frozen;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Status.Workflows.Expressions.JavaScript;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Execution;

/// <summary>What scripts see of their run. One per run; the execution that evaluates is set before each evaluation.</summary>
internal sealed class EngineScriptHost : ScriptHost
{
    private static readonly FrozenDictionary<string, HostFunction> _functions = MakeFunctions();

    private readonly VariablesObject _variables;
    private Dictionary<string, HostFunction?>? _accessors;

    public EngineScriptHost(Run run)
        : base(run.TimeProvider, run.Plan.TimeZone, () => NextDouble(run.Environment.Ids), run.Environment.Ids.NewGuid)
    {
        _variables = new VariablesObject(this);
    }

    /// <summary>Names of the functions that every script can call.</summary>
    public static IEnumerable<string> FunctionNames => _functions.Keys;

    /// <summary>The variables in sight, as an object.</summary>
    public HostObject Variables => _variables;

    /// <summary>The execution whose input or script is evaluated.</summary>
    public NodeExecution Execution { get; set; } = null!;

    /// <summary>What <c>setOutcome</c> or <c>setOutcomes</c> has set in this evaluation.</summary>
    public string[]? Outcomes { get; set; }

    /// <inheritdoc/>
    public override bool TryGetGlobal(string name, out object? value)
    {
        if (name == "variables")
        {
            value = _variables;
            return true;
        }

        if (_functions.TryGetValue(name, out var function))
        {
            value = function;
            return true;
        }

        value = name == "args" ? Execution.Run.Input : ScriptTypes.Find(name, this) ?? (object?)Accessor(name);
        return value is not null;
    }

    /// <summary>A number in [0, 1) with 53 random bits.</summary>
    private static double NextDouble(IdGenerator ids)
    {
        Span<byte> bytes = stackalloc byte[16];
        ids.NewGuid().TryWriteBytes(bytes, bigEndian: true, out _);
        // The last seven bytes of such an id are random throughout.
        var bits = System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]) & 0x1F_FFFF_FFFF_FFFF;
        return bits / 9007199254740992.0;
    }

    private HostFunction? Accessor(string name)
    {
        if (name.Length <= 3 || !char.IsUpper(name[3])) return null;
        var isGet = name.StartsWith("get", StringComparison.Ordinal);
        if (!isGet && !name.StartsWith("set", StringComparison.Ordinal)) return null;
        _accessors ??= new Dictionary<string, HostFunction?>(StringComparer.Ordinal);
        // Only names of the plan are remembered: variables made during the run come and go with their scope.
        if (_accessors.TryGetValue(name, out var known)) return known;
        var accessor = isGet ? Getter(name[3..]) : Setter(name[3..]);
        if (accessor is not null) _accessors[name] = accessor;
        return accessor;
    }

    private HostFunction? Getter(string name)
    {
        var camel = char.ToLowerInvariant(name[0]) + name[1..];
        foreach (var candidate in (ReadOnlySpan<string>)[name, camel])
        {
            var found = candidate;
            // Inside a workflow used as an activity an input is a variable; outside the same name is the run's.
            if (Execution.TryGetVariable(found, out _)) return call => Of(call).TryGetVariable(found, out var value) ? value : Of(call).GetInput(found);
        }

        foreach (var input in Execution.Run.Plan.Definition.Inputs)
        {
            if (string.Equals(input.Name, name, StringComparison.Ordinal) || string.Equals(input.Name, camel, StringComparison.Ordinal)) return call => Of(call).TryGetVariable(input.Name, out var value) ? value : Of(call).GetInput(input.Name);
        }

        return OutputGetter(name);
    }

    private HostFunction? Setter(string name)
    {
        var camel = char.ToLowerInvariant(name[0]) + name[1..];
        foreach (var candidate in (ReadOnlySpan<string>)[name, camel])
        {
            var found = candidate;
            if (!Execution.TryGetVariable(found, out _)) continue;
            return call =>
            {
                Of(call).SetVariable(found, call[0]);
                return null;
            };
        }

        return null;
    }

    /// <summary><c>get&lt;Output&gt;From&lt;Activity&gt;()</c>.</summary>
    private HostFunction? OutputGetter(string name)
    {
        for (var at = name.IndexOf("From", StringComparison.Ordinal); at > 0; at = name.IndexOf("From", at + 1, StringComparison.Ordinal))
        {
            var output = name[..at];
            var activity = name[(at + 4)..];
            if (FindNode(Execution, activity) is not { } node || !node.Descriptor.Outputs.Any(o => o.Name == output)) continue;
            // A workflow used twice has two activities of each name.
            if (node.IsInsideWorkflow) return call => OutputFrom(Of(call), activity, output);
            return call => Of(call).Run.OutputsOf(node)?[output];
        }

        return null;
    }

    /// <summary>An activity of the same workflow, else of those around it.</summary>
    public static PlanNode? FindNode(NodeExecution execution, string idOrName)
    {
        for (var prefix = execution.Node.KeyPrefix; ; prefix = prefix[..(prefix[..^1].LastIndexOf('/') + 1)])
        {
            if (FindNode(execution.Run.Plan, prefix, idOrName) is { } found) return found;
            if (prefix.Length == 0) return null;
        }
    }

    private static PlanNode? FindNode(WorkflowPlan plan, string prefix, string idOrName) =>
        plan.FindById(prefix + idOrName)
        ?? Array.Find(plan.Nodes, n => n.KeyPrefix == prefix && string.Equals(n.Definition.Name, idOrName, StringComparison.Ordinal))
        ?? Array.Find(plan.Nodes, n => n.KeyPrefix == prefix && string.Equals(n.Definition.Name ?? n.Id, idOrName, StringComparison.OrdinalIgnoreCase));

    private static NodeExecution Of(ScriptCall call) => ((EngineScriptHost)call.Host).Execution;

    private static FrozenDictionary<string, HostFunction> MakeFunctions() => new Dictionary<string, HostFunction>(StringComparer.Ordinal)
    {
        ["getVariable"] = static call => Of(call).GetVariable(call.Text(0)),
        ["setVariable"] = static call =>
        {
            Of(call).SetVariable(call.Text(0), call[1]);
            return null;
        },
        ["getInput"] = static call => Of(call).GetInput(call.Text(0)),
        ["getOutputFrom"] = static call => OutputFrom(Of(call), call.Text(0), call.Text(1, "Result")),
        ["getLastResult"] = static call => Of(call).Run.LastResult,
        ["getWorkflowInstanceId"] = static call => Of(call).Run.InstanceId,
        ["getWorkflowInstanceName"] = static call => Of(call).Run.Name,
        ["setWorkflowInstanceName"] = static call => Of(call).Run.Name = call.Text(0),
        ["getWorkflowDefinitionId"] = static call => Of(call).Run.Plan.Definition.DefinitionId,
        ["getWorkflowDefinitionVersionId"] = static call => Of(call).Run.Plan.Definition.Id,
        ["getWorkflowDefinitionVersion"] = static call => (double)Of(call).Run.Plan.Definition.Version,
        ["getCorrelationId"] = static call => Of(call).Run.CorrelationId,
        ["setCorrelationId"] = static call => Of(call).Run.CorrelationId = call.Has(0) ? call.Text(0) : null,
        ["setOutcome"] = static call => SetOutcomes(call, [call.Text(0)]),
        ["setOutcomes"] = static call => SetOutcomes(call, call[0] is DataArray names ? [.. names.Select(n => n as string ?? DataJson.ToJson(n))] : [call.Text(0)]),
        ["isNullOrWhiteSpace"] = static call => string.IsNullOrWhiteSpace(call.Text(0)),
        ["isNullOrEmpty"] = static call => string.IsNullOrEmpty(call.Text(0)),
        ["newGuid"] = static call => call.Host.NextId().ToString(),
        ["newGuidString"] = static call => call.Host.NextId().ToString(),
        ["newShortGuid"] = static call => Short(call.Host.NextId()),
        ["getGuidString"] = static call => GuidOf(call).ToString(),
        ["getShortGuid"] = static call => Short(GuidOf(call)),
        ["getConfig"] = static call => Settings(call).Config.TryGetValue(call.Text(0), out var value) ? value : null,
        ["createEventTriggerUrl"] = static call => TriggerUrl(call),
        ["streamToBytes"] = static call => Content(call),
        ["streamToBase64"] = static call => Convert.ToBase64String(Content(call)),
        ["parseGuid"] = static call => GuidOf(call).ToString(),
        ["toJson"] = static call => DataJson.ToJson(call[0]),
        ["bytesToString"] = static call => Encoding.UTF8.GetString(Bytes(call)),
        ["bytesFromString"] = static call => Encoding.UTF8.GetBytes(call.Text(0)),
        ["bytesToBase64"] = static call => Convert.ToBase64String(Bytes(call)),
        ["bytesFromBase64"] = static call => FromBase64(call.Text(0)),
        ["stringToBase64"] = static call => Convert.ToBase64String(Encoding.UTF8.GetBytes(call.Text(0))),
        ["stringFromBase64"] = static call => Encoding.UTF8.GetString(FromBase64(call.Text(0))),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static Guid GuidOf(ScriptCall call) => Guid.TryParse(call.Text(0), out var id) ? id : throw new ScriptFaultException($"'{call.Text(0)}' is not a GUID.");

    private static string Short(Guid id) => Convert.ToBase64String(id.ToByteArray()).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    private static ScriptSettings Settings(ScriptCall call) => Of(call).Run.Environment.Services.GetRequiredService<IOptions<ScriptSettings>>().Value;

    /// <summary>An address that triggers an event for this run, until it expires: a duration, a time, or a number of milliseconds from now; a day when none is given.</summary>
    private static string TriggerUrl(ScriptCall call)
    {
        var run = Of(call).Run;
        var expires = call[1] switch
        {
            DateTimeOffset time => time,
            TimeSpan span => call.Host.Now + span,
            double milliseconds when milliseconds is > 0 and < 1e13 => call.Host.Now.AddMilliseconds(milliseconds),
            null => call.Host.Now.AddDays(1),
            _ => throw new ScriptFaultException("createEventTriggerUrl takes the name of an event, and a duration or a time."),
        };
        if (ReservedFacts.IsReserved(call.Text(0))) throw new ScriptFaultException(ReservedFacts.Refusal(call.Text(0)));
        var token = run.Environment.Services.GetRequiredService<ResumeTokens>().ForEvent(call.Text(0), run.InstanceId, expires);
        return $"{Settings(call).PublicAddress?.TrimEnd('/')}/elsa/api/events/trigger?t={Uri.EscapeDataString(token)}";
    }

    /// <summary>The bytes of what would be a stream in Elsa: bytes, or a file.</summary>
    private static byte[] Content(ScriptCall call) => call[0] switch
    {
        byte[] bytes => bytes,
        DataObject file when file["content"] is byte[] content => content,
        _ => throw new ScriptFaultException("The argument must be bytes or a file."),
    };

    private static object? SetOutcomes(ScriptCall call, string[] outcomes)
    {
        ((EngineScriptHost)call.Host).Outcomes = outcomes;
        return null;
    }

    public static object? OutputFrom(NodeExecution execution, string activity, string output) =>
        FindNode(execution, activity) is { } node ? execution.Run.OutputsOf(node)?[output] : throw new ScriptFaultException($"There is no activity '{activity}'.");

    private static byte[] Bytes(ScriptCall call) => call[0] as byte[] ?? throw new ScriptFaultException("The argument must be bytes.");

    private static byte[] FromBase64(string text)
    {
        try
        {
            return Convert.FromBase64String(text);
        }
        catch (FormatException)
        {
            throw new ScriptFaultException("The argument is not base64 text.");
        }
    }

    /// <summary><c>variables</c>: every variable in sight as a member.</summary>
    private sealed class VariablesObject(EngineScriptHost host) : HostObject
    {
        public override IEnumerable<string> Keys => host.Execution.VariableNames();

        public override bool TryGet(string name, out object? value) => host.Execution.TryGetVariable(name, out value);

        public override bool TrySet(string name, object? value) => host.Execution.TrySetVariable(name, value);
    }
}
