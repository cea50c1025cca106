using Microsoft.Extensions.DependencyInjection;
using Status.Workflows.Definitions;
using Status.Workflows.Execution;
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
    public async Task List_UsableAsActivity_LeavesOutTheOthers()
    {
        var (usable, other) = (NewId("u"), NewId("u"));
        await Host.Definitions.SaveAsync(Version(usable, 1) with { IsPublished = true, Json = """{"root":{},"options":{"usableAsActivity": true}}""" }, [], [], default);
        await Host.Definitions.SaveAsync(Version(usable, 2) with { Json = """{"root":{},"options":{"usableAsActivity":true}}""" }, [], [], default);
        await Host.Definitions.SaveAsync(Version(other, 1) with { IsPublished = true, Json = """{"root":{},"options":{"usableAsActivity":false}}""" }, [], [], default);

        var (rows, total) = await Host.Definitions.ListAsync(new DefinitionFilter { OnlyUsableAsActivity = true, DefinitionIds = [usable, other], Take = 10 }, default);

        Assert.Equal([usable + "-1", usable + "-2"], rows.Select(r => r.Id).Order(StringComparer.Ordinal));
        Assert.Equal(2, total);
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

    [Fact]
    public async Task TrySave_OlderRevision_SavesNothing()
    {
        var id = NewId("d");
        Assert.True(await Host.Definitions.TrySaveAsync(Version(id, 1) with { Revision = 1 }, [], [], 0, default));
        Assert.False(await Other.Definitions.TrySaveAsync(Version(id, 1) with { Revision = 1, Json = "{}" }, [], [], 0, default));
        Assert.True(await Other.Definitions.TrySaveAsync(Version(id, 1) with { Revision = 2, Json = "{}" }, [], [], 1, default));
        var head = await Host.Definitions.GetHeadAsync(id, default);
        Assert.Equal((1, 2L, "{}"), (head.LastVersion, head.Revision, head.Latest!.Json));
        Assert.Equal(DefinitionHead.None, await Host.Definitions.GetHeadAsync(NewId("none"), default));
    }

    [Fact]
    public async Task TrySave_TwoHostsAtOnce_LetOneThrough()
    {
        var id = NewId("d");
        var saves = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(async () =>
            await (i % 2 == 0 ? Host : Other).Definitions.TrySaveAsync(Version(id, 1) with { Revision = 1, Json = $"{{\"i\":{i}}}" }, [], [], 0, default))));
        Assert.Single(saves, saved => saved);
    }

    [Fact]
    public async Task TrySave_TwoDefinitionsPublishedWithOneRoute_LetOneThrough()
    {
        var route = NewId("hash");
        var ids = Enumerable.Range(0, 6).Select(_ => NewId("d")).ToList();
        var saves = await Task.WhenAll(ids.Select((id, i) => Task.Run(async () => await (i % 2 == 0 ? Host : Other).Definitions.TrySaveAsync(
            Version(id, 1) with { IsPublished = true, Revision = 1 }, [Trigger(id, 1, route) with { Name = "Elsa.HttpEndpoint" }], [], 0, default))));
        Assert.Single(saves, saved => saved);
        var owner = (await Host.Definitions.GetTriggersAsync(default)).Single(t => t.Hash == route).DefinitionId;
        Assert.Equal(ids[saves.ToList().IndexOf(true)], owner);
        // The owner may publish it again.
        Assert.True(await Host.Definitions.TrySaveAsync(Version(owner, 2) with { IsPublished = true, Revision = 2 }, [Trigger(owner, 2, route) with { Name = "Elsa.HttpEndpoint" }], [], 1, default));
    }

    [Fact]
    public async Task Save_OncePublished_MayRunAgainButNotChange()
    {
        var id = NewId("d");
        var published = Version(id, 1) with { IsPublished = true, PublishedAt = DateTimeOffset.UnixEpoch };
        await Host.Definitions.SaveAsync(published, [Trigger(id, 1, "H1")], [Timer(id)], default);
        var changes = 0;
        Host.Definitions.Changed += () => Interlocked.Increment(ref changes);
        Assert.True(await Host.Definitions.RetractAsync(id, null, default));
        Assert.False(await Host.Definitions.RetractAsync(id, null, default));
        Assert.True(changes >= 1);
        Assert.Empty(await TriggersAsync(id));
        Assert.DoesNotContain(await Host.Timers.GetTriggersAsync(default), t => t.DefinitionId == id);
        Assert.Null(await Host.Definitions.GetAsync(id, DefinitionVersion.Published, default));
        Assert.Equal(DateTimeOffset.UnixEpoch, (await Host.Definitions.GetVersionAsync(id + "-1", default))!.PublishedAt);

        await Assert.ThrowsAsync<InvalidOperationException>(() => Host.Definitions.SaveAsync(Version(id, 1) with { Json = "{}" }, [], [], default).AsTask());
        await Host.Definitions.SaveAsync(published, [Trigger(id, 1, "H1")], [], default);
        Assert.Single(await TriggersAsync(id));
    }

    [Fact]
    public async Task Delete_VersionWithRuns_IsHiddenAndKeepsItsNumber()
    {
        var id = NewId("d");
        for (var i = 1; i <= 3; i++) await Host.Definitions.SaveAsync(Version(id, i) with { Revision = i, IsPublished = i == 2 }, [Trigger(id, i, "H")], [Timer(id)], default);
        var run = Commit(NewId("run"));
        await CommittedAsync(run with { Instance = run.Instance with { DefinitionId = id, DefinitionVersionId = id + "-2" } });

        Assert.Equal([id + "-2", id + "-3"], (await Host.Definitions.DeleteAsync([id + "-2", id + "-3", "nobody"], null, default)).Select(d => d.Id).Order(StringComparer.Ordinal));

        Assert.Empty(await Host.Definitions.DeleteAsync([id + "-2", id + "-3"], null, default));
        Assert.Empty(await TriggersAsync(id));
        var all = await Host.Definitions.ListAsync(new DefinitionFilter { DefinitionIds = [id] }, default);
        Assert.Equal((id + "-1", true), (Assert.Single(all.Items).Id, all.Items[0].IsLatest));
        Assert.NotNull(await Host.Definitions.GetVersionAsync(id + "-2", default));
        Assert.Null(await Host.Definitions.GetVersionAsync(id + "-3", default));
        Assert.Equal([id + "-2"], (await Host.Definitions.GetVersionsAsync([id + "-3", id + "-2"], default)).Select(d => d.Id));
        Assert.Equal(1, (await Host.Definitions.ListAsync(new DefinitionFilter { Ids = [id + "-2"] }, default)).Total);
        var head = await Host.Definitions.GetHeadAsync(id, default);
        Assert.Equal((1, 2, 2L), (head.Latest!.Version, head.LastVersion, head.Revision));

        await Host.Definitions.DeleteAsync([id + "-1"], null, default);
        Assert.Null((await Host.Definitions.GetHeadAsync(id, default)).Latest);
        Assert.Equal(2, (await Host.Definitions.GetHeadAsync(id, default)).LastVersion);
    }

    [Fact]
    public async Task Change_WithANote_CommitsItAndWithoutAChangeNone()
    {
        var (id, notes, none) = (NewId("d"), new Notes(), new Notes());
        Assert.True(await Host.Definitions.TrySaveAsync(Version(id, 1) with { Revision = 1 }, [], [], 0, v => notes.Make($"saved {v.Id}"), default));
        Assert.False(await Host.Definitions.TrySaveAsync(Version(id, 1) with { Revision = 1 }, [], [], 0, v => none.Make(v.Id), default));
        Assert.False(await Host.Definitions.RetractAsync(id, v => none.Make(v.Id), default));
        Assert.True(await Host.Definitions.TrySaveAsync(Version(id, 2) with { Revision = 2, IsPublished = true }, [], [], 1, v => notes.Make($"published {v.Id}"), default));
        Assert.True(await Host.Definitions.RetractAsync(id, v => notes.Make($"retracted {v.Id} {v.IsPublished}"), default));
        await Host.Definitions.DeleteAsync([id + "-1", id + "-2", "nobody"], v => notes.Make($"deleted {v.Id}"), default);
        await Host.Definitions.DeleteAsync([id + "-1"], v => none.Make(v.Id), default);

        Assert.Equal([$"saved {id}-1", $"published {id}-2", $"retracted {id}-2 True", $"deleted {id}-1", $"deleted {id}-2"], notes.Written.Select(n => n.Key));
        Assert.Empty(none.Written);
        foreach (var (key, position) in notes.Written) Assert.Equal(key, Assert.Single(await Other.Feed.ReadAsync(position - 1, 1, default)).Key);
    }

    [Fact]
    public async Task Change_WithANoteThatCannotBeWritten_ChangesNothing()
    {
        var id = NewId("d");
        await Host.Definitions.SaveAsync(Version(id, 1) with { Revision = 1, IsPublished = true }, [Trigger(id, 1, id)], [Timer(id)], default);
        var head = await Host.Feed.GetHeadAsync(default);
        await Assert.ThrowsAnyAsync<Exception>(() => Host.Definitions.TrySaveAsync(Version(id, 2) with { Revision = 2, IsPublished = true }, [], [], 1, Refuse, default).AsTask());
        await Assert.ThrowsAnyAsync<Exception>(() => Host.Definitions.RetractAsync(id, Refuse, default).AsTask());
        await Assert.ThrowsAnyAsync<Exception>(() => Host.Definitions.DeleteAsync([id + "-1"], Refuse, default).AsTask());

        var latest = (await Other.Definitions.GetHeadAsync(id, default)).Latest!;
        Assert.Equal((id + "-1", true, 1L), (latest.Id, latest.IsPublished, latest.Revision));
        Assert.Single(await TriggersAsync(id));
        Assert.Single(await Host.Timers.GetTriggersAsync(default), t => t.DefinitionId == id);
        Assert.DoesNotContain(await Other.Feed.ReadAsync(head, 1000, default), fact => fact.Key == id);

        CommitNote Refuse(DefinitionRow version) => Notes.Refusing(id);
    }

    [Fact]
    public async Task Delete_WithANoteThatCannotBeWritten_KeepsEveryVersion()
    {
        var (id, notes) = (NewId("d"), new Notes());
        for (var i = 1; i <= 2; i++) await Host.Definitions.SaveAsync(Version(id, i) with { Revision = i }, [], [], default);
        await Assert.ThrowsAnyAsync<Exception>(() => Host.Definitions.DeleteAsync(
            [id + "-1", id + "-2"], v => v.Version == 1 ? notes.Make(id + "-note") : Notes.Refusing(id + "-refused"), default).AsTask());
        Assert.Equal(2, (await Host.Definitions.ListAsync(new DefinitionFilter { DefinitionIds = [id] }, default)).Total);
        Assert.DoesNotContain(await Other.Feed.ReadAsync(notes.Written[0].Position - 1, 1000, default), fact => fact.Key == id + "-note");
    }

    [Theory]
    [InlineData("AllVersions", "1 2 3")]
    [InlineData("Draft", "1 3")]
    [InlineData("latest", "3")]
    [InlineData("Published", "2")]
    [InlineData("LatestOrPublished", "2 3")]
    [InlineData("LatestAndPublished", "")]
    [InlineData("2", "2")]
    [InlineData("", "1 2 3")]
    public async Task List_VersionOptions_ChooseTheirVersions(string options, string versions)
    {
        var id = NewId("d");
        for (var i = 1; i <= 3; i++) await Host.Definitions.SaveAsync(Version(id, i) with { IsPublished = i == 2, IsSystem = i == 3, Description = $"Text {i}" }, [], [], default);
        Assert.True(VersionOptions.TryParse(options, out var chosen));
        var filter = new DefinitionFilter { DefinitionIds = [id], Versions = chosen, Order = DefinitionOrder.Version };
        Assert.Equal(versions, string.Join(' ', (await Host.Definitions.ListAsync(filter, default)).Items.Select(d => d.Version)));
        Assert.Equal(
            string.Join(' ', versions.Split(' ').Reverse()),
            string.Join(' ', (await Host.Definitions.ListAsync(filter with { Descending = true }, default)).Items.Select(d => d.Version)));
        Assert.Equal(versions.Contains('3', StringComparison.Ordinal) ? 1 : 0, (await Host.Definitions.ListAsync(filter with { IsSystem = true }, default)).Total);
        Assert.Equal(versions.Contains('2', StringComparison.Ordinal) ? 1 : 0, (await Host.Definitions.ListAsync(filter with { Search = "TEXT 2" }, default)).Total);
        Assert.Equal(0, (await Host.Definitions.ListAsync(filter with { Name = "other" }, default)).Total);
    }

    [Fact]
    public async Task RefusedDrafts_AreKeptOncePerWriterUntilRemoved()
    {
        var store = Host.Services.GetRequiredService<IRefusedDraftStore>();
        var author = NewId("ann");
        var draft = new RefusedDraft
        {
            Id = NewId("draft"),
            DefinitionId = "d",
            Name = "n",
            Author = author,
            KnownRevision = 1,
            CurrentRevision = 2,
            OtherAuthor = "bob",
            RefusedAt = DateTimeOffset.UnixEpoch,
            Json = "{}",
        };
        await store.KeepAsync(draft, default);
        var newer = draft with { Json = """{"b":1}""", CurrentRevision = 3, RefusedAt = DateTimeOffset.UnixEpoch.AddDays(1) };
        await store.KeepAsync(newer, default);
        Assert.Equal([newer], await Other.Services.GetRequiredService<IRefusedDraftStore>().ListAsync(author, default));
        Assert.Contains(newer, await store.ListAsync(null, default));
        Assert.Equal(newer, await store.GetAsync(draft.Id, default));
        await Assert.ThrowsAnyAsync<Exception>(() => store.RemoveAsync(draft.Id, Notes.Refusing(draft.Id), default).AsTask());
        var notes = new Notes();
        Assert.True(await store.RemoveAsync(draft.Id, notes.Make(draft.Id), default));
        Assert.False(await store.RemoveAsync(draft.Id, notes.Make(draft.Id), default));
        Assert.Equal(draft.Id, Assert.Single(await Host.Feed.ReadAsync(Assert.Single(notes.Written).Position - 1, 1, default)).Key);
        Assert.Null(await store.GetAsync(draft.Id, default));
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
