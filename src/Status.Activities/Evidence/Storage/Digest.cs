using System.Security.Cryptography;

namespace Status.Activities.Evidence.Storage;

/// <summary>The content address.</summary>
internal static class Digest
{
    /// <summary>Lower-case hexadecimal SHA-256.</summary>
    public static string Of(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>The bytes, after checking that they still have their address.</summary>
    public static byte[] Check(string digest, byte[] bytes) => Of(bytes) == digest
        ? bytes
        : throw new InvalidDataException($"The bytes stored under {digest} have another digest: they were changed after they were stored.");
}
