using System.Net;
using System.Reflection;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Status.Activities.Webhooks;
using Status.Host.Triggers.Admission;
using Status.Host.Triggers.Webhooks;
using Status.Workflows.Definitions;
using Status.Workflows.Execution;
using Status.Workflows.Http;
using Status.Workflows.Model.Data;
using Status.Workflows.Persistence;

namespace Status.Host.Tests.Triggers;

public sealed class WebhookTriggerTests : IAsyncLifetime
{
    private const string HubSecret = "a secret of some length";
    private const string StandardSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private readonly GuardedInbox _inbox = (GuardedInbox)DispatchProxy.Create<IInbox, GuardedInbox>();
    private WebApplication _app = null!;
    private HttpClient _client = null!;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Status:Webhooks:Sources:github:Secret"] = HubSecret,
            ["Status:Webhooks:Sources:github:MaxBodyBytes"] = "2000",
            ["Status:Webhooks:Sources:billing:Secret"] = StandardSecret,
            ["Status:Webhooks:Sources:billing:MaxBodyBytes"] = "4000",
        });
        builder.Services.AddInMemoryWorkflowStores();
        builder.Services.AddSingleton((IInbox)(object)_inbox);
        builder.Services.AddWebhooks();
        builder.Services.AddWorkAdmission();
        builder.Services.AddProblemDetails();
        _app = builder.Build();
        _app.MapWebhooks();
        await _app.StartAsync();
        _client = _app.GetTestClient();
        var definitions = _app.Services.GetRequiredService<IDefinitionStore>();
        var payload = new DataObject { ["Name"] = "github" };
        await definitions.SaveAsync(
            new StoredDefinition
            {
                Id = "v1",
                DefinitionId = "on-push",
                Name = "on-push",
                Version = 1,
                IsLatest = true,
                IsPublished = true,
                CreatedAt = DateTimeOffset.UnixEpoch,
                Author = "test",
                Digest = "",
                Json = "{}",
            },
            [new TriggerRecord("on-push", "v1", "hook", "Status.WebhookReceived", Stimulus.Hash("Status.WebhookReceived", payload), payload, null)], [], default);
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task Post_WithAGoodSignature_StartsTheWorkflowOnceHoweverOftenItComes()
    {
        const string Body = """{"ref":"refs/heads/main"}""";
        for (var i = 0; i < 3; i++)
        {
            // A repetition with another, unsigned delivery id is a repetition all the same.
            using var response = await SendAsync("github", Body, ("X-Hub-Signature-256", Hub(Body)), ("X-GitHub-Delivery", "delivery-" + i), ("Authorization", "Bearer leak"));
            Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        }

        var item = Assert.Single(_inbox.Accepted);
        Assert.Equal((InboxItemKind.Start, "on-push", "hook"), (item.Kind, item.DefinitionId, item.TriggerActivityId));
        Assert.Equal("refs/heads/main", ((DataObject)item.Payload["payload"]!)["ref"]);
        var headers = (DataObject)item.Payload["headers"]!;
        Assert.Equal("delivery-0", headers["x-github-delivery"]);
        Assert.False(headers.ContainsKey("authorization") || headers.ContainsKey("x-hub-signature-256"));
    }

    [Theory]
    [InlineData("github", "sha256=0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("github", null)]
    [InlineData("nobody", "sha256=0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("billing", "sha256=0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("github%0d%0aX-Injected: 1", "sha256=00")]
    public async Task Post_ThatIsNotGenuine_GetsOneAnswerWhateverTheReason(string name, string? signature)
    {
        using var response = await SendAsync(name, "{}", ("X-Hub-Signature-256", signature));
        using var reference = await SendAsync("github", "{}", ("X-Hub-Signature-256", "sha256=" + new string('1', 64)));
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal(await DetailAsync(reference), await DetailAsync(response));
        Assert.Empty(_inbox.Accepted);
    }

    [Fact]
    public async Task Post_OfAReplayedStandardMessage_IsRefusedWhenItIsOld()
    {
        const string Body = "{}";
        var old = WebhookSignature.Sign(StandardSecret, "msg_1", TimeProvider.System.GetUtcNow().AddMinutes(-6), Encoding.UTF8.GetBytes(Body));
        using var refused = await SendAsync("billing", Body, [.. old.Select(h => (h.Key, (string?)h.Value))]);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        var fresh = WebhookSignature.Sign(StandardSecret, "msg_1", TimeProvider.System.GetUtcNow(), Encoding.UTF8.GetBytes(Body));
        using var taken = await SendAsync("billing", Body, [.. fresh.Select(h => (h.Key, (string?)h.Value))]);
        Assert.Equal(HttpStatusCode.Accepted, taken.StatusCode);
    }

    [Fact]
    public async Task Post_OfAHugeBody_IsRefusedAlsoForAnUnknownName()
    {
        var body = new string('x', 4001);
        foreach (var name in (string[])["github", "billing", "nobody"])
        {
            using var response = await SendAsync(name, body, ("X-Hub-Signature-256", Hub(body)));
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        }

        var medium = new string('x', 3000);
        using var tooMuchForGitHub = await SendAsync("github", medium, ("X-Hub-Signature-256", Hub(medium)));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, tooMuchForGitHub.StatusCode);
    }

    [Fact]
    public async Task Post_OfSomethingThatIsNotJson_IsABadRequest()
    {
        var deep = new string('[', 500) + new string(']', 500);
        foreach (var body in (string[])["{broken", deep])
        {
            using var response = await SendAsync("github", body, ("X-Hub-Signature-256", Hub(body)));
            Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        }
    }

    [Fact]
    public async Task Post_WhileTheDatabaseIsAway_AsksToRepeat()
    {
        _inbox.IsAway = true;
        using var response = await SendAsync("github", "{}", ("X-Hub-Signature-256", Hub("{}")));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.NotNull(response.Headers.RetryAfter);
        _inbox.IsAway = false;
        using var repeated = await SendAsync("github", "{}", ("X-Hub-Signature-256", Hub("{}")));
        Assert.Equal(HttpStatusCode.Accepted, repeated.StatusCode);
        Assert.Single(_inbox.Accepted);
    }

    private static string Hub(string body) =>
        "sha256=" + Convert.ToHexStringLower(WebhookSignature.OfBody(WebhookSignature.ReadKey(HubSecret), Encoding.UTF8.GetBytes(body)));

    private static async Task<string?> DetailAsync(HttpResponseMessage response) =>
        (DataJson.Parse(await response.Content.ReadAsStringAsync()) as DataObject)?["detail"] as string;

    private Task<HttpResponseMessage> SendAsync(string name, string body, params (string Name, string? Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/hooks/" + name) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        foreach (var (header, value) in headers)
        {
            if (value is not null) request.Headers.TryAddWithoutValidation(header, value);
        }

        return _client.SendAsync(request);
    }

    /// <summary>An inbox of which only the accepting side is asked.</summary>
    public class GuardedInbox : DispatchProxy
    {
        private readonly Dictionary<string, InboxItem> _items = [];

        public bool IsAway { get; set; }

        public IReadOnlyCollection<InboxItem> Accepted => _items.Values;

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            if (targetMethod?.Name != nameof(IInbox.EnqueueAsync)) throw new NotSupportedException(targetMethod?.Name);
            if (IsAway) throw new NpgsqlException("away");
            return ValueTask.FromResult(((IReadOnlyList<InboxItem>)args![0]!).Count(item => _items.TryAdd(item.Id, item)));
        }
    }
}
