using Npgsql;
using Status.Activities.Agreements.Documents;
using Status.Activities.Compliance;
using Status.Activities.Registry.Computations;
using Status.Workflows.Execution;
using Status.Workflows.Model.Data;

namespace Status.Host.Api.Registry;

/// <summary>Reads a bulk of computations as a whole, every problem with its path, and stores it in one transaction.</summary>
internal static class ComputationIntake
{
    /// <summary>What a bulk holds.</summary>
    public sealed record Bulk(IReadOnlyList<Computation> Computations, bool Done, IReadOnlyList<AgreementProblem> Problems);

    /// <summary>Reads a body.</summary>
    public static Bulk Read(object? body, IdGenerator ids, DateTimeOffset now, int most)
    {
        var data = body as IReadOnlyDictionary<string, object?>;
        if (data?.GetValueOrDefault("computations") is not IReadOnlyList<object?> { Count: > 0 } items)
            return new([], false, [new("$.computations", "A list with at least one computation is expected.")]);
        if (items.Count > most) return new([], false, [new("$.computations", $"{items.Count} computations; at most {most} at once.")]);
        var problems = new List<AgreementProblem>();
        var computations = new List<Computation>();
        for (var i = 0; i < items.Count; i++)
        {
            if (ReadOne(items[i], $"$.computations[{i}]", ids, now, problems) is { } computation) computations.Add(computation);
        }

        if (computations.DistinctBy(computation => computation.Group).Count() > 1) problems.Add(new("$.computations", "All computations of one bulk belong to one computationGroup."));
        return new(computations, data.GetValueOrDefault("done") is true, problems);
    }

    /// <summary>Stores a bulk; gives the fact of a run that is done.</summary>
    public static async Task<IReadOnlyList<FactDraft>> StoreAsync(NpgsqlDataSource dataSource, Bulk bulk, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var controls = bulk.Computations.Select(computation => computation.ControlId).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        var writes = bulk.Computations.SelectMany(computation => computation.ControlId is null
            ? new[] { ComputationWrites.Record(computation, now) }
            : [ComputationWrites.Record(computation, now), ComputationWrites.MarkControl(computation)]).ToList();
        if (bulk.Done) writes.Add(ComputationWrites.Complete(bulk.Computations[0].Group, await AgreementsAsync(connection, controls, cancellationToken), controls, now));
        foreach (var write in writes)
        {
            await using var command = new NpgsqlCommand(write.Sql, connection, transaction);
            foreach (var value in write.Parameters) command.Parameters.Add(new() { Value = value ?? DBNull.Value });
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return [.. writes.SelectMany(write => write.FactsIfApplied)];
    }

    private static async Task<IReadOnlyList<string>> AgreementsAsync(NpgsqlConnection connection, IReadOnlyList<string> controls, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "select distinct k.tpa_id from registry.controls c join registry.catalogs k on k.id = c.catalog_id where k.tpa_id is not null and c.id::text = any($1)", connection);
        command.Parameters.AddWithValue(controls.ToArray());
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var found = new List<string>();
        while (await reader.ReadAsync(cancellationToken)) found.Add(reader.GetString(0));
        return found;
    }

    private static Computation? ReadOne(object? item, string path, IdGenerator ids, DateTimeOffset now, List<AgreementProblem> problems)
    {
        if (item is not IReadOnlyDictionary<string, object?> data)
        {
            problems.Add(new(path, "A computation is an object."));
            return null;
        }

        var group = data.GetValueOrDefault("computationGroup") as string;
        if (string.IsNullOrWhiteSpace(group) || group.Length > 100) problems.Add(new($"{path}.computationGroup", "The group is missing or longer than 100 characters."));
        var window = data.GetValueOrDefault("period") is null ? new TimeWindow(now.AddMinutes(-1), now) : Values.Window(data["period"]);
        if (window is null) problems.Add(new($"{path}.period", "A period is {from, to} in order, as ISO 8601 times."));
        if (data.GetValueOrDefault("value") is not (null or bool)) problems.Add(new($"{path}.value", "The value is true, false or null."));
        if (data.GetValueOrDefault("scope") is not (null or IReadOnlyDictionary<string, object?>)) problems.Add(new($"{path}.scope", "A scope is an object."));
        if (data.GetValueOrDefault("evidences") is not (null or IReadOnlyList<object?>)) problems.Add(new($"{path}.evidences", "The evidences are a list."));
        if (group is null || window is null) return null;
        return new(
            ids.NewGuid().ToString(),
            group,
            data.GetValueOrDefault("value") as bool?,
            Scope.From(data.GetValueOrDefault("scope")),
            EvidenceData.Read(data.GetValueOrDefault("evidences")),
            window.Value,
            data.GetValueOrDefault("controlId") switch { null => null, string text => text, var number => DataJson.ToJson(number) });
    }
}
