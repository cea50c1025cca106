namespace Status.Workflows.Execution;

/// <summary>
/// Names of facts that only their capability may leave. The names are the architecture's; the engine needs no knowledge of what they mean, only that a designer must not
/// publish them.
/// </summary>
public static class ReservedFacts
{
    private static readonly string[] _beginnings = ["computation.", "evidence.", "agreement.", "guarantee.", "ledger.", "alert.", "host.", "delivery.", "task.", "audit."];

    /// <summary>Whether a name belongs to a capability.</summary>
    public static bool IsReserved(string factType) => _beginnings.Any(b => factType.StartsWith(b, StringComparison.OrdinalIgnoreCase));

    /// <summary>The message for a designer who used one.</summary>
    public static string Refusal(string factType) =>
        $"The event name '{factType}' is reserved: only STATUS itself leaves facts whose names begin with '{factType[..(factType.IndexOf('.', StringComparison.Ordinal) + 1)]}'. Choose another beginning.";
}
