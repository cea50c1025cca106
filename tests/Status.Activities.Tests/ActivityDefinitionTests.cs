using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Status.Activities.Alerts.Storage;
using Status.Activities.Compliance;
using Status.Activities.Evidence;
using Status.Activities.Evidence.Storage;
using Status.Testing;
using Status.Testing.Workflows;
using Status.Workflows;

namespace Status.Activities.Tests;

/// <summary>Activities as a designer uses them: by type name and inputs in a definition that the engine reads.</summary>
public sealed class ActivityDefinitionTests(PostgresDatabase database) : IClassFixture<PostgresDatabase>
{
    private static readonly object[] _items = [new { id = 1, at = "2026-01-01" }, new { id = 2, at = "2026-02-01" }];

    public static TheoryData<string, object, string> Cases() => new()
    {
        { "Status.And", new { a = true, b = false }, "False" },
        { "Status.Or", new { a = true }, "True" },
        { "Status.Implies", new { b = true }, "True" },
        { "Status.LesserThan", new { a = 1, b = 2.5 }, "True" },
        { "Status.IsValidUrl", new { url = "https://example.org/" }, "True" },
        { "Status.IsValidUrl", new { url = "mailto:ada@example.org" }, "False" },
        { "Status.CheckProperty", new { subject = new { state = "open" }, property = "state", expectedValue = "open" }, "True" },
        { "Status.GetProperty", new { subject = new { state = "open" }, property = "absent" }, "Missing" },
        { "Status.FindObject", new { items = _items, property = "id", value = 2 }, "Found" },
        { "Status.LastTimestamp", new { items = _items, property = "at" }, "Found" },
        { "Status.FilterByDate", new { items = _items, property = "at", from = "2026-01-15T00:00:00Z" }, "Found" },
        { "Status.FormatMessage", new { subject = "{{title}}", values = new { title = "x" } }, "Done" },
        { "Status.CollectEvidence", new { content = "text", source = "test" }, "Done" },
        { "Status.FindEvidence", new { from = "2020-01-01T00:00:00Z" }, "None" },
        { "Status.CheckEvidenceValidity", new { evidence = new { collectedAt = "2020-01-01T00:00:00Z", validUntil = "2020-01-02T00:00:00Z" } }, "Expired" },
        { "Status.GetOpenAlerts", new { severity = "high" }, "None" },
        { "Status.RaiseAlert", new { guaranteeId = "g", title = "t", severity = "low" }, "Raised" },
        { "Status.ResolveAlert", new { guaranteeId = "g" }, "NothingOpen" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Activity_InADefinition_EndsWithItsOutcome(string type, object inputs, string outcome)
    {
        await using var host = new WorkflowTestHost(services => services
            .AddActivitiesFrom(typeof(ActivitySchemas).Assembly)
            .AddSingleton(new AlertStore(database.DataSource))
            .AddSingleton<InMemoryEvidence>()
            .AddSingleton<IEvidenceBlobs>(provider => provider.GetRequiredService<InMemoryEvidence>())
            .AddSingleton<IEvidenceIndex>(provider => provider.GetRequiredService<InMemoryEvidence>())
            .AddSingleton(Options.Create(new EvidenceOptions())));
        var run = await host.RunActivityAsync(type, inputs);
        Assert.Null(run.Fault);
        Assert.Equal([outcome], run.Outcomes);
    }
}
