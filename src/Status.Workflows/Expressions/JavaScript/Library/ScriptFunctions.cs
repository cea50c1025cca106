using System.Security.Cryptography;
using System.Text;
using Status.Workflows.Expressions.JavaScript.Runtime;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Expressions.JavaScript.Library;

/// <summary>What STATUS adds to the library: digests, ids and base64. Texts are taken as UTF-8.</summary>
internal static class ScriptFunctions
{
    public static readonly NativeFunction Sha256 = new("sha256", 1, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => Hex(run, SHA256.HashData(Bytes(run, a.Arg(0)))));

    public static readonly NativeFunction Hmac = new("hmac", 2, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => Hex(run, HMACSHA256.HashData(Bytes(run, a.Arg(0)), Bytes(run, a.Arg(1)))));

    public static readonly NativeFunction Uuid = new("uuid", 0, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => run.Text(run.Host.NextId().ToString("D")));

    public static readonly NativeFunction Base64Encode = new("base64encode", 1, (Run run, in DataValue self, ReadOnlySpan<DataValue> a) => run.Text(System.Convert.ToBase64String(Bytes(run, a.Arg(0)))));

    public static readonly NativeFunction Base64Decode = new("base64decode", 1, Decode);

    private static byte[] Bytes(Run run, in DataValue value)
    {
        if (value.Ref is byte[] bytes) return bytes;
        var text = Coerce.ToText(run, value);
        run.AllocateText(2L * text.Length);
        return Encoding.UTF8.GetBytes(text);
    }

    private static DataValue Hex(Run run, byte[] digest) => run.Text(System.Convert.ToHexStringLower(digest));

    private static DataValue Decode(Run run, in DataValue self, ReadOnlySpan<DataValue> arguments)
    {
        var text = Coerce.ToText(run, arguments.Arg(0));
        run.AllocateText(text.Length);
        var bytes = new byte[text.Length];
        return System.Convert.TryFromBase64String(text, bytes, out var count) ? run.Text(Encoding.UTF8.GetString(bytes, 0, count)) : throw run.Error("Error", "The text is not base64.");
    }
}
