namespace Status.Activities.Ledger.Notes;

/// <summary>One signature line of a note.</summary>
/// <param name="Name">The name of the key, as the line claims it.</param>
/// <param name="KeyId">The key's 4-byte id, as the line claims it; big-endian.</param>
/// <param name="Signature">The bytes after the id; 64 of them for Ed25519.</param>
public sealed record NoteSignature(string Name, uint KeyId, byte[] Signature);
