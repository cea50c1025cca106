using System.Text.Json;
using Status.Testing.Workflows;
using Status.Workflows.Execution;

namespace Status.Workflows.Tests.Execution;

/// <summary>
/// Golden histories: each definition in <c>Fixtures/histories</c> is run and its journal compared with the file beside it, line by line. A change of a history is a change of
/// behaviour that running workflows would see.
/// </summary>
public sealed class HistoryTests
{
    public static TheoryData<string> Names => new(Directory.GetFiles(Folder, "*.json").Select(f => Path.GetFileNameWithoutExtension(f)!));

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Fixtures", "histories");

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Run_RecordedDefinition_GivesTheRecordedHistory(string name)
    {
        await using var host = new WorkflowTestHost();
        var run = await host.RunAsync(await File.ReadAllTextAsync(Path.Combine(Folder, name + ".json")));
        await host.AdvanceAsync(TimeSpan.FromHours(1));

        var expected = await File.ReadAllLinesAsync(Path.Combine(Folder, name + ".history"));
        Assert.Equal(expected, await ReadAsync(host, run.InstanceId));
    }

    private static async Task<List<string>> ReadAsync(WorkflowTestHost host, InstanceId id)
    {
        var lines = new List<string>();
        foreach (var page in await host.Store.LoadJournalAsync(id, 0, int.MaxValue, default))
        {
            using var document = JsonDocument.Parse(page.Records);
            foreach (var record in document.RootElement.EnumerateArray())
            {
                Assert.Equal(lines.Count, record.GetProperty("sequence").GetInt64());
                var outcomes = record.TryGetProperty("payload", out var payload) && payload.TryGetProperty("Outcomes", out var names)
                    ? " " + string.Join(',', names.EnumerateArray().Select(n => n.GetString()))
                    : "";
                lines.Add($"{record.GetProperty("activityId").GetString()} {record.GetProperty("eventName").GetString()}{outcomes}");
            }
        }

        return lines;
    }
}
