namespace Status.Host.Api.Registry.Answers;

/// <summary>How many agreements were deleted.</summary>
/// <param name="Deleted">How many.</param>
internal sealed record DeletedCountAnswer(int Deleted);
