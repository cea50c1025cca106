namespace Status.Contracts.Tests.Elsa;

/// <summary>A test that needs the recorded answers of a real Elsa server; without them it is skipped, and says so.</summary>
public sealed class CapturesFactAttribute : FactAttribute
{
    /// <summary>The variable that names their folder.</summary>
    public const string Variable = "STATUS_ELSA_CAPTURES";

    public CapturesFactAttribute()
    {
        if (Directory.Exists(Folder)) return;
        Skip = $"{Variable} names no folder with recorded answers of an Elsa server.";
        Console.Error.WriteLine($"SKIPPED: {Skip} Nothing compares our answers with a real server's.");
    }

    /// <summary>Their folder; empty when the variable is not set.</summary>
    public static string Folder => Environment.GetEnvironmentVariable(Variable) ?? "";
}
