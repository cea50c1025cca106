using Microsoft.Extensions.DependencyInjection;
using Status.Activities.Compliance;
using Status.Workflows.Execution;
using Status.Workflows.Model.Data;

namespace Status.Activities.Registry.Computations;

/// <summary>The writes that store computations and announce that a run of controls is complete.</summary>
public static class ComputationWrites
{
    /// <summary>The fact that every computation of a run is in.</summary>
    public const string Completed = "computation.completed";

    /// <summary>Opens a run of controls; opening it again changes nothing.</summary>
    public static Write Start(string group, DateTimeOffset at, string? instanceId) => new(
        $"computation-group:{group}",
        "insert into registry.computation_groups (id, started_at, instance_id) values ($1, $2, $3::text) on conflict (id) do nothing",
        group,
        at.ToUniversalTime(),
        instanceId)
    {
        InMemory = services => Memory(services).Start(group, at),
    };

    /// <summary>Stores a computation, opening its run when nobody did; the same id again changes nothing.</summary>
    public static Write Record(Computation computation, DateTimeOffset at) => new(
        $"computation:{computation.Id}",
        """
        with opened as (insert into registry.computation_groups (id, started_at) values ($2, $12) on conflict (id) do nothing)
        insert into registry.computations (id, group_id, control_id, value, scope, scope_key, evidences, passed, total, from_at, to_at, created_at)
        values ($1, $2, $3::text, $4::boolean, $5::json, $6, $7::json, $8, $9, $10, $11, $12) on conflict (id) do nothing
        """,
        computation.Id,
        computation.Group,
        computation.ControlId,
        computation.Value,
        DataJson.ToJson(computation.Scope.ToData()),
        computation.Scope.Key,
        DataJson.ToJson(new DataArray(computation.Evidences.Select(EvidenceData.ToData))),
        computation.Evidences.Count(evidence => evidence.Result == true),
        computation.Evidences.Count,
        computation.Window.From.ToUniversalTime(),
        computation.Window.To.ToUniversalTime(),
        at.ToUniversalTime())
    {
        InMemory = services => Memory(services).Record(computation, at),
    };

    /// <summary>Notes that a control was computed for a scope up to a window's end, so that it is due again only after the next one.</summary>
    public static Write MarkControl(Computation computation) => new(
        $"control-run:{computation.Id}",
        """
        insert into registry.control_runs as r (control_id, scope_key, window_to, group_id)
        select c.id, $2, $3, $4 from registry.controls c where c.id::text = $1
        on conflict (control_id, scope_key) do update set window_to = excluded.window_to, group_id = excluded.group_id where r.window_to < excluded.window_to
        """,
        computation.ControlId ?? "",
        computation.Scope.Key,
        computation.Window.To.ToUniversalTime(),
        computation.Group)
    {
        InMemory = _ => true,
    };

    /// <summary>Completes a run and announces it, once.</summary>
    public static Write Complete(string group, IReadOnlyList<string> agreementIds, IReadOnlyList<string> controlIds, DateTimeOffset at)
    {
        var body = new DataObject
        {
            ["computationGroup"] = group,
            ["agreementIds"] = new DataArray(agreementIds),
            ["controlIds"] = new DataArray(controlIds),
            ["completedAt"] = at,
        };
        return new(
            $"computation-done:{group}",
            """
            insert into registry.computation_groups as g (id, started_at, done_at) values ($1, $2, $2)
            on conflict (id) do update set done_at = excluded.done_at where g.done_at is null
            """,
            group,
            at.ToUniversalTime())
        {
            FactsIfApplied = [new(Completed, body, $"{Completed}:{group}") { CorrelationId = group }],
            InMemory = services => Memory(services).Complete(group, at),
        };
    }

    private static InMemoryComputationStore Memory(IServiceProvider services) => services.GetRequiredService<InMemoryComputationStore>();
}
