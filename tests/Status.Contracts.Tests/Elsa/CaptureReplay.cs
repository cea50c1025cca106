using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Npgsql;
using Status.Testing;

namespace Status.Contracts.Tests.Elsa;

/// <summary>Asks a real host, on a fresh database, what the recorded server was asked.</summary>
internal sealed class CaptureReplay : IAsyncDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan _step = TimeSpan.FromSeconds(0.2);

    private readonly TemporaryFolder _folder = new();
    private readonly RecordedIds _ids = new();
    private HostProcess _host = null!;
    private string _token = "";
    private string _refreshToken = "";

    /// <summary>A client without a token.</summary>
    public HttpClient Client => _host.Client;

    public static async Task<CaptureReplay> StartAsync()
    {
        var replay = new CaptureReplay();
        var database = await (await PostgresServer.SharedAsync()).CreateEmptyAsync();
        replay._host = HostProcess.Start(replay._folder["data"], new Dictionary<string, string?>
        {
            ["STATUS__Postgres__Embedded"] = "false",
            // The shipped workflows would stand in every list.
            ["STATUS__Workflows__Folder"] = Directory.CreateDirectory(replay._folder["workflows"]).FullName,
            ["ConnectionStrings__Status"] = new NpgsqlConnectionStringBuilder(database) { MaxPoolSize = 20 }.ConnectionString,
        });
        await replay._host.ReadyAsync();
        using var answer = await replay.Client.PostAsJsonAsync("/elsa/api/identity/login", new { username = "admin", password = HostProcess.Password });
        replay._token = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("accessToken").GetString()!;
        return replay;
    }

    /// <summary>Repeats a request; a run that has not come as far as the recorded one is looked at again for a while: our worker takes accepted work in its own time.</summary>
    /// <returns>Every difference, with the route before it.</returns>
    public async Task<IReadOnlyList<string>> ReplayAsync(CapturedCall call)
    {
        var (differences, isEarly) = await AskAsync(call);
        // Only questions may be asked twice.
        for (var waited = TimeSpan.Zero; call.Method == "GET" && isEarly && waited < _patience; waited += _step)
        {
            await Task.Delay(_step);
            (differences, isEarly) = await AskAsync(call);
        }

        return differences;
    }

    /// <summary>Sends a request as administrator.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, JsonNode? body)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _token);
        if (body is not null) request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        return await Client.SendAsync(request);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _folder.Dispose();
    }

    private async Task<(IReadOnlyList<string> Differences, bool IsEarly)> AskAsync(CapturedCall call)
    {
        using var request = new HttpRequestMessage(new HttpMethod(call.Method), _ids.Translate(call.Path));
        foreach (var (name, value) in call.Headers)
        {
            if (name == "Authorization") request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", call.Path.EndsWith("/refresh-token", StringComparison.Ordinal) ? _refreshToken : _token);
            else if (name != "Content-Type") request.Headers.TryAddWithoutValidation(name, value);
        }

        if (call.Body is not null)
        {
            request.Content = new StringContent(_ids.Translate(Password(call.Body)), Encoding.UTF8);
            request.Content.Headers.Remove("Content-Type");
            request.Content.Headers.TryAddWithoutValidation("Content-Type", call.Headers.GetValueOrDefault("Content-Type") ?? "application/json");
        }

        using var response = await Client.SendAsync(request);
        return await CompareAsync(call, response);
    }

    private async Task<(IReadOnlyList<string> Differences, bool IsEarly)> CompareAsync(CapturedCall call, HttpResponseMessage response)
    {
        const string Instance = "x-elsa-workflow-instance-id";
        var text = await response.Content.ReadAsStringAsync();
        if (call.AnswerHeaders.TryGetValue(Instance, out var recorded)) _ids.Learn(recorded, response.Headers.TryGetValues(Instance, out var ours) ? ours.First() : null);
        var differences = new List<string>();
        if ((int)response.StatusCode != call.Status)
        {
            differences.Add($"{call.Route}: status {(int)response.StatusCode} instead of {call.Status}");
            return (differences, false);
        }

        var type = call.AnswerHeaders.GetValueOrDefault("Content-Type")?.Split(';')[0];
        if (type is not null && response.Content.Headers.ContentType?.MediaType != type)
            differences.Add($"{call.Route}: content type {response.Content.Headers.ContentType?.MediaType} instead of {type}");
        var sent = response.Headers.Concat(response.Content.Headers).Select(h => h.Key).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var header in call.AnswerHeaders.Keys.Where(name => name.StartsWith("x-elsa", StringComparison.OrdinalIgnoreCase) || name == "Content-Disposition"))
        {
            if (!sent.Contains(header)) differences.Add($"{call.Route}: missing header {header}");
        }

        if (call.Answer is null || type is not ("application/json" or "application/problem+json" or "application/octet-stream")) return (differences, false);
        var answer = text.Length == 0 ? null : JsonNode.Parse(text);
        _ids.Learn(call.Answer, answer);
        if ((string?)(answer as JsonObject)?["refreshToken"] is { } refreshToken) _refreshToken = refreshToken;
        differences.AddRange(AnswerComparison.Compare(call.Answer, answer).Distinct().Select(difference => $"{call.Route}: {difference}"));
        return (differences, IsEarly(SubStatus(call.Answer), SubStatus(answer)));
    }

    /// <summary>Whether our run has not yet come to where the recorded one was: it is asked for again.</summary>
    private static bool IsEarly(string? recorded, string? ours) => (recorded, ours) is ("Finished", "Suspended" or "Executing" or "Pending") or ("Suspended", "Executing" or "Pending");

    private static string? SubStatus(JsonNode? answer) => (string?)(answer as JsonObject)?["subStatus"];

    // The recorded administrator had another password.
    private static string Password(string body) => body.Replace("\"password\":\"password\"", $"\"password\":\"{HostProcess.Password}\"", StringComparison.Ordinal);
}
