using System.Text.Json;
using Status.Workflows.Execution;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Persistence;

/// <summary>Changes and their logs as text.</summary>
internal static class AlterationText
{
    public static string Write(IReadOnlyList<Alteration> set) => DataJson.ToJson(new DataArray(set.Select(a => (object?)a.ToData())));

    public static IReadOnlyList<Alteration> Read(string text) => [.. ((DataArray)DataJson.Parse(text)!).Select(Alteration.Read)];

    public static string Write(IReadOnlyList<AlterationLogEntry> log) => JsonSerializer.Serialize(log);

    public static IReadOnlyList<AlterationLogEntry> ReadLog(string text) => JsonSerializer.Deserialize<AlterationLogEntry[]>(text)!;
}
