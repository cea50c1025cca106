using System.Text.Json.Nodes;
using Xunit.Abstractions;

namespace Status.Contracts.Tests.Elsa;

/// <summary>Our answers against those of a real Elsa 3.8 server: the same requests in the same order, member by member.</summary>
public sealed class ElsaCapturesTests(ITestOutputHelper output)
{
    /// <summary>Lines of the list of allowed differences; this number may only become smaller.</summary>
    private const int MostAllowed = 52;

    [CapturesFact]
    public async Task Answers_OfTheRecordedRequests_HaveTheMembersOfTheRealServer()
    {
        var allowed = AllowedDifferences.Read();
        var found = new List<string>();
        var calls = CapturedCall.ReadAll(CapturesFactAttribute.Folder);
        await using var replay = await CaptureReplay.StartAsync();

        foreach (var call in calls)
        {
            if (call.IsCutOff)
            {
                output.WriteLine($"Not repeated, its body was not recorded to the end: {call.Name}");
                continue;
            }

            foreach (var difference in await replay.ReplayAsync(call))
            {
                if (!allowed.Allows(difference) && !found.Contains(difference)) found.Add(difference);
            }
        }

        output.WriteLine($"{calls.Count} recorded requests, {allowed.Count} allowed differences.");
        Console.Out.WriteLine($"Elsa captures: {calls.Count} requests, {allowed.Count} allowed differences (at most {MostAllowed}), {found.Count} others.");
        foreach (var line in allowed.Unused) output.WriteLine($"No longer needed: {line}");
        Assert.True(found.Count == 0, $"{found.Count} differences are not allowed:\n{string.Join('\n', found)}");
        Assert.True(calls.Count > 150, $"Only {calls.Count} recorded requests were found.");
    }

    [Fact]
    public void AllowedDifferences_AreExplainedAndBecomeFewer()
    {
        var allowed = AllowedDifferences.Read();
        Assert.Empty(allowed.Unexplained);
        Assert.InRange(allowed.Count, 0, MostAllowed);
        Assert.DoesNotContain(NeededMembers.All, allowed.Allows);
    }

    [CapturesFact]
    public async Task Definition_OfTheCaptures_SurvivesImportAndExport()
    {
        var definitions = CapturedCall.ReadAll(CapturesFactAttribute.Folder).SelectMany(RecordedDefinitions.In).DistinctBy(d => d.ToJsonString()).ToList();
        await using var replay = await CaptureReplay.StartAsync();
        var lost = new List<string>();
        foreach (var definition in definitions)
        {
            // Each is a definition of its own here; recorded versions of one would follow each other.
            var id = $"capture-{lost.Count}-{definitions.IndexOf(definition)}";
            var model = definition.DeepClone().AsObject();
            model["definitionId"] = id;
            model.Remove("id");
            using var import = await replay.SendAsync(HttpMethod.Post, "/elsa/api/workflow-definitions/import", model);
            Assert.True(import.IsSuccessStatusCode, $"{definition["name"]}: {(int)import.StatusCode} {await import.Content.ReadAsStringAsync()}");
            using var export = await replay.SendAsync(HttpMethod.Get, $"/elsa/api/workflow-definitions/{id}/export?versionOptions=Latest", null);
            var exported = JsonNode.Parse(await export.Content.ReadAsStringAsync());
            lost.AddRange(RecordedDefinitions.Lost(definition, exported).Select(path => $"{definition["name"]}: {path}"));
        }

        output.WriteLine($"{definitions.Count} recorded definitions.");
        Assert.True(definitions.Count > 10, $"Only {definitions.Count} definitions were found.");
        Assert.True(lost.Count == 0, string.Join('\n', lost.Distinct()));
    }
}
