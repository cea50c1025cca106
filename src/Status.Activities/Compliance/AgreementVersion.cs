using System.Text.Json;

namespace Status.Activities.Compliance;

/// <summary>One immutable version of an agreement as it was handed in.</summary>
/// <param name="Id">The agreement's id, e.g. <c>tpa-6d1f0c1e-5f0a-4a53-9d1b-0c8f5c1b7a11</c>.</param>
/// <param name="Version">1 for the first version, one more for each that differs in content.</param>
/// <param name="Document">The iAgree document, with every member its author wrote.</param>
/// <param name="Digest">Lower-case hexadecimal SHA-256 of the document's canonical JSON; equal content has an equal digest.</param>
/// <param name="CreatedAt">When this version was accepted.</param>
public sealed record AgreementVersion(string Id, int Version, JsonElement Document, string Digest, DateTimeOffset CreatedAt);
