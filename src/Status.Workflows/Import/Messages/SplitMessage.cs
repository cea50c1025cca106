using Status.Workflows.Authoring;
using Status.Workflows.ControlFlow;
using Status.Workflows.Execution;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Import.Messages;

/// <summary>Sends one message for each part of a text, a list or an object, with <c>msg.parts</c> so that <see cref="JoinMessages"/> can put them together again.</summary>
[Activity("Status", "Messages", "Sends one message for each line of a text, item of a list or member of an object; for flowcharts that carry messages.", DisplayName = "Split Message")]
internal sealed class SplitMessage : CodeActivity
{
    [Input(Description = "Member of the message to split.", UIHint = InputUIHints.SingleLine, DefaultValue = "payload", Order = 1)]
    public Input<string>? Property { get; set; }

    [Input(Description = "What stands between the parts of a text.", UIHint = InputUIHints.SingleLine, DefaultValue = "\n", Order = 2)]
    public Input<string>? Separator { get; set; }

    [Input(Description = "Items of a list in one message.", UIHint = InputUIHints.SingleLine, DefaultValue = 1, Order = 3)]
    public Input<int>? Length { get; set; }

    [Input(Description = "Member of the message that gets the name of an object's member; empty: none.", UIHint = InputUIHints.SingleLine, Order = 4)]
    public Input<string?>? KeyProperty { get; set; }

    [Input(Description = "Characters in one part of a text; 0: the separator parts it.", UIHint = InputUIHints.SingleLine, DefaultValue = 0, Order = 5)]
    public Input<int>? Size { get; set; }

    /// <inheritdoc/>
    protected internal override ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        if (context.GetVariable(MessageFlow.Variable) is not DataObject message) throw new InvalidOperationException("There is no message: the activity works in a flowchart that carries messages.");
        var property = context.Get(Property) is { Length: > 0 } given ? given : "payload";
        var id = context.GetIdempotencyKey();
        var parts = MessagePath.Get(message, property) switch
        {
            string text when Size is not null && context.Get(Size) is > 0 and var size => Pieces(text, size),
            string text => Texts(text, context.Get(Separator) ?? "\n"),
            DataArray items => Items(items, Math.Max(1, context.Get(Length))),
            DataObject members => Members(members, context.Get(KeyProperty)),
            // What cannot be split is dropped, as in Node-RED.
            _ => [],
        };
        var sent = new DataArray(parts.Count);
        for (var i = 0; i < parts.Count; i++)
        {
            var (value, about, key) = parts[i];
            var part = (DataObject)MessageFlow.Clone(message)!;
            MessagePath.Set(part, property, value);
            if (about is not null)
            {
                if (part["parts"] is { } outer) about["parts"] = outer;
                (about["id"], about["index"], about["count"]) = (id, (double)i, (double)parts.Count);
                if (property != "payload") about["property"] = property;
                part["parts"] = about;
                if (key is not null && context.Get(KeyProperty) is { Length: > 0 } keyProperty) MessagePath.Set(part, keyProperty, key);
            }

            sent.Add(new DataObject { ["port"] = "Done", ["msg"] = part });
        }

        context.SetVariable(MessageFlow.SentVariable, sent);
        return default;
    }

    private static List<(object? Value, DataObject? About, string? Key)> Texts(string text, string separator) =>
        [.. (separator.Length == 0 ? [text] : text.Split(separator)).Select(part => ((object?)part, (DataObject?)new DataObject { ["type"] = "string", ["ch"] = separator }, (string?)null))];

    private static List<(object? Value, DataObject? About, string? Key)> Pieces(string text, int size) =>
        [.. text.Chunk(size).DefaultIfEmpty([]).Select(piece => ((object?)new string(piece), (DataObject?)new DataObject { ["type"] = "string", ["ch"] = "", ["len"] = (double)size }, (string?)null))];

    private static List<(object? Value, DataObject? About, string? Key)> Items(DataArray items, int length) =>
        [.. items.Chunk(length).Select(chunk =>
            (length == 1 ? chunk[0] : new DataArray(chunk), (DataObject?)new DataObject { ["type"] = "array", ["len"] = (double)length }, (string?)null))];

    private static List<(object? Value, DataObject? About, string? Key)> Members(DataObject members, string? keyProperty) =>
        [.. members.Select(m => (m.Value, (DataObject?)new DataObject { ["type"] = "object", ["key"] = m.Key }, keyProperty is { Length: > 0 } ? m.Key : null))];
}
