using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Execution;

/// <summary>
/// Values as the journal keeps them: as JSON, but of many bytes (an uploaded file, a downloaded one) only how many they are and their digest. The bytes stand in the state of the run as long as
/// it needs them; the journal would repeat them with each activity that they pass.
/// </summary>
internal static class JournalValue
{
    /// <summary>Most bytes that are kept as they are, in base64.</summary>
    private const int MostBytes = 1024;

    private static readonly ConditionalWeakTable<byte[], string> _digests = [];

    public static void Write(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case byte[] { Length: > MostBytes } bytes:
                writer.WriteStartObject();
                writer.WriteNumber("size", bytes.Length);
                writer.WriteString("sha256", _digests.GetValue(bytes, static b => Convert.ToHexStringLower(SHA256.HashData(b))));
                writer.WriteEndObject();
                break;
            case DataObject members when HoldsBytes(members, 0):
                writer.WriteStartObject();
                foreach (var (name, member) in members)
                {
                    writer.WritePropertyName(name);
                    Write(writer, member);
                }

                writer.WriteEndObject();
                break;
            case DataArray items when HoldsBytes(items, 0):
                writer.WriteStartArray();
                foreach (var item in items) Write(writer, item);
                writer.WriteEndArray();
                break;
            default:
                DataJson.Write(writer, value);
                break;
        }
    }

    // What is nested deeper than JSON may be is left to the writer, which says so.
    private static bool HoldsBytes(object? value, int depth) => value switch
    {
        byte[] bytes => bytes.Length > MostBytes,
        _ when depth > 128 => false,
        DataObject members => HoldsAny(members, depth + 1),
        DataArray items => HoldsAny(items, depth + 1),
        _ => false,
    };

    private static bool HoldsAny(DataObject members, int depth)
    {
        for (var slot = 0; slot < members.SlotCount; slot++)
        {
            if (members.KeyAt(slot) is not null && HoldsBytes(members.ValueAt(slot).Ref, depth)) return true;
        }

        return false;
    }

    private static bool HoldsAny(DataArray items, int depth)
    {
        foreach (ref readonly var item in items.Span)
        {
            if (HoldsBytes(item.Ref, depth)) return true;
        }

        return false;
    }
}
