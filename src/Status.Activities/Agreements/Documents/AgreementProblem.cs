namespace Status.Activities.Agreements.Documents;

/// <summary>Something that is wrong with an agreement document.</summary>
/// <param name="Path">Where, as a JSON path such as <c>$.terms.guarantees[0].of[0].objective</c>.</param>
/// <param name="Message">What is wrong and what to write instead.</param>
public sealed record AgreementProblem(string Path, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Path}: {Message}";
}
