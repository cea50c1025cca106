namespace Status.Host.Api.Registry.Answers;

/// <summary>A window of time.</summary>
/// <param name="From">The first instant.</param>
/// <param name="To">The first instant after.</param>
internal sealed record WindowAnswer(DateTimeOffset From, DateTimeOffset To);
