namespace Status.Host.Api.Registry.Answers;

/// <summary>A version of an agreement, without its document.</summary>
/// <param name="Id">The agreement.</param>
/// <param name="Version">Its number, from 1.</param>
/// <param name="Digest">SHA-256 of the document.</param>
/// <param name="CreatedAt">When it was stored.</param>
internal sealed record AgreementVersionAnswer(string Id, int Version, string Digest, DateTimeOffset CreatedAt);
