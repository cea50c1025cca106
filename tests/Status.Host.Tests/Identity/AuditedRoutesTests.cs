using Status.Host.Tests.Api;
using Status.Host.Tests.Elsa.Definitions;
using Status.Host.Tests.Hosting;

namespace Status.Host.Tests.Identity;

/// <summary>Whatever a person changes leaves an entry in the audit trail: every route that can change something is proven here or excepted with a reason.</summary>
[Collection(HostProcessCollection.Name)]
public sealed class AuditedRoutesTests(StudioHost host) : IClassFixture<StudioHost>
{
    private const string Question = "a question with a body; changes nothing";
    private const string Load = "what systems deliver: samples, results and calls are data with a provenance of their own, no change by a person";
    private const string SignIn = "signing in and out; the sessions themselves keep who, when and from where";
    private const string Health = "answers every method alike and changes nothing";
    private const string Live = "a hub: its clients subscribe, and no method of it changes anything";
    private const string OwnHost = "changes the whole host; proven in Hosting/RuntimePauseTests on a host of its own";
    private const string Start = "starts or wakes runs; the run keeps who, when and from what";

    /// <summary>Whoever adds a line here takes an address out of the audit trail.</summary>
    private static readonly Dictionary<string, string> _excepted = new(StringComparer.Ordinal)
    {
        ["* /health"] = Health,
        ["* /health/live"] = Health,
        ["* /health/ready"] = Health,
        ["* /hubs/live"] = Live,
        ["* /hubs/live/negotiate"] = Live,
        ["* /elsa/hubs/workflow-instance"] = Live,
        ["* /elsa/hubs/workflow-instance/negotiate"] = Live,
        ["* /workflows/{**path}"] = Load,
        ["POST /hooks/{name}"] = Load,
        ["POST /api/v1/computations/bulk"] = Load,
        ["POST /api/v1/metrics"] = Load,
        ["POST /api/v1/runtime/pause"] = OwnHost,
        ["POST /api/v1/runtime/resume"] = OwnHost,
        ["POST /elsa/api/events/{eventName}/trigger"] = Start,
        ["POST /elsa/api/bookmarks/resume"] = Start,
        ["POST /elsa/api/workflow-definitions/{definitionId}/execute"] = Start,
        ["POST /elsa/api/workflow-definitions/{definitionId}/dispatch"] = Start,
        ["POST /elsa/api/workflow-definitions/{definitionId}/bulk-dispatch"] = Start,
        ["POST /elsa/api/identity/login"] = SignIn,
        ["POST /elsa/api/identity/refresh-token"] = SignIn,
        ["POST /api/v1/session"] = SignIn,
        ["DELETE /api/v1/session"] = SignIn,
        ["DELETE /api/v1/sessions"] = SignIn,
        ["POST /api/v1/workflows/{id}/tests/run"] = Question,
        ["POST /api/v1/workflows/{id}/tests/from-run/{runId}"] = Question,
        ["POST /elsa/api/workflow-definitions/{definitionId}/export"] = Question,
        ["POST /elsa/api/bulk-actions/export/workflow-definitions"] = Question,
        ["POST /elsa/api/descriptors/activities/{typeName}/options/{propertyName}"] = Question,
        ["POST /elsa/api/scripting/javascript/type-definitions/{definitionId}"] = Question,
        ["POST /elsa/api/workflow-instances"] = Question,
        ["POST /elsa/api/bulk-actions/export/workflow-instances"] = Question,
        ["POST /elsa/api/workflow-instances/{id}/journal"] = Question,
        ["POST /elsa/api/activity-executions/report"] = Question,
        ["POST /elsa/api/alterations/dry-run"] = Question,
        ["POST /api/v1/alterations/dry-run"] = Question,
    };

    public static TheoryData<string> Audited => [.. AuditedRequests.All.Keys];

    [Fact]
    public void Route_ThatMayChangeSomething_IsProvenHereOrExceptedWithAReason()
    {
        var routes = HostRoutes.Unsafe().ToHashSet(StringComparer.Ordinal);
        var unknown = routes.Where(route => !AuditedRequests.All.ContainsKey(route) && !_excepted.ContainsKey(route)).ToList();
        Assert.True(unknown.Count == 0, $"Neither proven nor excepted:\n{string.Join('\n', unknown)}");
        Assert.Empty(AuditedRequests.All.Keys.Intersect(_excepted.Keys));
        var gone = AuditedRequests.All.Keys.Concat(_excepted.Keys).Except(routes).ToList();
        Assert.True(gone.Count == 0, $"The host has no such routes any more:\n{string.Join('\n', gone)}");
    }

    [Theory]
    [MemberData(nameof(Audited))]
    public async Task Change_ThatSucceeds_LeavesAnEntryByWhoMadeIt(string route)
    {
        var method = route[..route.IndexOf(' ', StringComparison.Ordinal)];
        var prepared = await AuditedRequests.All[route](new AuditedRequests(host));
        var before = await NewestAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), prepared.Path) { Content = prepared.Content };
        using var response = await (prepared.Client ?? host.Admin).SendAsync(request);
        Assert.True(response.IsSuccessStatusCode, $"{route}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");

        await using var command = host.DataSource.CreateCommand($"select actor, action, coalesce(before, ''), coalesce(after, '') from identity.audit where id > {before}");
        await using var reader = await command.ExecuteReaderAsync();
        var actors = new List<string>();
        while (await reader.ReadAsync())
        {
            actors.Add(reader.GetString(0));
            Assert.NotEqual("", reader.GetString(2) + reader.GetString(3));
        }

        Assert.NotEmpty(actors);
        Assert.All(actors, actor => Assert.Equal(prepared.Actor, actor));
    }

    private async Task<long> NewestAsync()
    {
        await using var command = host.DataSource.CreateCommand("select coalesce(max(id), 0) from identity.audit");
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
