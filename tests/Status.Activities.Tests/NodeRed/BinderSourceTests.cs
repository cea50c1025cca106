using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Status.Testing.Workflows;
using Status.Workflows.Execution;
using Status.Workflows.Http;
using Status.Workflows.Import.NodeRed;

namespace Status.Activities.Tests.NodeRed;

/// <summary>Sources of a databinder that sign in, against servers that answer on this machine: what is sent, what comes of it, and that no secret stays behind.</summary>
public sealed class BinderSourceTests : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly List<string> _asked = [];
    private readonly string _address;
    private readonly Task _serving;
    private readonly WorkflowTestHost _host;

    public BinderSourceTests()
    {
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            _address = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}";
        }

        _listener.Prefixes.Add(_address + "/");
        _listener.Start();
        _serving = ServeAsync();
        _host = new WorkflowTestHost(services =>
        {
            services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
            services.AddOutgoingHttp();
            services.Configure<OutgoingHttpOptions>(o => o.AllowedPrivateNetworks.Add("127.0.0.0/8"));
            services.Configure<ScriptSettings>(o => (o.Config["databinder-g"], o.Config["databinder-o"], o.Config["databinder-c"]) = ("s3cret &", "Basic YW5uOnB3", "sid=s3ssion"));
        });
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
        _listener.Close();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task Graph_WithClientCredentials_GetsATokenAndSendsIt()
    {
        var answer = await BindAsync($$$"""{"id":"g","definitionId":"microsoft-graph-api","config":{"tenantId":"t 1","clientId":"me","clientSecret":"in-the-flow","authority":"{{{_address}}}/login","baseUrl":"{{{_address}}}/graph"}}""", """{"methodName":"listSiteItems","options":{"siteId":"s,1"}}""");
        Assert.Equal("""{"value":["a.txt"]}""", answer["data"]!.ToJsonString());
        Assert.Equal(
            [
                "POST /login/t%201/oauth2/v2.0/token - - grant_type=client_credentials&client_id=me&client_secret=s3cret+%26&scope=https%3A%2F%2Fgraph.microsoft.com%2F.default",
                "GET /graph/v1.0/sites/s%2C1/drive/root/children Bearer t0ken - ",
            ],
            _asked);
        AssertNothingKept("s3cret", "t0ken", "in-the-flow");
    }

    [Fact]
    public async Task Graph_WhoseServerOfTokensRefuses_IsAnErrorInTheAnswer()
    {
        var answer = await BindAsync($$$"""{"id":"g","definitionId":"microsoft-graph","config":{"tenantId":"nobody","clientId":"me","authority":"{{{_address}}}/login","baseUrl":"{{{_address}}}/graph"}}""", """{"options":{"endpoint":"users"}}""");
        Assert.Equal((false, "g answered with status 401."), ((bool)answer["result"]!, (string?)answer["error"]));
        Assert.Single(_asked);
    }

    [Fact]
    public async Task OwnCloud_WithBasicSignIn_ListsFilesAndReadsThem()
    {
        var source = $$$"""{"id":"o","definitionId":"owncloud","config":{"baseUrl":"{{{_address}}}","username":"ann","password":"in-the-flow"}}""";
        var answer = await BindAsync(source, """{"methodName":"listFiles","options":{"path":"/docs/a b"}}""");
        var items = answer["data"]!.AsArray();
        Assert.Equal(["sub/true//", "x y.txt/false/5/text/plain"], items.Select(i => $"{i!["name"]}/{i["isCollection"]!.ToJsonString()}/{i["size"]}/{i["mediaType"]}"));
        answer = await BindAsync(source, """{"methodName":"getFileContent","options":{"path":"docs/x y.txt"}}""");
        Assert.Equal("Goals", (string?)answer["data"]);
        Assert.Equal(["PROPFIND /remote.php/dav/files/ann/docs/a%20b Basic YW5uOnB3 - 1", "GET /remote.php/dav/files/ann/docs/x%20y.txt Basic YW5uOnB3 - "], _asked);
        AssertNothingKept("YW5uOnB3", "in-the-flow");
    }

    [Fact]
    public async Task Rest_WithASessionCookie_SendsIt()
    {
        var answer = await BindAsync($$$"""{"id":"c","definitionId":"rest-api","config":{"baseUrl":"{{{_address}}}","endpoints":{"list":"/users"},"defaultEndpoint":"list","auth":{"type":"cookie","cookies":"in-the-flow"} }}""", "{}");
        Assert.Equal("[1,2]", answer["data"]!.ToJsonString());
        Assert.Equal(["GET /users - sid=s3ssion "], _asked);
        AssertNothingKept("s3ssion", "in-the-flow");
    }

    [Theory]
    [InlineData("""{"id":"o","definitionId":"owncloud","config":{"baseUrl":"https://o.example","username":"ann","password":"in-the-flow"}}""", "uploadFile")]
    [InlineData("""{"id":"o","definitionId":"owncloud","config":{"baseUrl":"https://o.example","username":"ann","password":"in-the-flow"}}""", "getDocument")]
    [InlineData("""{"id":"g","definitionId":"microsoft-graph","config":{"clientId":"me","clientSecret":"in-the-flow"}}""", "default")]
    [InlineData("""{"id":"r","definitionId":"rest-api","config":{"baseUrl":"https://r.example","auth":{"type":"custom","headerName":"X-Key","headerValue":"v","token":"in-the-flow"}}}""", "default")]
    public void Source_ThatCannotBeAsked_IsNotConvertedAndKeepsNoSecret(string source, string method)
    {
        var import = Import(source, $$"""{"methodName":"{{method}}"}""");
        var note = Assert.Single(import.Notes, n => n.Level == NodeRedLevel.NotConverted);
        Assert.Contains(method, note.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("in-the-flow", import.Flows[0].Definition.ToJsonString(), StringComparison.Ordinal);
    }

    private async Task<JsonObject> BindAsync(string source, string method)
    {
        var import = Import(source, method);
        Assert.DoesNotContain(import.Notes, n => n.Level == NodeRedLevel.NotConverted);
        Assert.DoesNotContain("in-the-flow", import.Flows[0].Definition.ToJsonString(), StringComparison.Ordinal);
        var result = await _host.RunAsync(import.Flows[0].Definition.ToJsonString());
        Assert.True(result.Incidents.Count == 0, string.Join("; ", result.Incidents.Select(i => $"{i.ActivityId}: {i.Message}")));
        return JsonNode.Parse(_host.Lines[^1]["bound: ".Length..])!.AsObject();
    }

    private NodeRedImport Import(string source, string method) => _host.Services.GetRequiredService<NodeRedImporter>().Convert($$$"""
        [{"id":"t","type":"tab","label":"Bound"},{"id":"i","z":"t","type":"inject","wires":[["b"]]},
         {"id":"b","z":"t","type":"databinder","datasourceId":"{{{JsonNode.Parse(source)!["id"]}}}","linker":{"datasources":[{{{source}}}],"datasourceConfigs":[{"id":"{{{JsonNode.Parse(source)!["id"]}}}","methodConfig":{{{method}}}}]},"wires":[["d"]]},
         {"id":"d","z":"t","type":"debug","name":"bound","complete":"payload","wires":[]}]
        """);

    /// <summary>Neither state nor journal of a run holds what it signed in with.</summary>
    private void AssertNothingKept(params ReadOnlySpan<string> secrets)
    {
        var kept = string.Concat(_host.Store.Commits.SelectMany(c => c.Journal.Select(page => page.Records).Prepend(c.Instance.State)).Select(bytes => Encoding.UTF8.GetString(bytes.Span)));
        // It is the journal that is looked at: what was asked stands there.
        Assert.Contains(_address, kept, StringComparison.Ordinal);
        foreach (var secret in secrets) Assert.DoesNotContain(secret, kept, StringComparison.Ordinal);
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            var request = context.Request;
            using var reader = new StreamReader(request.InputStream);
            var path = request.RawUrl!;
            _asked.Add($"{request.HttpMethod} {path} {request.Headers["Authorization"] ?? "-"} {request.Headers["Cookie"] ?? "-"} {request.Headers["Depth"]}{await reader.ReadToEndAsync()}");
            var (status, type, body) = Answer(path);
            (context.Response.StatusCode, context.Response.ContentType) = (status, type);
            await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(body));
            context.Response.Close();
        }
    }

    private static (int Status, string Type, string Body) Answer(string path) => path switch
    {
        "/login/t%201/oauth2/v2.0/token" => (200, "application/json", """{"access_token":"t0ken","token_type":"Bearer","expires_in":3600}"""),
        "/graph/v1.0/sites/s%2C1/drive/root/children" => (200, "application/json", """{"value":["a.txt"]}"""),
        "/users" => (200, "application/json", "[1,2]"),
        "/remote.php/dav/files/ann/docs/x%20y.txt" => (200, "text/plain", "Goals"),
        "/remote.php/dav/files/ann/docs/a%20b" => (207, "application/xml", """
            <?xml version="1.0"?><d:multistatus xmlns:d="DAV:" xmlns:oc="http://owncloud.org/ns">
            <d:response><d:href>/remote.php/dav/files/ann/docs/a%20b/</d:href><d:propstat><d:prop><d:resourcetype><d:collection/></d:resourcetype></d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>
            <d:response><d:href>/remote.php/dav/files/ann/docs/a%20b/sub/</d:href><d:propstat><d:prop><d:resourcetype><d:collection/></d:resourcetype></d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>
            <d:response><d:href>/remote.php/dav/files/ann/docs/a%20b/x%20y.txt</d:href>
              <d:propstat><d:prop><d:quota/></d:prop><d:status>HTTP/1.1 404 Not Found</d:status></d:propstat>
              <d:propstat><d:prop><d:resourcetype/><d:getcontentlength>5</d:getcontentlength><d:getcontenttype>text/plain</d:getcontenttype></d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>
            </d:multistatus>
            """),
        _ => (401, "application/json", """{"error":"invalid_client"}"""),
    };
}
