using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Npgsql;
using Status.Host.Identity.Roles;
using Status.Host.Identity.Users;
using Status.Testing;

namespace Status.Host.Tests.Elsa.Definitions;

/// <summary>A real host on a database of its own, with one person of each role signed in.</summary>
public sealed class StudioHost : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private HostProcess? _host;

    /// <summary>Clients by user name.</summary>
    public Dictionary<string, HttpClient> Clients { get; } = new(StringComparer.Ordinal);

    public HttpClient Admin => Clients["admin"];

    public HttpClient Designer => Clients["dora"];

    /// <summary>Another designer.</summary>
    public HttpClient Other => Clients["dirk"];

    public HttpClient Auditor => Clients["aude"];

    public HttpClient Operator => Clients["olga"];

    public HttpClient Anonymous => _host!.Client;

    public string Output => _host!.Output;

    public NpgsqlDataSource DataSource { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        var connectionString = await (await PostgresServer.SharedAsync()).CreateEmptyAsync();
        DataSource = NpgsqlDataSource.Create(connectionString);
        _host = HostProcess.Start(_folder["data"], new Dictionary<string, string?>
        {
            ["ConnectionStrings__Status"] = connectionString,
            ["STATUS__Postgres__Embedded"] = null,
        });
        var address = await _host.ReadyAsync();
        var users = new UserStore(DataSource, TimeProvider.System);
        await users.SaveAsync(new User("dora", PasswordHash.Create(HostProcess.Password), [BuiltInRoles.Designer]), default);
        await users.SaveAsync(new User("dirk", PasswordHash.Create(HostProcess.Password), [BuiltInRoles.Designer]), default);
        await users.SaveAsync(new User("aude", PasswordHash.Create(HostProcess.Password), [BuiltInRoles.Auditor]), default);
        await users.SaveAsync(new User("olga", PasswordHash.Create(HostProcess.Password), [BuiltInRoles.Operator]), default);
        foreach (var name in (string[])["admin", "dora", "dirk", "aude", "olga"]) Clients[name] = await SignInAsync(address, name);
    }

    public async Task DisposeAsync()
    {
        foreach (var client in Clients.Values) client.Dispose();
        if (_host is not null) await _host.DisposeAsync();
        await DataSource.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>Sends JSON below <c>/elsa/api</c>.</summary>
    public static async Task<HttpResponseMessage> SendAsync(HttpClient client, HttpMethod method, string path, JsonNode? body = null)
    {
        using var request = new HttpRequestMessage(method, "/elsa/api" + path);
        if (body is not null) request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        return await client.SendAsync(request);
    }

    /// <summary>Sends JSON below <c>/elsa/api</c> and reads the answer, which must have this status.</summary>
    public static async Task<JsonNode> CallAsync(HttpClient client, HttpMethod method, string path, JsonNode? body = null, int status = 200)
    {
        using var response = await SendAsync(client, method, path, body);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True((int)response.StatusCode == status, $"{method} {path}: {(int)response.StatusCode} instead of {status}: {text}");
        return text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!;
    }

    /// <summary>Reads below <c>/elsa/api</c>.</summary>
    public static Task<JsonNode> GetAsync(HttpClient client, string path, int status = 200) => CallAsync(client, HttpMethod.Get, path, null, status);

    /// <summary>Posts below <c>/elsa/api</c>.</summary>
    public static Task<JsonNode> PostAsync(HttpClient client, string path, JsonNode? body = null, int status = 200) => CallAsync(client, HttpMethod.Post, path, body ?? new JsonObject(), status);

    /// <summary>Saves as the designer does and returns the definition of the answer.</summary>
    public static async Task<JsonObject> SaveAsync(HttpClient client, JsonObject model, bool publish = false) =>
        (await PostAsync(client, "/workflow-definitions", new JsonObject { ["model"] = model.DeepClone(), ["publish"] = publish }))["workflowDefinition"]!.AsObject();

    /// <summary>What Studio sends when somebody makes a workflow.</summary>
    public static JsonObject NewModel(string name) => JsonNode.Parse($$"""
        {"definitionId":null,"name":{{JsonSerializer.Serialize(name)}},"description":null,"toolVersion":"3.8.0.0","variables":null,"inputs":null,"outputs":null,"outcomes":null,
        "customProperties":null,"isReadonly":false,"options":null,"root":{"id":"a1c08826b52603","type":"Elsa.Flowchart","version":1,"name":"Flowchart1"},"links":null,
        "createdAt":"0001-01-01T00:00:00+00:00","version":1,"isLatest":true,"isPublished":false,"id":null}
        """)!.AsObject();

    /// <summary>A workflow with these activities, one after the other.</summary>
    public static JsonObject Model(string name, params string[] activities)
    {
        var model = NewModel(name);
        var nodes = activities.Select(a => JsonNode.Parse(a)!).ToArray();
        model["root"]!["activities"] = new JsonArray([.. nodes]);
        model["root"]!["connections"] = new JsonArray([.. nodes.Zip(nodes.Skip(1)).Select(pair => new JsonObject
        {
            ["source"] = new JsonObject { ["activity"] = (string)pair.First["id"]!, ["port"] = "Done" },
            ["target"] = new JsonObject { ["activity"] = (string)pair.Second["id"]!, ["port"] = "In" },
        })]);
        return model;
    }

    private static async Task<HttpClient> SignInAsync(string address, string name)
    {
        var client = new HttpClient { BaseAddress = new Uri(address) };
        using var response = await client.PostAsJsonAsync("/elsa/api/identity/login", new { username = name, password = HostProcess.Password });
        var token = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("accessToken").GetString();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }
}
