using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Status.Benchmarks.Load;

/// <summary>The bodies of F2 and F3 with the answers they must get, both computed here: no clock and no chance, the same bytes for every system.</summary>
internal static class FlowBodies
{
    private static readonly DateTimeOffset _start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly int[] _low = [3, 11, 19, 27, 35, 43];

    /// <summary>Fifty points of an availability, six of them below the objective.</summary>
    public static string Check { get; } = MakeCheck().ToJsonString();

    /// <summary>44 of 50 hold: 88 %, which asks for a warning.</summary>
    public static string CheckAnswer { get; } = MakeCheckAnswer().ToJsonString();

    /// <summary>A hundred records, seven of them wrong in one of three ways.</summary>
    public static string Batch { get; } = MakeBatch().ToJsonString();

    /// <summary>Counts, and the SHA-256 over the records' SHA-256 in hexadecimal.</summary>
    public static string BatchAnswer { get; } = MakeBatchAnswer().ToJsonString();

    private static decimal Value(int i) => _low.Contains(i) ? 98.25m + (i % 7) / 10m : 99.5m + i / 100m;

    private static string At(TimeSpan after) => (_start + after).UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

    private static JsonObject Scope() => new() { ["project"] = "status", ["service"] = "registry", ["member"] = "*" };

    private static JsonObject MakeCheck() => new()
    {
        ["agreementId"] = "tpa-0001",
        ["guarantee"] = new JsonObject
        {
            ["id"] = "availability_monthly",
            ["objective"] = "availability >= 99.5",
            ["window"] = new JsonObject { ["type"] = "static", ["period"] = "monthly", ["from"] = At(TimeSpan.Zero), ["to"] = At(TimeSpan.FromDays(31)) },
            ["compliantAt"] = 95,
            ["warningAt"] = 80,
        },
        ["scope"] = Scope(),
        ["metrics"] = new JsonArray([.. Enumerable.Range(0, 50).Select(i => new JsonObject { ["ts"] = At(TimeSpan.FromMinutes(5 * i)), ["value"] = Number(Value(i)) })]),
    };

    private static JsonObject MakeCheckAnswer() => new()
    {
        ["agreementId"] = "tpa-0001",
        ["guarantee"] = "availability_monthly",
        ["scope"] = Scope(),
        ["value"] = 88,
        ["verdict"] = "warning",
        ["evidences"] = new JsonArray([.. Enumerable.Range(0, 50).Select(i => new JsonObject
        {
            ["id"] = i,
            ["name"] = "availability",
            ["ts"] = At(TimeSpan.FromMinutes(5 * i)),
            ["value"] = Number(Value(i)),
            ["result"] = Value(i) >= 99.5m,
        })]),
        ["severity"] = "medium",
        ["action"] = "notify",
    };

    private static IEnumerable<(string Id, string At, JsonNode Value, string Text)> Records()
    {
        for (var i = 0; i < 100; i++)
        {
            var value = 50 + i * 37 % 100 / 10m;
            var text = value.ToString("0.##", CultureInfo.InvariantCulture);
            var id = i is 7 or 48 ? "" : $"ev-{i:0000}";
            var at = i is 21 or 60 ? "not-a-date" : At(TimeSpan.FromMinutes(i));
            yield return i is 33 or 77 or 92 ? (id, at, "n/a", "n/a") : (id, at, Number(value), text);
        }
    }

    private static JsonObject MakeBatch() => new()
    {
        ["controlId"] = 42,
        ["records"] = new JsonArray([.. Records().Select((r, i) => new JsonObject
        {
            ["id"] = r.Id,
            ["ts"] = r.At,
            ["value"] = r.Value.DeepClone(),
            ["source"] = "github",
            ["ref"] = $"https://example.invalid/org/repo/issues/{i}",
        })]),
    };

    private static JsonObject MakeBatchAnswer() => new()
    {
        ["total"] = 100,
        ["valid"] = 93,
        ["invalid"] = 7,
        ["digest"] = Hash(string.Concat(Records().Select(r => Hash($"{r.Id}|{r.At}|{r.Text}")))),
    };

    // Without the zeros that decimal keeps: 99.50 is 99.5 in JSON.
    private static JsonNode Number(decimal value) => JsonNode.Parse(value.ToString("0.####", CultureInfo.InvariantCulture))!;

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
