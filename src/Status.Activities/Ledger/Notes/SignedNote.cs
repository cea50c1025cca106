using System.Buffers.Binary;
using System.Text;

namespace Status.Activities.Ledger.Notes;

/// <summary>
/// A text with signatures as C2SP signed-note lays it out: the text, which ends with a newline, an empty line, and one line
/// <c>— name base64(key id ‖ signature)</c> per signature. Signatures cover the text with its last newline.
/// </summary>
/// <param name="Text">What is signed; ends with a newline.</param>
/// <param name="Signatures">The signature lines in their order; at least one.</param>
public sealed record SignedNote(string Text, IReadOnlyList<NoteSignature> Signatures)
{
    private const int KeyIdLength = 4;
    private const int MaxLength = 1_000_000;
    private const int MaxSignatures = 100;
    private const string LineStart = "— ";
    private static readonly UTF8Encoding _strictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a note. Throws <see cref="FormatException"/> that names what is malformed; no signature is checked.</summary>
    public static SignedNote Parse(string note)
    {
        if (note.Length > MaxLength) throw new FormatException($"A note has at most {MaxLength} characters.");
        if (note.Any(c => c < ' ' && c != '\n')) throw new FormatException("A note has no control characters but newlines.");
        var split = note.LastIndexOf("\n\n", StringComparison.Ordinal);
        if (split < 0) throw new FormatException("A note has an empty line between its text and its signatures.");
        var lines = note[(split + 2)..];
        if (!lines.EndsWith('\n')) throw new FormatException("The last signature line of a note ends with a newline.");
        var signatures = lines[..^1].Split('\n').Select(ParseLine).ToArray();
        if (signatures.Length > MaxSignatures) throw new FormatException($"A note has at most {MaxSignatures} signatures.");
        return new SignedNote(note[..(split + 1)], signatures);
    }

    /// <summary>The bytes that signatures cover.</summary>
    public static byte[] SignedBytes(string text) => _strictUtf8.GetBytes(text);

    /// <summary>The whole note as it is published.</summary>
    public override string ToString()
    {
        var note = new StringBuilder(Text).Append('\n');
        foreach (var signature in Signatures)
        {
            var bytes = new byte[KeyIdLength + signature.Signature.Length];
            BinaryPrimitives.WriteUInt32BigEndian(bytes, signature.KeyId);
            signature.Signature.CopyTo(bytes, KeyIdLength);
            note.Append(LineStart).Append(signature.Name).Append(' ').Append(Convert.ToBase64String(bytes)).Append('\n');
        }

        return note.ToString();
    }

    private static NoteSignature ParseLine(string line)
    {
        var parts = line.StartsWith(LineStart, StringComparison.Ordinal) ? line[LineStart.Length..].Split(' ') : [];
        if (parts.Length != 2 || !NoteKey.IsName(parts[0]))
            throw new FormatException($"A signature line reads '— name base64', not '{line}'.");
        var bytes = Base64(parts[1]);
        if (bytes.Length <= KeyIdLength) throw new FormatException($"The signature of {parts[0]} is too short.");
        return new NoteSignature(parts[0], BinaryPrimitives.ReadUInt32BigEndian(bytes), bytes[KeyIdLength..]);
    }

    /// <summary>Decodes Base64 in its one canonical spelling, so that no bit of a note can change unnoticed.</summary>
    internal static byte[] Base64(string text)
    {
        var buffer = new byte[text.Length];
        if (!Convert.TryFromBase64String(text, buffer, out var length) || Convert.ToBase64String(buffer, 0, length) != text)
            throw new FormatException($"'{text}' is not canonical Base64.");
        return buffer[..length];
    }
}
