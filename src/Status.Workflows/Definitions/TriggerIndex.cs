using System.Globalization;
using Status.Workflows.Authoring;
using Status.Workflows.Execution;
using Status.Workflows.Expressions;
using Status.Workflows.Scheduling;

namespace Status.Workflows.Definitions;

/// <summary>What the triggers of a definition listen to, computed without a run.</summary>
internal sealed class TriggerIndex
{
    private readonly List<TriggerRecord> _triggers = [];
    private readonly List<TriggerTimer> _timers = [];
    private readonly Dictionary<string, PlanNode> _nodes = new(StringComparer.Ordinal);
    private readonly WorkflowPlan _plan;
    private readonly DateTimeOffset _now;
    private readonly ProblemList _problems;

    public TriggerIndex(WorkflowPlan plan, DateTimeOffset now, ProblemList problems)
    {
        _plan = plan;
        _now = now;
        _problems = problems;
        var context = new IndexingContext(plan.TimeZone);
        foreach (var node in plan.Nodes)
        {
            if (node is { Definition.CanStartWorkflow: true, IsInsideWorkflow: false, Activity: Trigger trigger }) Add(node, trigger, context);
        }
    }

    public IReadOnlyList<TriggerRecord> Triggers => _triggers;

    public IReadOnlyList<TriggerTimer> Timers => _timers;

    /// <summary>Reports HTTP endpoints whose path and method another published definition has.</summary>
    public void RefuseTaken(IEnumerable<TriggerRecord> published)
    {
        var own = _triggers.Where(t => t.IsExclusive).ToLookup(t => t.Hash, StringComparer.Ordinal);
        foreach (var other in published)
        {
            if (other.DefinitionId == _plan.Definition.DefinitionId || !own.Contains(other.Hash)) continue;
            foreach (var mine in own[other.Hash]) Refuse(mine, $"the published workflow '{other.DefinitionId}'");
        }
    }

    private void Add(PlanNode node, Trigger trigger, IndexingContext context)
    {
        try
        {
            foreach (var stimulus in trigger.GetTriggerStimuli(context)) Add(node, stimulus);
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException or ValueConversionException)
        {
            _problems.Error(node.Definition.Path, $"The trigger cannot be indexed: {e.Message}", node.Id);
        }
    }

    private void Add(PlanNode node, TriggerStimulus stimulus)
    {
        var definition = _plan.Definition;
        var hash = Stimulus.Hash(stimulus.Name, stimulus.Payload);
        var record = new TriggerRecord(definition.DefinitionId, definition.Id, node.Id, stimulus.Name, hash, stimulus.Payload, stimulus.Options);
        if (record.IsExclusive && _triggers.Exists(t => t.Hash == hash))
        {
            _nodes[node.Id] = node;
            Refuse(record, "another endpoint of this workflow");
            return;
        }

        _nodes[node.Id] = node;
        _triggers.Add(record);
        if (TimerOf(node, stimulus) is { } timer) _timers.Add(timer);
    }

    private TriggerTimer? TimerOf(PlanNode node, TriggerStimulus stimulus)
    {
        var (schedule, kind) = stimulus.Name switch
        {
            Scheduling.Timer.StimulusName => (stimulus.Payload["Interval"] as string, ScheduleKind.Interval),
            Cron.StimulusName => (stimulus.Payload["CronExpression"] as string, ScheduleKind.Cron),
            StartAt.StimulusName => ((stimulus.Payload["ExecuteAt"] as DateTimeOffset?)?.ToString("O", CultureInfo.InvariantCulture), ScheduleKind.Once),
            _ => (null, ScheduleKind.Once),
        };
        if (schedule is null) return null;
        if (FirstDue(schedule, kind) is not { } due)
        {
            if (kind == ScheduleKind.Once) _problems.Warn($"{node.Definition.Path}.dateTime", "The time has passed: the trigger starts nothing.", node.Id);
            return null;
        }

        return new TriggerTimer
        {
            DefinitionId = _plan.Definition.DefinitionId,
            ActivityId = node.Id,
            Schedule = schedule,
            Kind = kind,
            TimeZone = _plan.Definition.TimeZone,
            Misfire = MissedTimes.Of(stimulus),
            Due = due,
        };
    }

    private DateTimeOffset? FirstDue(string schedule, ScheduleKind kind)
    {
        if (kind == ScheduleKind.Interval)
            return TimeSpan.TryParse(schedule, CultureInfo.InvariantCulture, out var interval) && interval > TimeSpan.Zero ? _now + interval : null;
        if (kind == ScheduleKind.Once) return DateTimeOffset.Parse(schedule, CultureInfo.InvariantCulture) is var once && once > _now ? once.ToUniversalTime() : null;
        return CronExpression.TryParse(schedule, out var cron, out _) ? cron.GetNextOccurrence(_now, _plan.TimeZone)?.ToUniversalTime() : null;
    }

    private void Refuse(TriggerRecord trigger, string owner) => _problems.Error(
        $"{_nodes[trigger.ActivityId].Definition.Path}.path",
        $"The route {trigger.Payload["Method"]?.ToString()?.ToUpperInvariant()} /{trigger.Payload["Path"]} is taken by {owner}.",
        trigger.ActivityId);

    private sealed class IndexingContext(TimeZoneInfo zone) : TriggerIndexingContext
    {
        public override TimeZoneInfo TimeZone => zone;

        public override T? Get<T>(Input<T>? input, T? defaultValue = default)
            where T : default
        {
            if (input is null) return defaultValue;
            if (!input.IsLiteral) throw new InvalidOperationException("Inputs that decide what a trigger listens to must be literals, not computed ones.");
            return input.Literal;
        }
    }
}
