using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Status.Activities.Ledger;
using Status.Activities.Ledger.Merkle;
using Status.Activities.Ledger.Notes;
using Status.Host.Api.Ledger;
using Status.Testing;

namespace Status.Host.Tests.Api;

/// <summary>Reads the ledger as an outside auditor does: with what HTTP gives, SHA-256 and the public key.</summary>
public sealed class LedgerApiTests : IAsyncLifetime
{
    private const int Size = 300;
    private LedgerHarness _ledger = null!;
    private WebApplication _app = null!;
    private HttpClient _client = null!;

    public async Task InitializeAsync()
    {
        _ledger = await LedgerHarness.CreateAsync();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Services.AddSingleton(_ledger.DataSource).AddSingleton(_ledger.Signer).AddLedger();
        builder.Services.AddProblemDetails();
        // Who may read is the host's matter; what nobody mapped stays closed.
        builder.Services.AddSingleton<Microsoft.AspNetCore.Authorization.IAuthorizationHandler, Holder>();
        builder.Services.AddAuthorization(options => options.FallbackPolicy = new Microsoft.AspNetCore.Authorization.AuthorizationPolicyBuilder().RequireAssertion(_ => false).Build());
        _app = builder.Build();
        _app.UseAuthorization();
        _app.MapLedger();
        _app.MapGroup("/api/v1").MapLedgerReads();
        await _app.StartAsync();
        _client = _app.GetTestClient();
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
        await _ledger.DisposeAsync();
    }

