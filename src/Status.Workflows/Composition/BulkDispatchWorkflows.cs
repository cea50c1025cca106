using Microsoft.Extensions.Options;
using Status.Workflows.Authoring;
using Status.Workflows.Execution;
using Status.Workflows.Expressions;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Composition;

/// <summary>
/// Elsa's <c>BulkDispatchWorkflows</c>, with back-pressure: a bounded number of children is under way, and a commit starts a bounded number of them. What is left to do is kept with
/// the run, so it goes on after a restart, on whatever host; and after a fault, when it is retried, no item is dispatched a second time.
/// </summary>
[Activity("Elsa", "Composition", "Starts a workflow once for each item.", Kind = ActivityKind.Task)]
[FlowNode("Completed", "Canceled", "Done")]
internal sealed class BulkDispatchWorkflows : Activity, IStartsRuns, IGoesOn
{
    private const string StimulusName = "Elsa.BulkDispatchWorkflows";

    /// <summary>Bytes of items from which on they stand beside the run.</summary>
    private const int LargestInState = 8 << 10;

    [Input(Description = "The workflow to start.", DisplayName = "Workflow Definition", UIHint = InputUIHints.WorkflowDefinitionPicker, IsRequired = true)]
    public Input<string>? WorkflowDefinitionId { get; set; }

    [Input(Description = "The items: a list, or JSON text of one.", UIHint = InputUIHints.SingleLine)]
    public Input<object?>? Items { get; set; }

    [Input(Description = "Name of the input that gets an item which is no object; the members of an object become inputs.", UIHint = InputUIHints.SingleLine, DefaultValue = "Item")]
    public Input<string?> DefaultItemInputKey { get; set; } = new("Item");

    [Input(Description = "Gives the correlation id of a child; the item and its members are variables.", UIHint = InputUIHints.SingleLine, AutoEvaluate = false)]
    public Input<string?>? CorrelationIdFunction { get; set; }

    [Input(Description = "Inputs that every child gets, as an object.")]
    public Input<DataObject?>? Input { get; set; }

    [Input(Description = "Go on only when all children have ended.", DefaultValue = true)]
    public Input<bool> WaitForCompletion { get; set; } = new(true);

    [Port]
    public Activity? ChildCompleted { get; set; }

    [Port]
    public Activity? ChildFaulted { get; set; }

    [Output(Description = "Number of children that were started.")]
    public Output<int>? Result { get; set; }

    /// <inheritdoc/>
    public IEnumerable<string> RunsUnderWay(NodeExecution execution) => BulkDispatchState.Read(execution) is { Waits: true } state ? state.Open.Select(i => ChildOf(execution, i)) : [];

    /// <inheritdoc/>
    public string? WhyItStays(NodeExecution execution) =>
        BulkDispatchState.Read(execution) is { Items: null } state && state.Next < state.Total ? $"{state.Total - state.Next} items that it has still to dispatch stand beside the run and are not in the file." : null;

    protected internal override async ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var self = (NodeExecution)context;
        if (BulkDispatchState.Read(self) is { } left && left.Restarts == self.Extras.Restarts)
        {
            if (self.OpenBookmarks == 0) Listen(context);
            await GoOnAsync(self, left);
            return;
        }

