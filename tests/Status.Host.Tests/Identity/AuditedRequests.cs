using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Status.Host.Tests.Elsa.Definitions;
using Status.Testing;

namespace Status.Host.Tests.Identity;

/// <summary>For each route that changes something: what must be there first, and the least request that succeeds.</summary>
internal sealed class AuditedRequests(StudioHost host)
{
    private const string Definitions = "/elsa/api/workflow-definitions";
    private const string Bulk = "/elsa/api/bulk-actions";
    private const string WriteLine = """{"id":"w1","type":"Elsa.WriteLine","version":1,"name":"Say","text":{"typeName":"String","expression":{"type":"Literal","value":"hi"}}}""";
    private const string Wait = """{"id":"e1","type":"Elsa.Event","version":1,"name":"Wait","eventName":{"typeName":"String","expression":{"type":"Literal","value":"never-comes"}}}""";
    private static int _number;
    private readonly string _name = string.Create(CultureInfo.InvariantCulture, $"audited-{Interlocked.Increment(ref _number)}");

    public static Dictionary<string, Func<AuditedRequests, Task<Prepared>>> All { get; } = new(StringComparer.Ordinal)
    {
        ["POST /api/v6/agreements"] = r => Now("/api/v6/agreements", Agreement(r._name)),
        ["PUT /api/v6/agreements/{id}"] = async r => new($"/api/v6/agreements/{await r.AgreementAsync()}", Json(Agreement(r._name, "another description"))),
        ["DELETE /api/v6/agreements/{id}"] = async r => new($"/api/v6/agreements/{await r.AgreementAsync()}"),
        ["DELETE /api/v6/agreements"] = async r => await r.AgreementAsync() is null ? throw new InvalidOperationException() : new("/api/v6/agreements"),

        ["POST /api/v1/catalogs"] = r => Now("/api/v1/catalogs", r.Catalog()),
        ["POST /api/v1/catalogs/drafts"] = r => Now("/api/v1/catalogs/drafts", r.Catalog()),
        ["PATCH /api/v1/catalogs/{id:int}"] = async r => new(await r.CatalogAsync(), Json(new { description = "another" })),
        ["PATCH /api/v1/catalogs/{id:int}/finalize"] = async r => new(await r.CatalogAsync("/drafts") + "/finalize"),
        ["DELETE /api/v1/catalogs/{id:int}"] = async r => new(await r.CatalogAsync()),
        ["POST /api/v1/controls"] = async r => new("/api/v1/controls", Json(await r.ControlAsync())),
        ["POST /api/v1/controls/drafts"] = async r => new("/api/v1/controls/drafts", Json(await r.ControlAsync("/drafts"))),
        ["PATCH /api/v1/controls/{id:int}"] = async r => new(await r.MadeAsync("/api/v1/controls", await r.ControlAsync()), Json(new { description = "another" })),
        ["PATCH /api/v1/controls/{id:int}/finalize"] = async r => new(await r.DraftControlAsync() + "/finalize"),
        ["DELETE /api/v1/controls/{id:int}"] = async r => new(await r.MadeAsync("/api/v1/controls", await r.ControlAsync())),
        ["POST /api/v1/scopes"] = r => Now("/api/v1/scopes", r.Scope()),
        ["PUT /api/v1/scopes/{id:guid}"] = async r => new(await r.MadeAsync("/api/v1/scopes", r.Scope()), Json(new { description = "another" })),
        ["DELETE /api/v1/scopes/{id:guid}"] = async r => new(await r.MadeAsync("/api/v1/scopes", r.Scope())),
        ["POST /api/v1/scopes/sets"] = async r => new("/api/v1/scopes/sets", Json(await r.ScopeSetAsync())),
        ["PUT /api/v1/scopes/sets/{id}"] = async r => new(await r.MadeAsync("/api/v1/scopes/sets", await r.ScopeSetAsync()), Json(new { scopes = new { region = "us" } })),
        ["DELETE /api/v1/scopes/sets/{id}"] = async r => new(await r.MadeAsync("/api/v1/scopes/sets", await r.ScopeSetAsync())),

        ["POST /api/v1/alerts/{id}/acknowledge"] = async r => new($"/api/v1/alerts/{await r.AlertAsync()}/acknowledge", Json(new { comment = "mine" })),
        ["POST /api/v1/alerts/{id}/comments"] = async r => new($"/api/v1/alerts/{await r.AlertAsync()}/comments", Json(new { text = "odd" })),

        ["POST /api/v1/users"] = r => Now("/api/v1/users", r.User()),
        ["PUT /api/v1/users/{name}"] = async r => new(await r.UserAsync(), Json(new { displayName = "Another" })),
        ["DELETE /api/v1/users/{name}"] = async r => new(await r.UserAsync()),
        ["PUT /api/v1/session/password"] = async r => new(
            "/api/v1/session/password", Json(new { currentPassword = HostProcess.Password, newPassword = "another long password" }))
        { Client = await r.SignedInAsync(), Actor = r._name },
        ["POST /api/v1/api-keys"] = r => Now("/api/v1/api-keys", new { name = r._name, permissions = new[] { "read:agreements" } }),
        ["DELETE /api/v1/api-keys/{id}"] = async r => new(await r.MadeAsync("/api/v1/api-keys", new { name = r._name, permissions = new[] { "read:agreements" } })),

        ["PUT /api/v1/workflows/{id}"] = r => Now($"/api/v1/workflows/{r._name}", r.Model()),
        ["POST /api/v1/workflows/{id}/publish"] = async r => new($"/api/v1/workflows/{await r.WorkflowAsync()}/publish"),
        ["POST /api/v1/workflows/{id}/retract"] = async r => new($"/api/v1/workflows/{await r.WorkflowAsync(publish: true)}/retract"),
        ["PUT /api/v1/workflows/{id}/tests"] = async r => new($"/api/v1/workflows/{await r.WorkflowAsync()}/tests", Json(new { cases = new[] { new { name = r._name, expect = new { status = "Finished" } } } })),
        ["POST /api/v1/imports/node-red"] = r => Now("/api/v1/imports/node-red", $$"""[{"id":"t","type":"tab","label":"{{r._name}}"},{"id":"n","type":"debug","z":"t","wires":[]}]"""),
        ["DELETE /api/v1/workflow-drafts/{id}"] = async r => new($"/api/v1/workflow-drafts/{await r.DraftAsync()}"),

        ["POST /api/v1/schedules/{definitionId}/{activityId}/pause"] = async r => new($"/api/v1/schedules/{await r.ScheduledAsync()}/t1/pause"),
        ["POST /api/v1/schedules/{definitionId}/{activityId}/resume"] = async r => new($"/api/v1/schedules/{await r.ScheduledAsync(paused: true)}/t1/resume"),

        ["POST /elsa/api/workflow-definitions"] = r => Now(Definitions, $"{{\"model\":{r.Model()}}}"),
        ["POST /elsa/api/workflow-definitions/{definitionId}/publish"] = async r => new($"{Definitions}/{await r.WorkflowAsync()}/publish", Json(new { })),
        ["POST /elsa/api/workflow-definitions/{definitionId}/retract"] = async r => new($"{Definitions}/{await r.WorkflowAsync(publish: true)}/retract", Json(new { })),
        ["POST /elsa/api/workflow-definitions/{definitionId}/revert/{version:int}"] = async r => new($"{Definitions}/{await r.WorkflowAsync(publish: true)}/revert/1", Json(new { })),
        ["POST /elsa/api/workflow-definitions/{definitionId}/update-references"] = async r => new($"{Definitions}/{await r.UsedWorkflowAsync()}/update-references", Json(new { })),
        ["DELETE /elsa/api/workflow-definitions/{definitionId}"] = async r => new($"{Definitions}/{await r.WorkflowAsync()}"),
        ["DELETE /elsa/api/workflow-definitions/{definitionId}/version/{version:int}"] = async r => new($"{Definitions}/{await r.WorkflowAsync()}/version/1"),
        ["DELETE /elsa/api/workflow-definition-versions/{id}"] = async r => new($"/elsa/api/workflow-definition-versions/{await r.VersionAsync()}"),
        ["POST /elsa/api/bulk-actions/publish/workflow-definitions/by-definition-ids"] = async r => new($"{Bulk}/publish/workflow-definitions/by-definition-ids", Json(new { definitionIds = new[] { await r.WorkflowAsync() } })),
        ["POST /elsa/api/bulk-actions/retract/workflow-definitions/by-definition-ids"] = async r => new($"{Bulk}/retract/workflow-definitions/by-definition-ids", Json(new { definitionIds = new[] { await r.WorkflowAsync(publish: true) } })),
        ["POST /elsa/api/bulk-actions/delete/workflow-definitions/by-definition-id"] = async r => new($"{Bulk}/delete/workflow-definitions/by-definition-id", Json(new { definitionIds = new[] { await r.WorkflowAsync() } })),
        ["POST /elsa/api/bulk-actions/delete/workflow-definitions/by-id"] = async r => new($"{Bulk}/delete/workflow-definitions/by-id", Json(new { ids = new[] { await r.VersionAsync() } })),
        ["POST /elsa/api/workflow-definitions/import"] = r => Now($"{Definitions}/import", r.Model()),
        ["PUT /elsa/api/workflow-definitions/{definitionId}/import"] = async r => new($"{Definitions}/{await r.WorkflowAsync()}/import", Json(r.Model(Wait))),
        ["POST /elsa/api/workflow-definitions/import-files"] = r => Task.FromResult(new Prepared($"{Definitions}/import-files", r.Files())),

        ["POST /elsa/api/cancel/workflow-instances/{id}"] = async r => new($"/elsa/api/cancel/workflow-instances/{await r.RunAsync(Wait)}"),
        ["POST /elsa/api/bulk-actions/cancel/workflow-instances"] = async r => new($"{Bulk}/cancel/workflow-instances", Json(new { ids = new[] { await r.RunAsync(Wait) } })),
        ["POST /elsa/api/workflow-instances/{id}/variables"] = async r => new($"/elsa/api/workflow-instances/{await r.RunAsync(Wait)}/variables", Json(new { variables = new[] { new { id = "v1", value = "new" } } })),
        ["POST /elsa/api/alterations/run"] = async r => new("/elsa/api/alterations/run", Json(new { alterations = new[] { new { type = "Cancel" } }, workflowInstanceIds = new[] { await r.RunAsync(Wait) } })),
        ["POST /elsa/api/alterations/submit"] = async r => new("/elsa/api/alterations/submit", Json(new { alterations = new[] { new { type = "Cancel" } }, filter = new { workflowInstanceIds = new[] { await r.RunAsync(Wait) } } })),
        ["POST /elsa/api/alterations/workflows/retry"] = async r => new("/elsa/api/alterations/workflows/retry", Json(new { workflowInstanceIds = new[] { await r.RunAsync(Wait) } })),
        ["POST /api/v1/alterations"] = async r => new("/api/v1/alterations", Json(new { alterations = new[] { new { type = "Cancel" } }, runIds = new[] { await r.RunAsync(Wait) } })),
        ["POST /elsa/api/tests/activities"] = async r => new("/elsa/api/tests/activities", Json(new { workflowDefinitionHandle = new { definitionId = await r.WorkflowAsync(false, WriteLine) }, activityHandle = new { activityId = "w1" } })),
        ["POST /elsa/api/tasks/{taskId}/complete"] = async r => new($"/elsa/api/tasks/{await r.TaskAsync()}/complete", Json(new { result = new { ok = true } })),
        ["POST /api/v1/tasks/{id}/complete"] = async r => new($"/api/v1/tasks/{await r.TaskAsync()}/complete", Json(new { result = 1 })),
        ["POST /api/v1/dead-letters/{id}/retry"] = async r => new($"/api/v1/dead-letters/{await r.DeadLetterAsync()}/retry"),
        ["POST /elsa/api/bulk-actions/import/workflow-instances"] = async r => new($"{Bulk}/import/workflow-instances", await r.ExportedRunAsync()),
        ["DELETE /elsa/api/workflow-instances/{id}"] = async r => new($"/elsa/api/workflow-instances/{await r.RunAsync(WriteLine)}"),
        ["POST /elsa/api/bulk-actions/delete/workflow-instances/by-id"] = async r => new($"{Bulk}/delete/workflow-instances/by-id", Json(new { ids = new[] { await r.RunAsync(WriteLine) } })),
        ["POST /elsa/api/bulk-actions/delete/workflow-instances"] = async r => new($"{Bulk}/delete/workflow-instances", Json(new { ids = new[] { await r.RunAsync(WriteLine) } })),
    };

