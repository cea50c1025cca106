using System.Globalization;
using System.Text.Json;
using Status.Workflows.Execution;
using Status.Workflows.Json;
using Status.Workflows.Model.Data;

namespace Status.Workflows.ControlFlow;

/// <summary>
/// A flowchart whose connections carry messages, as in Node-RED: every arrival runs its activity once, with a message of its own, and nothing is joined unless an activity joins it. The
/// flowchart asks for it with the custom property <see cref="PropertyName"/>. An activity sees its message as the variable <c>msg</c>; what it leaves there goes on over every connection of
/// its outcomes, the first as it is, further ones as copies. An activity that sends several messages puts <c>{port, msg}</c> into the variable <c>$messages</c> instead.
/// </summary>
internal sealed class MessageFlow
{
    /// <summary>Custom property of the flowchart, true.</summary>
    public const string PropertyName = "Status:Messages";

    /// <summary>Custom property of an activity: members of the message by path, and what fills them when the activity completes.</summary>
    public const string FillPropertyName = "Status:Message";

    /// <summary>Custom property of an activity whose faults leave over <see cref="FaultPort"/> with <c>msg.error</c>: <c>{id, type, name}</c> of what the error names as its source.</summary>
    public const string FaultPropertyName = "Status:Fault";

    /// <summary>The port of faults that are caught.</summary>
    public const string FaultPort = "Fault";

    /// <summary>The variable that holds the message.</summary>
    public const string Variable = "msg";

    /// <summary>The variable that holds the messages to send, when they are not the one in <see cref="Variable"/>.</summary>
    public const string SentVariable = "$messages";

    private readonly FlowGraph _graph;
    private readonly MessageFill[]?[] _fills;
    private readonly DataObject?[] _sources;

    private MessageFlow(FlowGraph graph)
    {
        _graph = graph;
        _fills = [.. graph.Children.Select(c => MessageFill.Read(c.Definition.Raw.Member("customProperties").Member(FillPropertyName)))];
        _sources = [.. graph.Children.Select(SourceOf)];
    }

    /// <summary>The flow of a flowchart; <c>null</c> when it is one of tokens.</summary>
    public static MessageFlow? Of(PlanNode node, FlowGraph graph) =>
        node.Definition.Raw.Member("customProperties").Member(PropertyName).ValueKind == JsonValueKind.True ? new MessageFlow(graph) : null;

    /// <summary>A copy that shares nothing with the original.</summary>
    public static object? Clone(object? value) => value switch
    {
        DataObject members => new DataObject(members.Select(m => KeyValuePair.Create(m.Key, Clone(m.Value)))),
        DataArray items => new DataArray(items.Select(Clone)),
        _ => value,
    };

    /// <summary>Starts at an activity, with the inputs of the workflow as message.</summary>
    public void Start(NodeExecution self, int start)
    {
        var message = (DataObject)Clone(self.Run.Input)!;
        message["_msgid"] ??= IdGenerator.Derive(self.Run.InstanceId, "message", self.Run.ExecutionCount.ToString(CultureInfo.InvariantCulture))[..16];
        Schedule(self, start, message);
    }

    /// <summary>Sends on what a child leaves.</summary>
    public ValueTask OnChildCompletedAsync(NodeExecution self, NodeExecution child)
    {
        if (child.Node.IsTerminal) return self.CompleteActivityAsync();
        var position = child.Node.Position;
        var carried = child.ExtrasOrNull?.Dynamic;
        var message = carried?[Variable];
        foreach (var fill in _fills[position] ?? []) message = fill.Apply(message as DataObject ?? [], self.Run.OutputsOf(child.Node), self.Run.TimeProvider);
        // From the script itself, or from an activity whose result is a list of messages.
        if ((carried?[SentVariable] ?? (_fills[position] is null ? null : (message as DataObject)?[SentVariable])) is DataArray sent)
        {
            foreach (var item in sent.OfType<DataObject>())
                Send(self, position, port => port == item["port"] as string, item["msg"]);
        }
        else
        {
            Send(self, position, child.HasOutcome, message);
        }

        return self.OpenChildren == 0 ? self.CompleteActivityAsync() : default;
    }

    /// <summary>Whether an activity's faults lead on in a flow of messages.</summary>
    public static bool LetsFaultsOut(PlanNode child) => SourceOf(child) is not null;

    /// <summary>Whether a child's faults lead on.</summary>
    public bool Catches(NodeExecution child) => child.Node.Position is var position && position >= 0 && position < _sources.Length && _sources[position] is not null;

    /// <summary>Sends the message of a child that has faulted to who hears of it.</summary>
    public ValueTask OnChildFaultedAsync(NodeExecution self, NodeExecution child, Exception fault)
    {
        var position = child.Node.Position;
        var message = child.ExtrasOrNull?.Dynamic?[Variable] as DataObject ?? [];
        message["error"] = new DataObject { ["message"] = fault.Message, ["source"] = Clone(_sources[position]) };
        Send(self, position, static port => port == FaultPort, message);
        return self.OpenChildren == 0 ? self.CompleteActivityAsync() : default;
    }

    /// <summary>A message that was cancelled leads nowhere; the flow ends with its last one.</summary>
    public static ValueTask OnChildCanceledAsync(NodeExecution self) => self.OpenChildren == 0 ? self.CompleteActivityAsync() : default;

    private static DataObject? SourceOf(PlanNode child)
    {
        var source = child.Definition.Raw.Member("customProperties").Member(FaultPropertyName);
        if (source.ValueKind != JsonValueKind.Object) return null;
        var named = (DataObject)DataJson.From(source)!;
        named["count"] = 1.0;
        return named;
    }

    private void Send(NodeExecution self, int source, Func<string, bool> leaves, object? message)
    {
        var isFirst = true;
        foreach (var edge in _graph.Outbound[source])
        {
            if (!leaves(_graph.Edges[edge].Port)) continue;
            Schedule(self, _graph.Edges[edge].Target, isFirst ? message : Clone(message));
            isFirst = false;
        }
    }

    private void Schedule(NodeExecution self, int child, object? message) =>
        self.Run.Schedule(_graph.Children[child], self).Extras.Dynamic = new DataObject { [Variable] = message };
}
