using Npgsql;
using Status.Workflows.Authoring;
using Status.Workflows.Model.Data;

namespace Status.Activities.Registry;

/// <summary>Lists agreements, by default those that no catalog's controls lead to and that a schedule must therefore evaluate.</summary>
[Activity("Status", "Registry", "Lists the ids of agreements: those without controls, which only a schedule evaluates, or all.")]
[FlowNode("Found", "None")]
public sealed class FindAgreements : CodeActivity<DataArray>
{
    /// <summary>Leave out those with controls.</summary>
    [Input(Description = "Only agreements that no finalized control leads to. Default: yes.", UIHint = InputUIHints.Checkbox, DefaultValue = true)]
    public Input<bool>? OnlyWithoutControls { get; set; }

    /// <inheritdoc/>
    protected override async ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        await using var command = context.GetRequiredService<NpgsqlDataSource>().CreateCommand("""
            select a.id from registry.agreements a where a.deleted_at is null and (not $1 or not exists (
                select 1 from registry.catalogs k join registry.controls c on c.catalog_id = k.id
                where k.tpa_id = a.id and k.status = 'finalized' and c.status = 'finalized'))
            order by a.id collate "C"
            """);
        command.Parameters.AddWithValue(OnlyWithoutControls is null || context.Get(OnlyWithoutControls));
        await using var reader = await command.ExecuteReaderAsync(context.CancellationToken);
        var ids = new DataArray();
        while (await reader.ReadAsync(context.CancellationToken)) ids.Add(reader.GetString(0));
        context.Set(Result, ids);
        await context.CompleteActivityWithOutcomesAsync(ids.Count > 0 ? "Found" : "None");
    }
}