    [Fact]
    public async Task GetCheckpoint_EmptyLedger_Is404AndSaysWhy()
    {
        using var response = await _client.GetAsync("/ledger/checkpoint");
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains("The ledger is empty", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Audit_OfAnEntry_NeedsOnlyWhatTheRoutesGive()
    {
        await _ledger.FillAsync(Size, 100);
        var key = NoteKey.Parse(await _client.GetStringAsync("/ledger/key"));
        var note = SignedNote.Parse(await _client.GetStringAsync("/ledger/checkpoint"));
        Assert.True(key.Verifies(note));
        var checkpoint = Checkpoint.Parse(note.Text);
        Assert.Equal(Size, checkpoint.Size);

        var proof = await GetAsync("/ledger/proof/inclusion?key=key-123");
        var index = proof.GetProperty("index").GetInt64();
        var leaf = LeafOf(await _client.GetStringAsync($"/ledger/entries/{index}"));
        Assert.Equal(TreeHash.Leaf(leaf).ToBase64(), proof.GetProperty("leafHash").GetString());
        Assert.True(ProofVerifier.Inclusion(index, Size, TreeHash.Leaf(leaf), Hashes(proof), checkpoint.Root));
        Assert.Equal(note.ToString(), proof.GetProperty("checkpoint").GetString());
    }

    [Fact]
    public async Task Proof_OfAnEntry_HasAllThatChecksItInOneAnswer()
    {
        await _ledger.FillAsync(Size, 100);
        var proof = await GetAsync("/api/v1/ledger/entries/77/proof");
        var key = NoteKey.Parse(proof.GetProperty("key").GetString()!);
        var note = SignedNote.Parse(proof.GetProperty("checkpoint").GetString()!);
        Assert.True(key.Verifies(note));
        var leaf = Encoding.UTF8.GetBytes(proof.GetProperty("leaf").GetString()!);
        Assert.Equal(TreeHash.Leaf(leaf).ToBase64(), proof.GetProperty("leafHash").GetString());
        Assert.True(ProofVerifier.Inclusion(77, proof.GetProperty("treeSize").GetInt64(), TreeHash.Leaf(leaf), Hashes(proof), Checkpoint.Parse(note.Text).Root));
        var body = SHA256.HashData(Encoding.UTF8.GetBytes(proof.GetProperty("body").GetString()!));
        Assert.Equal(Convert.ToHexStringLower(body), JsonDocument.Parse(leaf).RootElement.GetProperty("bodySha256").GetString());
        using var none = await _client.GetAsync("/api/v1/ledger/entries/300/proof");
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
    }

    [Fact]
    public async Task Search_OfEntries_FiltersPagesAndCounts()
    {
        await _ledger.FillAsync(Size, 100);
        var newest = await GetAsync("/api/v1/ledger/entries?pageSize=2&page=1");
        Assert.Equal((Size, 297L), (newest.GetProperty("total").GetInt64(), newest.GetProperty("items")[0].GetProperty("index").GetInt64()));
        var found = await GetAsync("/api/v1/ledger/entries?q=KEY-12&sort=index&kind=agreement.evaluated&agreement=platform");
        Assert.Equal(11, found.GetProperty("total").GetInt64());
        Assert.Equal("key-12", found.GetProperty("items")[0].GetProperty("key").GetString());
        Assert.Equal(0, (await GetAsync("/api/v1/ledger/entries?kind=none")).GetProperty("total").GetInt64());
        Assert.Equal(Size, (await GetAsync("/api/v1/ledger/head")).GetProperty("size").GetInt64());
    }

    [Fact]
    public async Task Audit_OfTheWholeLedger_WorksFromTiles()
    {
        await _ledger.FillAsync(Size, 100);
        var checkpoint = Checkpoint.Parse(SignedNote.Parse(await _client.GetStringAsync("/ledger/checkpoint")).Text);
        var range = new CompactRange();
        foreach (var (path, hashes) in ((string, string)[])[("entries/000", "0/000"), ("entries/001.p/44", "0/001.p/44")])
        {
            using var response = await _client.GetAsync("/ledger/tile/" + path);
            Assert.Contains("immutable", response.Headers.CacheControl!.ToString());
            var tile = await _client.GetByteArrayAsync("/ledger/tile/" + hashes);
            var place = 0;
            foreach (var leaf in Bundle(await response.Content.ReadAsByteArrayAsync()))
            {
                range.Append(TreeHash.Leaf(leaf));
                Assert.Equal(TreeHash.Leaf(leaf), MerkleHash.From(tile.AsSpan(place, 32)));
                place += 32;
            }

            Assert.Equal(place, tile.Length);
        }

        Assert.Equal(checkpoint.Root, range.Root());
        Assert.Equal(32, (await _client.GetByteArrayAsync("/ledger/tile/1/000.p/1")).Length);
    }

    [Fact]
    public async Task GetConsistency_OfEveryCheckpoint_ProvesTheNewest()
    {
        await _ledger.FillAsync(Size, 100);
        var head = (await _ledger.Store.GetHeadAsync(CancellationToken.None))!;
        var older = (await _ledger.Store.GetCheckpointCoveringAsync(200, CancellationToken.None))!;
        var proof = await GetAsync("/ledger/proof/consistency?from=200");
        Assert.True(ProofVerifier.Consistency(200, older.Root, Size, head.Root, Hashes(proof)));
        Assert.Equal(Size, proof.GetProperty("to").GetInt64());
        Assert.Equal(HttpStatusCode.BadRequest, (await _client.GetAsync("/ledger/proof/consistency?from=301")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await _client.GetAsync("/ledger/proof/consistency?from=1&to=301")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await _client.GetAsync("/ledger/proof/consistency?from=-1")).StatusCode);
    }

    [Fact]
    public async Task ListEntries_Pages_GiveEveryEntryOnce()
    {
        await _ledger.FillAsync(25, 25);
        var keys = new List<string?>();
        long? next = 0;
        while (next is { } from)
        {
            var page = await GetAsync($"/ledger/entries?from={from}&take=10");
            keys.AddRange(page.GetProperty("entries").EnumerateArray().Select(e => e.GetProperty("key").GetString()));
            next = page.GetProperty("next").ValueKind == JsonValueKind.Null ? null : page.GetProperty("next").GetInt64();
        }

        Assert.Equal(Enumerable.Range(0, 25).Select(i => "key-" + i), keys);
        var one = await GetAsync("/ledger/entries?key=key-7");
        Assert.Equal(7, Assert.Single(one.GetProperty("entries").EnumerateArray()).GetProperty("index").GetInt64());
        Assert.Equal(8, Assert.Single(one.GetProperty("entries").EnumerateArray()).GetProperty("body").GetProperty("value").GetInt64());
    }

    [Fact]
    public async Task GetInclusion_AsText_IsOneFileWithItsCheckpoint()
    {
        await _ledger.FillAsync(5, 5);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/ledger/proof/inclusion?index=3");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/plain"));
        var text = await (await _client.SendAsync(request)).Content.ReadAsStringAsync();
        Assert.StartsWith("c2sp.org/tlog-proof@v1\nindex 3\n", text);
        Assert.EndsWith("\n\n" + await _client.GetStringAsync("/ledger/checkpoint"), text);
    }

