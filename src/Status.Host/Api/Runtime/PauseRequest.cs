namespace Status.Host.Api.Runtime;

/// <summary>A wish to pause all workflows.</summary>
/// <param name="Reason">Why, at most 500 characters; shown to whoever looks. Optional.</param>
internal sealed record PauseRequest(string? Reason);
