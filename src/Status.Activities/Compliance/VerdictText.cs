namespace Status.Activities.Compliance;

/// <summary>The words that stand for a <see cref="Verdict"/> in JSON, in facts and in the database.</summary>
public static class VerdictText
{
    /// <summary><c>fulfilled</c>, <c>violated</c> or <c>not-determined</c>.</summary>
    public static string ToText(this Verdict verdict) => verdict switch
    {
        Verdict.Fulfilled => "fulfilled",
        Verdict.Violated => "violated",
        _ => "not-determined",
    };

    /// <summary>Reads a word written by <see cref="ToText"/>; <c>false</c> for any other text.</summary>
    public static bool TryParse(string? text, out Verdict verdict)
    {
        verdict = text switch { "fulfilled" => Verdict.Fulfilled, "violated" => Verdict.Violated, _ => Verdict.NotDetermined };
        return text is "fulfilled" or "violated" or "not-determined";
    }

    /// <summary><c>true</c> → fulfilled, <c>false</c> → violated, unknown → not determined.</summary>
    public static Verdict FromTruth(bool? truth) => truth switch
    {
        true => Verdict.Fulfilled,
        false => Verdict.Violated,
        null => Verdict.NotDetermined,
    };
}