    private static Task<Prepared> Now(string path, object body) => Task.FromResult(new Prepared(path, Json(body)));

    private static StringContent Json(object body) => new(body as string ?? JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");

    public static string Agreement(string id, string description = "") => $$$$$"""
        {"id":"{{{{{id}}}}}","version":"1.0.0","type":"agreement","description":"{{{{{description}}}}}","context":{"validity":{"initial":"2024-01-01","timeZone":"UTC"}},"terms":{"metrics":{"UP":{"measure":{"series":"up","aggregate":"avg","unit":"percent"}}},
          "guarantees":[{"id":"UP","description":"It answers","of":[{"objective":"UP >= 1","window":{"type":"dynamic","period":"hourly"}}]}]}}
        """;

    private async Task<string> AgreementAsync()
    {
        await MadeAsync("/api/v6/agreements", Agreement(_name));
        return _name;
    }

    private object Catalog() => new { name = _name, startDate = "2024-01-01T00:00:00Z", endDate = "2034-01-01T00:00:00Z" };

    private Task<string> CatalogAsync(string drafts = "") => MadeAsync("/api/v1/catalogs" + drafts, Catalog(), "/api/v1/catalogs");

    private async Task<object> ControlAsync(string drafts = "") => Control((await CatalogAsync(drafts)).Split('/')[^1]);

    private object Control(string catalog) => new
    {
        name = _name,
        period = "DAILY",
        startDate = "2024-01-01T00:00:00Z",
        endDate = "2034-01-01T00:00:00Z",
        workflowDefinitionId = "control-metric",
        @params = new { endpoint = "/control-metric", threshold = 1 },
        catalogId = int.Parse(catalog, CultureInfo.InvariantCulture),
    };

    /// <summary>A draft in a catalog that is in force: it was made while the catalog was a draft, and set back, since finalizing a catalog takes its controls along.</summary>
    private async Task<string> DraftControlAsync()
    {
        var control = await MadeAsync("/api/v1/controls", await ControlAsync());
        await ExecuteAsync($"update registry.controls set status = 'draft' where id = {control.Split('/')[^1]}");
        return control;
    }

    private object Scope() => new { name = _name, description = "Where", type = "string", @default = "eu" };

    private async Task<object> ScopeSetAsync() =>
        new { controlId = int.Parse((await MadeAsync("/api/v1/controls", await ControlAsync())).Split('/')[^1], CultureInfo.InvariantCulture), scopes = new { region = "eu" } };

    private async Task<string> TaskAsync()
    {
        var run = await RunAsync("""{"id":"t1","type":"Elsa.RunTask","version":1,"name":"Ask","taskName":{"typeName":"String","expression":{"type":"Literal","value":"approve"}}}""");
        var tasks = await host.Admin.GetFromJsonAsync<JsonObject>("/api/v1/tasks?pageSize=1000");
        return (string)tasks!["items"]!.AsArray().Single(task => (string)task!["runId"]! == run)!["id"]!;
    }

    private async Task<string> DeadLetterAsync()
    {
        await ExecuteAsync($"insert into workflows.inbox (id, kind, stimulus_hash, cause, depth, not_before, enqueued_at, parked_reason) values ('{_name}', 1, '{_name}', 0, 0, now(), now(), 'late')");
        return _name;
    }

    private async Task<string> AlertAsync()
    {
        await ExecuteAsync($$"""
            insert into alerts.conditions values ('{{_name}}', now());
            insert into alerts.alerts (id, fingerprint, state, severity, title, source, scope, details, observed_at, opened_at, last_seen_at, instance_id)
            values ('{{_name}}', '{{_name}}', 'firing', 'high', 'Title', 'agreement', '{}', '{}', now(), now(), now(), 'run')
            """);
        return _name;
    }

    private object User() => new { name = _name, password = HostProcess.Password, roles = new[] { "DESIGNER" } };

    private async Task<string> UserAsync()
    {
        await MadeAsync("/api/v1/users", User());
        return $"/api/v1/users/{_name}";
    }

    private async Task<HttpClient> SignedInAsync()
    {
        await UserAsync();
        var client = new HttpClient { BaseAddress = host.Admin.BaseAddress };
        client.DefaultRequestHeaders.Add("Origin", client.BaseAddress!.GetLeftPart(UriPartial.Authority));
        using var response = await client.PostAsJsonAsync("/api/v1/session", new { userName = _name, password = HostProcess.Password });
        response.EnsureSuccessStatusCode();
        return client;
    }

    private string Model(params string[] activities) => StudioHost.Model(_name, activities).ToJsonString();

    private async Task<string> WorkflowAsync(bool publish = false, params string[] activities) =>
        (string)(await StudioHost.SaveAsync(host.Admin, StudioHost.Model(_name, activities), publish))["definitionId"]!;

    private async Task<string> ScheduledAsync(bool paused = false)
    {
        var id = await WorkflowAsync(publish: true, """{"id":"t1","type":"Elsa.Timer","version":1,"name":"Every","customProperties":{"canStartWorkflow":true},"interval":{"typeName":"TimeSpan","expression":{"type":"Literal","value":"1.00:00:00"}}}""");
        if (!paused) return id;
        using var response = await host.Admin.PostAsync(new Uri($"/api/v1/schedules/{id}/t1/pause", UriKind.Relative), null);
        response.EnsureSuccessStatusCode();
        return id;
    }

    private async Task<string> VersionAsync() => (string)(await StudioHost.SaveAsync(host.Admin, StudioHost.Model(_name)))["id"]!;

    /// <summary>A workflow in its second version, which another one still uses in the first.</summary>
    private async Task<string> UsedWorkflowAsync()
    {
        var model = StudioHost.Model(_name, WriteLine);
        model["options"] = new JsonObject { ["usableAsActivity"] = true };
        var first = await StudioHost.SaveAsync(host.Admin, model, publish: true);
        var id = (string)first["definitionId"]!;
        await StudioHost.SaveAsync(host.Admin, StudioHost.Model(_name + "-consumer", $$"""
            {"id":"c1","type":"{{_name}}","version":1,"workflowDefinitionId":"{{id}}","workflowDefinitionVersionId":"{{first["id"]}}","latestAvailablePublishedVersion":1,"latestAvailablePublishedVersionId":"{{first["id"]}}"}
            """));
        model["definitionId"] = id;
        model["description"] = "second";
        await StudioHost.SaveAsync(host.Admin, model, publish: true);
        return id;
    }

    private async Task<string> RunAsync(string activity)
    {
        var model = StudioHost.Model(_name, activity);
        model["variables"] = new JsonArray(new JsonObject { ["id"] = "v1", ["name"] = "v", ["typeName"] = "String", ["isArray"] = false, ["value"] = "old" });
        var id = (string)(await StudioHost.SaveAsync(host.Admin, model, publish: true))["definitionId"]!;
        using var started = await StudioHost.SendAsync(host.Admin, HttpMethod.Post, $"/workflow-definitions/{id}/execute", new JsonObject());
        return started.Headers.GetValues("x-elsa-workflow-instance-id").Single();
    }

    /// <summary>A run that ended, was exported and is gone.</summary>
    private async Task<MultipartFormDataContent> ExportedRunAsync()
    {
        var address = new Uri($"/elsa/api/workflow-instances/{await RunAsync(WriteLine)}", UriKind.Relative);
        var exported = await host.Admin.GetStringAsync($"{address}/export");
        using var deleted = await host.Admin.DeleteAsync(address);
        deleted.EnsureSuccessStatusCode();
        return new() { { Json(exported), "files", "run.json" } };
    }

    private async Task<string> DraftAsync()
    {
        await ExecuteAsync($"insert into workflows.refused_drafts values ('{_name}', '{_name}', 'n', 'admin', 1, 2, 'dora', now(), 'null')");
        return _name;
    }

    private MultipartFormDataContent Files() => new() { { Json(Model()), "files", "workflow.json" } };

    /// <summary>Posts, and returns the address of what was made.</summary>
    private async Task<string> MadeAsync(string path, object body, string? below = null)
    {
        using var response = await host.Admin.PostAsync(new Uri(path, UriKind.Relative), Json(body));
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"POST {path}: {(int)response.StatusCode} {text}");
        var made = JsonNode.Parse(text)!;
        return $"{below ?? path}/{made["id"] ?? made["name"]}";
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = host.DataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>A request that is ready to go.</summary>
    internal sealed record Prepared(string Path, HttpContent? Content = null)
    {
        /// <summary>Who asks, when it is not the administrator.</summary>
        public HttpClient? Client { get; init; }

        public string Actor { get; init; } = "admin";
    }
}
