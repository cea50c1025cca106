using Status.Workflows.Definitions;
using Status.Workflows.Model.Data;
using Status.Workflows.Scheduling;
using static Status.Contracts.Tests.Stores.Commits;

namespace Status.Contracts.Tests.Stores;

/// <summary>What every store of definitions promises.</summary>
public abstract class DefinitionStoreContract : StoreContract
{
    [Fact]
    public async Task Save_DraftThenPublish_ReplacesTriggersAndTimersAndTellsEveryone()
    {
        var id = NewId("d");
        var changes = 0;
        Host.Definitions.Changed += () => Interlocked.Increment(ref changes);
        await Host.Definitions.SaveAsync(Version(id, 1), [Trigger(id, 1, "H1")], [Timer(id)], default);
        Assert.Empty(await TriggersAsync(id));
        Assert.Equal(0, changes);

        await Host.Definitions.SaveAsync(Version(id, 1) with { IsPublished = true }, [Trigger(id, 1, "H1")], [Timer(id)], default);
        Assert.Equal(["H1"], (await TriggersAsync(id)).Select(t => t.Hash));
        Assert.Single(await Host.Timers.GetTriggersAsync(default), t => t.DefinitionId == id);
        Assert.True(changes >= 1);

        await Host.Definitions.SaveAsync(Version(id, 2) with { IsPublished = true }, [Trigger(id, 2, "H2")], [], default);
        var trigger = Assert.Single(await TriggersAsync(id));
        Assert.Equal(("H2", id + "-2", "x"), (trigger.Hash, trigger.DefinitionVersionId, (string?)trigger.Payload["n"]));
        Assert.DoesNotContain(await Host.Timers.GetTriggersAsync(default), t => t.DefinitionId == id);
        Assert.Equal(2, (await Host.Definitions.GetAsync(id, DefinitionVersion.Published, default))!.Version);
        Assert.False((await Host.Definitions.GetVersionAsync(id + "-1", default))!.IsPublished);
    }

    [Fact]
    public async Task Save_PublishedVersion_NeverChanges()
    {
        var id = NewId("d");
        await Host.Definitions.SaveAsync(Version(id, 1) with { IsPublished = true }, [], [], default);
        await Assert.ThrowsAsync<InvalidOperationException>(() => Host.Definitions.SaveAsync(Version(id, 1) with { Json = "{}" }, [], [], default).AsTask());
    }

    [Fact]
    public async Task Save_NewDraft_IsLatestBesideThePublishedOne()
    {
        var id = NewId("d");
        await Host.Definitions.SaveAsync(Version(id, 1) with { IsPublished = true }, [], [], default);
        await Host.Definitions.SaveAsync(Version(id, 2), [], [], default);
        Assert.Equal(2, (await Host.Definitions.GetAsync(id, DefinitionVersion.Latest, default))!.Version);
        Assert.Equal(1, (await Host.Definitions.GetAsync(id, DefinitionVersion.Published, default))!.Version);
        Assert.Equal(Version(id, 2), await Host.Definitions.GetVersionAsync(id + "-2", default));
    }

    [Fact]
    public async Task List_FiltersPagesAndCounts()
    {
        var name = NewId("list");
        for (var i = 0; i < 5; i++)
        {
            await Host.Definitions.SaveAsync(Version($"{name}-{i}", 1) with { Name = $"{name} {i}", IsPublished = i % 2 == 0 }, [], [], default);
        }

        var page = await Host.Definitions.ListAsync(new DefinitionFilter { Search = name.ToUpperInvariant(), Skip = 1, Take = 2 }, default);
        Assert.Equal((5L, 2), (page.Total, page.Items.Count));
        Assert.Equal([$"{name} 1", $"{name} 2"], page.Items.Select(d => d.Name));
        Assert.Equal(3, (await Host.Definitions.ListAsync(new DefinitionFilter { Search = name, Versions = VersionOptions.Published }, default)).Total);
        Assert.Equal(1, (await Host.Definitions.ListAsync(new DefinitionFilter { DefinitionIds = [$"{name}-3"], Versions = VersionOptions.Latest }, default)).Total);
        var beyond = await Host.Definitions.ListAsync(new DefinitionFilter { Search = name, Skip = 10 }, default);
        Assert.Equal((5L, 0), (beyond.Total, beyond.Items.Count));
    }

    private static StoredDefinition Version(string id, int version) => new()
    {
        Id = $"{id}-{version}",
        DefinitionId = id,
        Name = id,
        Version = version,
        IsLatest = true,
        IsPublished = false,
        CreatedAt = DateTimeOffset.UnixEpoch,
        Author = "a",
        Digest = "00",
        Json = """{"root":{}}""",
    };

    private static TriggerRecord Trigger(string id, int version, string hash) =>
        new(id, $"{id}-{version}", "a", "Event", hash, new DataObject { ["n"] = "x" }, null);

    private static TriggerTimer Timer(string id) =>
        new() { DefinitionId = id, ActivityId = "t", Schedule = "00:01:00", Kind = ScheduleKind.Interval, Due = DateTimeOffset.UnixEpoch.AddYears(100) };

    private async Task<IReadOnlyList<TriggerRecord>> TriggersAsync(string id) => [.. (await Host.Definitions.GetTriggersAsync(default)).Where(t => t.DefinitionId == id)];
}
