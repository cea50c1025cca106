namespace Status.Host.Api.Alerts;

/// <summary>Takes an alert on.</summary>
/// <param name="Comment">What to say about it, at most 2,000 characters.</param>
internal sealed record AcknowledgeRequest(string? Comment);
