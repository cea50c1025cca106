using System.Text.Json.Nodes;

namespace Status.Benchmarks.Load;

/// <summary>A flow that is called over HTTP: what is sent, and what must come back from whoever runs it.</summary>
/// <param name="Name">F1 to F6.</param>
/// <param name="Title">What it does.</param>
/// <param name="Body">The body that is posted; <c>null</c> for a GET.</param>
/// <param name="Expected">The answer: text, or JSON whose members may come in any order.</param>
internal sealed record Flow(string Name, string Title, string? Body, string Expected)
{
    /// <summary>The last part of its address and the name of its definition.</summary>
    public string Key => Name.ToLowerInvariant();

    /// <summary>All that are called over HTTP; F5 runs by the clock.</summary>
    public static IReadOnlyList<Flow> All { get; } =
    [
        new("F1", "hello", null, "ok"),
        new("F2", "compliance check", FlowBodies.Check, FlowBodies.CheckAnswer),
        new("F3", "fan-out", FlowBodies.Batch, FlowBodies.BatchAnswer),
        new("F4", "chain of 20", null, """{"n":10,"s2":2,"s4":4,"s6":6,"s8":8,"s10":10,"s12":12,"s14":14,"s16":16,"s18":18,"s20":20}"""),
        new("F6", "outgoing call", null, BareEndpoint.Stub),
    ];

    /// <summary>Sends the request once and compares the answer.</summary>
    /// <exception cref="InvalidOperationException">It is another one, or no 200.</exception>
    public async Task CheckAsync(HttpClient client, string url)
    {
        using var request = new HttpRequestMessage(Body is null ? HttpMethod.Get : HttpMethod.Post, url);
        if (Body is not null) request.Content = new StringContent(Body, System.Text.Encoding.UTF8, "application/json");
        using var response = await client.SendAsync(request);
        var answer = await response.Content.ReadAsStringAsync();
        if (!response.IsSuccessStatusCode || !Same(answer, Expected))
            throw new InvalidOperationException($"{url} answered {(int)response.StatusCode} '{Short(answer)}', expected '{Short(Expected)}'.");
    }

    private static bool Same(string answer, string expected) =>
        expected.StartsWith('{') ? JsonNode.DeepEquals(JsonNode.Parse(answer), JsonNode.Parse(expected)) : answer == expected;

    private static string Short(string text) => text.Length > 300 ? text[..300] + "…" : text;
}
