using Npgsql;
using Status.Workflows.Operations;

namespace Status.Workflows.Persistence.Postgres;

/// <summary>A filter of runs as a where clause that holds only what the filter asks, so that the planner sees which index helps.</summary>
internal sealed class RunConditions
{
    private readonly List<string> _conditions = [];
    private readonly List<Func<NpgsqlParameter>> _parameters = [];

    /// <summary>The clause; empty when everything matches.</summary>
    public string Sql => _conditions.Count == 0 ? "" : "where " + string.Join(" and ", _conditions);

    /// <summary>Makes the clause of a filter.</summary>
    public static RunConditions Of(RunFilter filter)
    {
        var made = new RunConditions();
        if (filter.Ids is { } ids) made.Add("id = any({0})", ids.ToArray());
        if (filter.DefinitionIds is { } definitions) made.Add("definition_id = any({0})", definitions.ToArray());
        if (filter.DefinitionVersionIds is { } versions) made.Add("definition_version_id = any({0})", versions.ToArray());
        if (filter.Version is { } version) made.Add("version = {0}", version);
        if (filter.CorrelationId is { } correlation) made.Add("correlation_id = {0}", correlation);
        if (filter.HasIncidents is { } incidents) made._conditions.Add(incidents ? "incident_count > 0" : "incident_count = 0");
        if (filter.IsSystem is { } isSystem) made._conditions.Add(isSystem ? "is_system" : "not is_system");
        if (filter.Statuses is { Count: 1 } one) made._conditions.Add($"status = {(int)one[0]}");
        else if (filter.Statuses is { } statuses) made.Add("status = any({0})", statuses.Select(s => (short)s).ToArray());
        if (filter.SubStatuses is { } subStatuses) made.Add("sub_status = any({0})", subStatuses.Select(s => (short)s).ToArray());
        if (filter.Search is { } search)
            made.Add("(id ilike {0} or name ilike {0} or correlation_id ilike {0} or definition_id ilike {0})", $"%{Escape(search)}%");
        foreach (var time in filter.Times) made.Add($"{Column(time.Time)} {Operator(time.Comparison)} {{0}}", time.At.ToUniversalTime());
        return made;
    }

    /// <summary>Gives a command the values of the clause.</summary>
    public void AddTo(NpgsqlBatchCommand command)
    {
        foreach (var parameter in _parameters) command.Parameters.Add(parameter());
    }

    private void Add<T>(string condition, T value)
    {
        _parameters.Add(() => new NpgsqlParameter<T> { TypedValue = value });
        _conditions.Add(condition.Replace("{0}", $"${_parameters.Count}", StringComparison.Ordinal));
    }

    private static string Escape(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal);

    private static string Column(RunTime time) => time switch { RunTime.Created => "created_at", RunTime.Updated => "updated_at", _ => "finished_at" };

    private static string Operator(RunTimeComparison comparison) => comparison switch
    {
        RunTimeComparison.Is => "=",
        RunTimeComparison.IsNot => "is distinct from",
        RunTimeComparison.LessThan => "<",
        RunTimeComparison.LessThanOrEqual => "<=",
        RunTimeComparison.GreaterThan => ">",
        _ => ">=",
    };
}
