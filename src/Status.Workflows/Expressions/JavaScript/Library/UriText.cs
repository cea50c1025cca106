using System.Globalization;
using System.Text;
using Status.Workflows.Expressions.JavaScript.Runtime;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Expressions.JavaScript.Library;

/// <summary><c>encodeURIComponent</c> and its relatives (ECMA-262 §19.2.6).</summary>
internal static class UriText
{
    private const string Unreserved = "-_.!~*'()";
    private const string Reserved = ";/?:@&=+$,#";

    public static DataValue Encode(Run run, string text, bool component)
    {
        run.AllocateText(3L * text.Length);
        var result = new StringBuilder();
        Span<byte> bytes = stackalloc byte[4];
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsAsciiLetterOrDigit(c) || Unreserved.Contains(c, StringComparison.Ordinal) || (!component && Reserved.Contains(c, StringComparison.Ordinal)))
            {
                result.Append(c);
                continue;
            }

            if (Rune.DecodeFromUtf16(text.AsSpan(i), out var rune, out var used) != System.Buffers.OperationStatus.Done) throw run.Error("URIError", "The text has half of a surrogate pair.");
            i += used - 1;
            var count = rune.EncodeToUtf8(bytes);
            foreach (var b in bytes[..count]) result.Append(CultureInfo.InvariantCulture, $"%{b:X2}");
        }

        return Lib.Of(result.ToString());
    }

    public static DataValue Decode(Run run, string text, bool component)
    {
        run.AllocateText(text.Length);
        var result = new StringBuilder();
        Span<byte> bytes = stackalloc byte[4];
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '%')
            {
                result.Append(text[i]);
                continue;
            }

            var start = i;
            bytes[0] = Byte(run, text, i);
            var count = bytes[0] switch { < 0x80 => 1, >= 0xC2 and < 0xE0 => 2, >= 0xE0 and < 0xF0 => 3, >= 0xF0 and < 0xF5 => 4, _ => throw Malformed(run) };
            for (var n = 1; n < count; n++) bytes[n] = Byte(run, text, i += 3);
            i += 2;
            if (Rune.DecodeFromUtf8(bytes[..count], out var rune, out var used) != System.Buffers.OperationStatus.Done || used != count) throw Malformed(run);
            if (!component && count == 1 && Reserved.Contains((char)bytes[0], StringComparison.Ordinal)) result.Append(text, start, 3);
            else result.Append(rune.ToString());
        }

        return Lib.Of(result.ToString());
    }

    private static byte Byte(Run run, string text, int at) =>
        at + 2 < text.Length && text[at] == '%' && byte.TryParse(text.AsSpan(at + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) ? value : throw Malformed(run);

    private static ScriptThrow Malformed(Run run) => run.Error("URIError", "URI malformed");
}