        var items = ItemsOf(context.Get(Items));
        var state = new BulkDispatchState
        {
            Total = items.Count,
            KeptAt = self.Run.Revision,
            Restarts = self.Extras.Restarts,
            DefinitionId = await ChildWorkflow.RequireAsync(context, context.Get(WorkflowDefinitionId)),
            Input = context.Get(Input) ?? [],
            ItemName = context.Get(DefaultItemInputKey) is { Length: > 0 } name ? name : "Item",
            Waits = context.Get(WaitForCompletion),
        };
        // They are kept with the run as what is left to do; the journal does not repeat them.
        self.Extras.Memo = null;
        context.JournalData["Items"] = (double)items.Count;
        context.Set(Result, items.Count);
        if (List(self) is { } list && DataJson.ToUtf8(items).Length > LargestInState) self.Enlist(list.Keep(KeyOf(self), self.WorkflowInstanceId, items));
        else state.Items = items;
        Listen(context);
        await GoOnAsync(self, state, items);
    }

    private void Listen(ActivityExecutionContext context) =>
        context.CreateBookmark(new CreateBookmarkArgs { BookmarkName = StimulusName, Stimulus = Wait(context), IncludeActivityInstanceId = true, AutoBurn = false, Callback = OnStimulusAsync });

    private ValueTask OnStimulusAsync(ActivityExecutionContext context)
    {
        var self = (NodeExecution)context;
        var state = BulkDispatchState.Read(self)!;
        if (context.StimulusInput?["workflowInstanceId"] is not string child) return GoOnAsync(self, state);
        var index = state.Open.FindIndex(i => ChildOf(self, i) == child);
        if (index < 0) return default;
        state.Open.RemoveAt(index);
        var ended = context.StimulusInput["subStatus"] as string ?? (context.StimulusInput.ContainsKey(ChildResult.Refusal) ? nameof(InstanceSubStatus.Faulted) : "");
        state.Canceled |= ended == nameof(InstanceSubStatus.Cancelled);
        var handler = ended == nameof(InstanceSubStatus.Faulted) ? ChildFaulted : ended == nameof(InstanceSubStatus.Finished) ? ChildCompleted : null;
        if (handler is null) return GoOnAsync(self, state);
        state.Write(self);
        return context.ScheduleActivityAsync(handler, OnHandledAsync, new DataObject
        {
            ["ChildInstanceId"] = child,
            ["ChildStatus"] = ended,
            ["ChildOutput"] = context.StimulusInput["output"] ?? new DataObject(),
        });
    }

    private ValueTask OnHandledAsync(ActivityExecutionContext context) => GoOnAsync((NodeExecution)context, BulkDispatchState.Read((NodeExecution)context)!);

    /// <summary>Starts as many children as there is room for, and completes when all is done.</summary>
    private async ValueTask GoOnAsync(NodeExecution self, BulkDispatchState state, DataArray? all = null)
    {
        var options = self.GetRequiredService<IOptions<BulkDispatchOptions>>().Value;
        var room = state.Waits ? Math.Min(options.MaxPerCommit, options.MaxUnderWay - state.Open.Count) : options.MaxPerCommit;
        var items = await NextAsync(self, state, all, Math.Min(room, state.Total - state.Next));
        try
        {
            foreach (var item in items) StartNext(self, state, item);
        }
        finally
        {
            // Also when an item cannot be dispatched: those before it have been.
            state.Write(self);
        }

        if (state.Next == state.Total)
        {
            if (state.Waits && (state.Open.Count > 0 || self.OpenChildren > 0)) return;
            if (state.Items is null) self.Enlist(List(self)!.Forget(KeyOf(self)));
            await (state.Waits ? self.CompleteActivityWithOutcomesAsync(state.Canceled ? "Canceled" : "Completed", "Done") : self.CompleteActivityAsync());
        }
        else if (!state.Waits || state.Open.Count < options.MaxUnderWay)
        {
            ContinueLater(self, state);
        }
    }

    /// <summary>The next items; none when the commit that keeps them is still to come, then they follow it.</summary>
    private static async ValueTask<IReadOnlyList<object?>> NextAsync(NodeExecution self, BulkDispatchState state, DataArray? all, int take)
    {
        if (take <= 0) return [];
        if (all is not null) return [.. all.Skip(state.Next).Take(take)];
        if (state.Items is { } left) return [.. left.Skip(state.Next - state.First).Take(take)];
        if (self.Run.Revision == state.KeptAt) return [];
        var items = await List(self)!.ReadAsync(KeyOf(self), state.Next, take, self.CancellationToken);
        return items.Count == take ? items : throw new InvalidOperationException("The items that are left to dispatch are not there any more.");
    }

    // A test case of a definition runs without one: there the items stay with the run.
    private static IDispatchList? List(NodeExecution self) => (IDispatchList?)self.Run.Services.GetService(typeof(IDispatchList));

    private static string KeyOf(NodeExecution self) => IdGenerator.Derive("dispatch", ChildWorkflow.KeyOf(self));

    private void StartNext(NodeExecution self, BulkDispatchState state, object? item)
    {
        var input = new DataObject(state.Input);
        if (item is DataObject members) foreach (var (name, value) in members) input[name] = value;
        else input[state.ItemName] = item;
        ParentReply Reply(string child) => new(Stimulus.Hash(StimulusName, Wait(self), self.Id));
        ChildWorkflow.Start(self, state.DefinitionId, Correlation(self, item, state.ItemName), input, state.Waits ? Reply : null, Suffix(state.Next));
        if (state.Waits) state.Open.Add(state.Next);
        state.Next++;
    }

    private string? Correlation(NodeExecution self, object? item, string itemName)
    {
        if (CorrelationIdFunction is null) return null;
        var before = self.Extras.Dynamic;
        self.Extras.Dynamic = new DataObject(item as DataObject ?? []) { [itemName] = item, ["Item"] = item };
        try
        {
            return CorrelationIdFunction.Get(self);
        }
        finally
        {
            self.Extras.Dynamic = before;
        }
    }

    // Behind the children of this commit, so that they are claimed first.
    private static void ContinueLater(NodeExecution self, BulkDispatchState state) => self.Enqueue(new InboxItem
    {
        Id = IdGenerator.Derive("bulk-next", self.Id, $"{state.Restarts}/{state.Next}/{self.Run.Revision}"),
        Kind = InboxItemKind.Resume,
        InstanceId = self.WorkflowInstanceId,
        StimulusHash = Stimulus.Hash(StimulusName, Wait(self), self.Id),
        Cause = self.Run.Cause,
        Depth = Math.Max(0, self.Run.Depth - 1),
    });

    private static DataObject Wait(ActivityExecutionContext context) => new() { ["ParentInstanceId"] = context.WorkflowInstanceId };

    private static string Suffix(int index) => $"/{index}";

    private static string ChildOf(NodeExecution self, int index) => IdGenerator.Derive("child", ChildWorkflow.KeyOf(self) + Suffix(index));

    private static DataArray ItemsOf(object? items) => items switch
    {
        null => [],
        DataArray list => list,
        string text => DataJson.Parse(System.Text.Encoding.UTF8.GetBytes(text)) as DataArray ?? throw new InvalidOperationException("The text of the items is no JSON list."),
        _ => ValueConverter.To<DataArray>(items) ?? [],
    };
}
