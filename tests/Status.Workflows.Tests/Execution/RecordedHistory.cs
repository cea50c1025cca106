using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Status.Testing.Workflows;
using Status.Workflows.Execution;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Tests.Execution;

/// <summary>
/// A definition of <c>Fixtures/histories</c> with the history it must give. Its custom property <c>events</c> names the events that are sent one after the other, each with its
/// number as body (<c>+00:01:00</c> lets time pass); then an hour passes. <c>uses</c> holds the
/// workflows that it uses as activities.
/// </summary>
internal sealed class RecordedHistory(string name)
{
    public static InstanceId Run { get; } = new("recorded-run");

    public static IEnumerable<string> Names => Directory.GetFiles(Folder, "*.json").Select(f => Path.GetFileNameWithoutExtension(f)!);

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Fixtures", "histories");

    public static async Task<List<string>> ReadAsync(RecordingRunStore store)
    {
        var lines = new List<string>();
        foreach (var page in await store.LoadJournalAsync(Run, 0, int.MaxValue, default))
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

    public async Task<string[]> ReadExpectedAsync() => await File.ReadAllLinesAsync(Path.Combine(Folder, name + ".history"));

    /// <summary>One life of a host: does what there is to do until it dies or nothing is left.</summary>
    public async Task DriveAsync(RecordingRunStore store, IRunStore seen)
    {
        await using var host = new WorkflowTestHost(s => s.AddActivitiesFrom(typeof(Leave).Assembly), store, _ => seen);
        var json = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Folder, name + ".json")))!;
        foreach (var used in json["customProperties"]?["uses"]?.AsArray() ?? []) host.Plans.Add(used!.ToJsonString());
        var definition = host.Plans.Add(json.ToJsonString()).Definition.DefinitionId;
        store.Enqueue(new InboxItem { Id = "go", Kind = InboxItemKind.Start, InstanceId = Run.Value, DefinitionId = definition });
        store.Recover();
        try
        {
            await host.PumpAsync();
            var number = 0;
            foreach (var sent in json["customProperties"]?["events"]?.AsArray().Select(e => (string)e!) ?? [])
            {
                if (sent.StartsWith('+'))
                {
                    await host.AdvanceAsync(TimeSpan.Parse(sent[1..], CultureInfo.InvariantCulture));
                    continue;
                }

                store.Enqueue(Event(sent, ++number));
                await host.PumpAsync();
            }

            await host.AdvanceAsync(TimeSpan.FromHours(1));
        }
        catch (CrashException)
        {
            // The next life goes on with what the store has.
        }
    }

    private static InboxItem Event(string sent, int number) => new()
    {
        Id = $"event-{number}",
        Kind = InboxItemKind.Resume,
        InstanceId = Run.Value,
        StimulusHash = Stimulus.Hash("Elsa.Event", new DataObject { ["EventName"] = sent }),
        Payload = new DataObject { ["body"] = (double)number },
    };
}