    [Theory]
    [InlineData("/ledger/entries/300", HttpStatusCode.NotFound)]
    [InlineData("/ledger/entries?take=0", HttpStatusCode.BadRequest)]
    [InlineData("/ledger/entries?take=1001", HttpStatusCode.BadRequest)]
    [InlineData("/ledger/entries?from=-1", HttpStatusCode.BadRequest)]
    [InlineData("/ledger/proof/inclusion", HttpStatusCode.BadRequest)]
    [InlineData("/ledger/proof/inclusion?index=1&key=a", HttpStatusCode.BadRequest)]
    [InlineData("/ledger/proof/inclusion?index=1&size=1", HttpStatusCode.BadRequest)]
    [InlineData("/ledger/proof/inclusion?index=1&size=4", HttpStatusCode.BadRequest)]
    [InlineData("/ledger/proof/inclusion?key=nobody", HttpStatusCode.NotFound)]
    [InlineData("/ledger/tile/0/000", HttpStatusCode.NotFound)]
    [InlineData("/ledger/tile/0/000.p/4", HttpStatusCode.NotFound)]
    [InlineData("/ledger/tile/entries/000.p/4", HttpStatusCode.NotFound)]
    [InlineData("/ledger/tile/0/0.p/3", HttpStatusCode.NotFound)]
    [InlineData("/ledger/tile/0/x000/000.p/3", HttpStatusCode.NotFound)]
    [InlineData("/ledger/tile/0/000.p/03", HttpStatusCode.NotFound)]
    [InlineData("/ledger/tile/8/000.p/3", HttpStatusCode.NotFound)]
    [InlineData("/ledger/tile/0/000.p/3", HttpStatusCode.OK)]
    public async Task Get_AnyAddress_AnswersItsStatus(string address, HttpStatusCode status)
    {
        await _ledger.FillAsync(3, 3);
        using var response = await _client.GetAsync(address);
        Assert.Equal(status, response.StatusCode);
        if (status != HttpStatusCode.OK) Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
    }

    [Theory]
    [InlineData("0/x001/x234/067", 0, 1234067, 256)]
    [InlineData("2/005.p/9", 2, 5, 9)]
    public void Parse_AddressOfTheSpecification_IsThatTile(string path, int level, long index, int width) =>
        Assert.Equal(new TilePath(false, level, index, width), TilePath.Parse(path));

    private async Task<JsonElement> GetAsync(string address) => await _client.GetFromJsonAsync<JsonElement>(address);

    private static MerkleHash[] Hashes(JsonElement proof) =>
        [.. proof.GetProperty("hashes").EnumerateArray().Select(h => MerkleHash.From(h.GetBytesFromBase64()))];

    /// <summary>docs/ledger.md: all members but body and leafHash, sorted, without spaces; and the body's own hash is checked.</summary>
    private static byte[] LeafOf(string json)
    {
        var entry = JsonNode.Parse(json)!.AsObject();
        Assert.Equal((string?)entry["bodySha256"], Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(entry["body"]!.ToJsonString()))));
        var leaf = new JsonObject(entry.Where(m => m.Key is not ("body" or "leafHash")).OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => KeyValuePair.Create(m.Key, m.Value?.DeepClone())));
        return Encoding.UTF8.GetBytes(leaf.ToJsonString());
    }

    private static IEnumerable<byte[]> Bundle(byte[] bytes)
    {
        for (var at = 0; at < bytes.Length;)
        {
            var length = (bytes[at] << 8) | bytes[at + 1];
            yield return bytes[(at + 2)..(at + 2 + length)];
            at += 2 + length;
        }
    }

    private sealed class Holder : Microsoft.AspNetCore.Authorization.IAuthorizationHandler
    {
        public Task HandleAsync(Microsoft.AspNetCore.Authorization.AuthorizationHandlerContext context)
        {
            foreach (var requirement in context.PendingRequirements.OfType<Status.Host.Identity.PermissionRequirement>().ToList()) context.Succeed(requirement);
            return Task.CompletedTask;
        }
    }
}
