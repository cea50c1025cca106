namespace Status.Host.Hosting;

/// <summary>The arguments of the server: short names for two keys, any other key in full (<c>--Status:Data:Folder=…</c>).</summary>
internal static class CommandLineArguments
{
    /// <summary>Short names and the configuration keys they stand for.</summary>
    public static IReadOnlyDictionary<string, string> ShortNames { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["--data"] = "Status:Data:Folder",
        ["--urls"] = "urls",
        ["--environment"] = "environment",
    };

    /// <summary>Finds what could not be understood; otherwise it would be ignored in silence.</summary>
    /// <returns>One sentence for each problem.</returns>
    public static IEnumerable<string> FindProblems(IReadOnlyList<string> arguments)
    {
        for (var i = 0; i < arguments.Count; i++)
        {
            var (name, hasValue) = Split(arguments[i]);
            if (!name.StartsWith("--", StringComparison.Ordinal))
                yield return $"Argument {arguments[i]} is not understood. Use --data <folder>, --urls <address> or --<Section:Key>=<value>; "
                    + "`status help` lists the commands.";
            else if (!ShortNames.ContainsKey(name) && !name.Contains(':', StringComparison.Ordinal))
                yield return $"Argument {name} is not known. Use --data <folder>, --urls <address>, --environment <name> or --<Section:Key>=<value>.";
            else if (!hasValue && (i + 1 == arguments.Count || arguments[i + 1].StartsWith("--", StringComparison.Ordinal)))
                yield return $"Argument {name} has no value. Write {name} <value>.";
            else if (!hasValue)
                i++;
        }
    }

    private static (string Name, bool HasValue) Split(string argument)
    {
        var equals = argument.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? (argument, false) : (argument[..equals], true);
    }
}
