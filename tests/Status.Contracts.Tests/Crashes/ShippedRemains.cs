using System.Text.Json;
using System.Text.RegularExpressions;
using Status.Activities.Agreements.Points;
using Status.Activities.Ledger;
using Status.Activities.Registry.Computations;
using Status.Workflows.Model.Data;

namespace Status.Contracts.Tests.Crashes;

/// <summary>
/// Everything that a scenario left where somebody could see it, one line each and sorted: facts with key and body, deliveries as receivers got them, ledger, alerts, evidence,
/// computations, points, answers and how the runs ended. Made ids are left out, since those of another life differ; how many different keys there are is a line of its own.
/// </summary>
internal static partial class ShippedRemains
{
    private static readonly string[] _tables =
    [
        "select concat_ws(' ', kind, key, subject, agreement, convert_from(body, 'UTF8')) from ledger.entries",
        "select concat_ws(' ', fingerprint, state, severity, title, source, agreement_id, guarantee_id, scope, details, occurrences, acknowledged_by) from alerts.alerts",
        "select concat_ws(' ', kind, actor, text) from alerts.events",
    ];

    public static async Task<IReadOnlyList<string>> ReadAsync(ShippedWorld world)
    {
        var lines = new List<string>();
        var facts = await world.Stores.ReadFactsAsync();
        // Where an entry lies in the ledger, and so its hashes, follows from the order of runs that do not know of each other.
        lines.AddRange(facts.Select(f => f.Type == LedgerFacts.Posted ? $"fact {f.Type} {f.Body["key"]}" : $"fact {f.Type} {f.Key} {f.Depth} {DataJson.ToJson(f.Body)}"));
        // Two facts with one key would be one fact told twice.
        lines.AddRange(facts.GroupBy(f => f.Type).Select(type => $"keys {type.Key} {type.Select(f => f.Key).Distinct().Count()}"));
        lines.AddRange(world.Received.Select(r => $"received {r.Key} {r.Address} {r.Body}").Distinct());
        lines.Add($"delivery keys {world.Received.Select(r => r.Key).Distinct().Count()}");
        lines.AddRange(await world.Stores.ReadRowsAsync());
        var (computations, _) = await world.Stores.Computations.ListAsync(new ComputationFilter { Take = 1000 }, default);
        lines.AddRange(computations.Select(c => $"computation {c.ControlId} {c.Scope} {c.Value} {c.Window} {c.Evidences.Count}"));
        var (points, _) = await world.Stores.Points.ListAsync(new PointFilter { Take = 1000 }, default);
        lines.AddRange(points.Select(p => $"point {p.Point.GuaranteeId} {p.Point.Scope} {p.Point.Verdict} {p.Point.Window}"));
        foreach (var table in _tables)
        {
            await using var command = world.Database.CreateCommand(table);
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync()) lines.Add($"row {reader.GetString(0)}");
        }

        return [.. lines.Select(Anonymous).Order(StringComparer.Ordinal)];
    }

    /// <summary>Every activity that ran, and every definition with an empty name.</summary>
    public static IEnumerable<(string Definition, string Activity)> Ran(MemoryStores stores)
    {
        foreach (var (run, pages) in stores.State.Journal)
        {
            var definition = stores.State.Runs[run].Record.DefinitionId;
            yield return (definition, "");
            foreach (var page in pages)
            {
                using var records = JsonDocument.Parse(page.Records);
                foreach (var record in records.RootElement.EnumerateArray()) yield return (definition, record.GetProperty("activityId").GetString()!);
            }
        }
    }

    private static string Anonymous(string line) => MadeId().Replace(line, "#");

    /// <summary>Ids of the generator, UUIDs, ids of messages and positions in keys.</summary>
    [GeneratedRegex(@"\backnowledge/\d+|\b(msg_)?[0-9a-hjkmnp-tv-z]{26}\b|\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex MadeId();
}
