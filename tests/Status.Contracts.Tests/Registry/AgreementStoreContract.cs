using System.Text.Json;
using Status.Activities.Registry.Agreements;
using Status.Contracts.Tests.Stores;
using Status.Workflows.Execution;
using Status.Workflows.Feed;

namespace Status.Contracts.Tests.Registry;

/// <summary>What every store of agreements does.</summary>
public abstract class AgreementStoreContract
{
    protected abstract Task<(IAgreementStore Store, IFeed Feed)> CreateAsync();

    [Fact]
    public async Task Create_NewId_IsVersionOneAndKeepsEveryMember()
    {
        var (store, _) = await CreateAsync();
        var document = Json("""{"id":"a","x-unknown":{"z":1,"deep":[{"b":null}]},"n":1.50}""");
        var created = await store.CreateAsync("a", document, "eva", default);
        Assert.Equal(AgreementWriteStatus.Created, created.Status);
        var found = await store.FindAsync("a", null, default);
        Assert.Equal(1, found!.Version);
        Assert.Equal(document.GetRawText(), found.Document.GetRawText());
        Assert.Equal(created.Current!.CreatedAt, found.CreatedAt);
        Assert.Equal(new("eva", found.Digest, false), await store.FindAuthorAsync("a", default));
    }

    [Fact]
    public async Task Create_SameIdTwice_IsADuplicateAndChangesNothing()
    {
        var (store, _) = await CreateAsync();
        await store.CreateAsync("a", Json("""{"v":1}"""), "eva", default);
        Assert.Equal(AgreementWriteStatus.Duplicate, (await store.CreateAsync("a", Json("""{"v":2}"""), "eva", default)).Status);
        Assert.Equal("""{"v":1}""", (await store.FindAsync("a", null, default))!.Document.GetRawText());
    }

    [Fact]
    public async Task Replace_OtherContent_AddsAVersionAndKeepsTheOld()
    {
        var (store, _) = await CreateAsync();
        await store.CreateAsync("a", Json("""{"v":1}"""), "eva", default);
        Assert.Equal(AgreementWriteStatus.Replaced, (await store.ReplaceAsync("a", Json("""{"v":2}"""), "ada", null, default)).Status);
        Assert.Equal("""{"v":1}""", (await store.FindAsync("a", 1, default))!.Document.GetRawText());
        Assert.Equal("""{"v":2}""", (await store.FindAsync("a", null, default))!.Document.GetRawText());
        Assert.Null(await store.FindAsync("a", 3, default));
        Assert.Equal([2, 1], (await store.ListVersionsAsync("a", default)).Select(version => version.Version));
    }

    [Fact]
    public async Task Change_WithANote_CommitsItAndWithoutAChangeNone()
    {
        var (store, feed) = await CreateAsync();
        var notes = new Notes();
        var seen = new List<(int? Before, int? After)>();
        AgreementNote note = (before, after) =>
        {
            seen.Add((before?.Version, after?.Version));
            return notes.Make($"{before?.Version}>{after?.Version}");
        };
        await store.CreateAsync("a", Json("""{"v":1}"""), "eva", note, default);
        await store.CreateAsync("a", Json("""{"v":9}"""), "eva", note, default);
        await store.ReplaceAsync("a", Json("""{"v":1}"""), "eva", null, note, default);
        await store.ReplaceAsync("a", Json("""{"v":9}"""), "eva", 7, note, default);
        await store.ReplaceAsync("a", Json("""{"v":2}"""), "eva", 1, note, default);
        await store.DeleteAsync("a", 7, note, default);
        await store.DeleteAsync("a", null, note, default);
        await store.DeleteAsync("a", null, note, default);
        await store.CreateAsync("a", Json("""{"v":3}"""), "eva", note, default);
        Assert.Equal([(null, 1), (1, 2), (2, null), (null, 3)], seen);
        Assert.Equal(notes.Written, (await feed.ReadAsync(0, 100, default)).Select(fact => (fact.Key, fact.Position)));
        Assert.Equal(4, notes.Written.Count);
    }

