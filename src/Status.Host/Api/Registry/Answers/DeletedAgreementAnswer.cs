namespace Status.Host.Api.Registry.Answers;

/// <summary>That an agreement was deleted.</summary>
/// <param name="Id">The agreement.</param>
/// <param name="Deleted">Always true.</param>
internal sealed record DeletedAgreementAnswer(string Id, bool Deleted);
