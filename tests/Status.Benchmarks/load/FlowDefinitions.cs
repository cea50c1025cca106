using System.Text.Json.Nodes;

namespace Status.Benchmarks.Load;

/// <summary>Writes the definitions that a measured host imports: those of <c>workflows/</c> once per persistence mode, and F5 two hundred times.</summary>
internal static class FlowDefinitions
{
    /// <summary>Timers of F5.</summary>
    public const int Timers = 200;

    /// <summary>Writes them into a folder.</summary>
    public static void Write(string folder, IEnumerable<string> modes, string stub, string? recorder)
    {
        Directory.CreateDirectory(folder);
        foreach (var flow in Flow.All)
            foreach (var mode in modes)
                Write(folder, flow.Key, $"{flow.Key}-{mode}", mode, text => text.Replace("{{stub}}", stub, StringComparison.Ordinal));
        if (recorder is null) return;
        for (var i = 0; i < Timers; i++)
        {
            var timer = i;
            Write(folder, "f5", $"f5-{i}", "durable", text => text.Replace("{{recorder}}", recorder, StringComparison.Ordinal).Replace("{{timer}}", timer.ToString(), StringComparison.Ordinal));
        }
    }

    private static void Write(string folder, string source, string key, string mode, Func<string, string> fill)
    {
        var text = fill(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "load", "workflows", source + ".json")))
            .Replace($"\"load/{source}\"", $"\"load/{key}\"", StringComparison.Ordinal);
        var definition = (JsonObject)JsonNode.Parse(text)!;
        definition["id"] = $"load-{key}-1";
        definition["definitionId"] = $"load-{key}";
        definition["customProperties"] = new JsonObject { ["persistenceMode"] = char.ToUpperInvariant(mode[0]) + mode[1..] };
        File.WriteAllText(Path.Combine(folder, key + ".json"), definition.ToJsonString());
    }
}
