using Status.Workflows.Model.Data;

namespace Status.Activities.Grafana;

/// <summary>Turns Grafana's data frames (columns) into rows.</summary>
internal static class GrafanaFrames
{
    /// <summary>The rows of all frames of a query, in order, and what the data source said went wrong.</summary>
    /// <param name="answer">The body of <c>/api/ds/query</c>.</param>
    /// <param name="refId">The query's id.</param>
    /// <param name="maxRows">The most rows; more are an error, since a cut result would look whole.</param>
    public static (DataArray Rows, string? Error) Read(object? answer, string refId, int maxRows)
    {
        if (((answer as DataObject)?["results"] as DataObject)?[refId] is not DataObject result) return ([], $"Grafana's answer holds no result {refId}.");
        if (result["error"] is string { Length: > 0 } error) return ([], "The data source said: " + (error.Length > 300 ? error[..300] + "…" : error));
        var rows = new DataArray();
        foreach (var frame in (result["frames"] as DataArray ?? []).OfType<DataObject>())
        {
            var fields = ((frame["schema"] as DataObject)?["fields"] as DataArray ?? []).OfType<DataObject>().ToList();
            var columns = ((frame["data"] as DataObject)?["values"] as DataArray ?? []).Select(column => column as DataArray ?? []).ToList();
            var names = Names(fields);
            var count = columns.Count == 0 ? 0 : columns.Max(column => column.Count);
            if (rows.Count + count > maxRows) return ([], $"The query gave more than {maxRows:N0} rows (Status:Grafana:MaxRows): ask for less.");
            for (var row = 0; row < count; row++) rows.Add(Row(fields, names, columns, row));
        }

        return (rows, null);
    }

    private static DataObject Row(List<DataObject> fields, string[] names, List<DataArray> columns, int row)
    {
        var values = new DataObject();
        for (var i = 0; i < fields.Count; i++)
        {
            var value = i < columns.Count && row < columns[i].Count ? columns[i][row] : null;
            values[names[i]] = fields[i]["type"] as string == "time" && value is double milliseconds ? Time(milliseconds) : value;
        }

        return values;
    }

    private static object Time(double milliseconds) =>
        Math.Abs(milliseconds) < 62_135_596_800_000 ? DateTimeOffset.UnixEpoch.AddMilliseconds(milliseconds) : milliseconds;

    // Several series have the same field name and differ in labels only.
    private static string[] Names(List<DataObject> fields)
    {
        var names = new string[fields.Count];
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < names.Length; i++)
        {
            var name = fields[i]["name"] as string ?? "";
            if (name.Length == 0) name = "field" + (i + 1);
            if (!seen.Add(name))
            {
                name = fields[i]["labels"] is DataObject labels ? $"{name} {DataJson.ToJson(labels)}" : $"{name} {i + 1}";
                while (!seen.Add(name)) name += "'";
            }

            names[i] = name;
        }

        return names;
    }
}