    [Fact]
    public async Task Change_WithANoteThatCannotBeWritten_ChangesNothing()
    {
        var (store, feed) = await CreateAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => store.CreateAsync("a", Json("""{"v":1}"""), "eva", Refuse, default));
        Assert.Null(await store.FindAuthorAsync("a", default));
        await store.CreateAsync("a", Json("""{"v":1}"""), "eva", default);
        await Assert.ThrowsAnyAsync<Exception>(() => store.ReplaceAsync("a", Json("""{"v":2}"""), "ada", null, Refuse, default));
        await Assert.ThrowsAnyAsync<Exception>(() => store.DeleteAsync("a", null, Refuse, default));
        Assert.Equal(1, (await store.FindAsync("a", null, default))!.Version);
        Assert.Single(await store.ListVersionsAsync("a", default));
        Assert.Equal(0, await feed.GetHeadAsync(default));

        static CommitNote Refuse(Activities.Compliance.AgreementVersion? before, Activities.Compliance.AgreementVersion? after) => Notes.Refusing("n");
    }

    [Theory]
    [InlineData("""{"b":[1,2],"a":{"y":1.0,"x":2}}""")]
    [InlineData("""{ "a": {"x": 2e0, "y": 1}, "b": [1, 2] }""")]
    public async Task Replace_SameContentInAnotherSpelling_AddsNoVersion(string spelling)
    {
        var (store, _) = await CreateAsync();
        await store.CreateAsync("a", Json("""{"a":{"x":2,"y":1},"b":[1,2]}"""), "eva", default);
        var write = await store.ReplaceAsync("a", Json(spelling), "ada", null, default);
        Assert.Equal(AgreementWriteStatus.Unchanged, write.Status);
        Assert.Equal(1, write.Current!.Version);
    }

    [Fact]
    public async Task Replace_StaleExpectation_IsAConflict()
    {
        var (store, _) = await CreateAsync();
        await store.CreateAsync("a", Json("""{"v":1}"""), "eva", default);
        await store.ReplaceAsync("a", Json("""{"v":2}"""), "eva", 1, default);
        Assert.Equal(AgreementWriteStatus.Conflict, (await store.ReplaceAsync("a", Json("""{"v":3}"""), "eva", 1, default)).Status);
        Assert.Equal(AgreementWriteStatus.Conflict, (await store.DeleteAsync("a", 1, default)).Status);
        Assert.Equal(AgreementWriteStatus.NotFound, (await store.ReplaceAsync("b", Json("{}"), "eva", null, default)).Status);
    }

    [Fact]
    public async Task Delete_ThenCreate_ContinuesTheNumbering()
    {
        var (store, _) = await CreateAsync();
        await store.CreateAsync("a", Json("""{"v":1}"""), "eva", default);
        await store.CreateAsync("b", Json("""{"v":1}"""), "eva", default);
        Assert.Equal(AgreementWriteStatus.Replaced, (await store.DeleteAsync("a", null, default)).Status);
        Assert.Equal(AgreementWriteStatus.NotFound, (await store.DeleteAsync("a", null, default)).Status);
        Assert.Null(await store.FindAsync("a", null, default));
        Assert.Null(await store.FindAsync("a", 1, default));
        Assert.Empty(await store.ListVersionsAsync("a", default));
        Assert.Equal(["b"], (await store.ListCurrentAsync(default)).Select(version => version.Id));
        Assert.True((await store.FindAuthorAsync("a", default))!.IsDeleted);
        Assert.Equal(2, (await store.CreateAsync("a", Json("""{"v":1}"""), "eva", default)).Current!.Version);
        Assert.Equal(["a", "b"], (await store.ListCurrentAsync(default)).Select(version => version.Id));
    }

    [Fact]
    public async Task Write_ManyAtOnce_NumbersWithoutGapOrTwin()
    {
        var (store, _) = await CreateAsync();
        var creations = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => store.CreateAsync("a", Json($$"""{"v":{{i}}}"""), "eva", default))));
        Assert.Single(creations, write => write.Status == AgreementWriteStatus.Created);
        await Task.WhenAll(Enumerable.Range(100, 20).Select(i => Task.Run(() => store.ReplaceAsync("a", Json($$"""{"v":{{i}}}"""), "eva", null, default))));
        Assert.Equal(Enumerable.Range(1, 21).Reverse(), (await store.ListVersionsAsync("a", default)).Select(version => version.Version));
    }

    private static JsonElement Json(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}
