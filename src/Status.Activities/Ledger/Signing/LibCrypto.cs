using System.Runtime.InteropServices;

namespace Status.Activities.Ledger.Signing;

/// <summary>The few functions of OpenSSL 3 that Ed25519 needs; .NET's own library has no Ed25519, but loads the same libcrypto on Linux.</summary>
internal static class LibCrypto
{
    /// <summary>The number OpenSSL gives to the key type Ed25519 (NID_ED25519).</summary>
    public const int Ed25519 = 1087;

    private const string Library = "libcrypto.so.3";

    static LibCrypto() => EnsureAvailable(Library);

    /// <summary>Throws <see cref="PlatformNotSupportedException"/> with the remedy when the library cannot be loaded.</summary>
    public static void EnsureAvailable(string library)
    {
        if (!NativeLibrary.TryLoad(library, out _))
            throw new PlatformNotSupportedException(
                $"The ledger signs with Ed25519 from OpenSSL 3, and {library} could not be loaded. Install it (Debian, Ubuntu: apt-get install libssl3) and start again.");
    }

    /// <summary>Calls the static constructor's check at a moment of the caller's choosing.</summary>
    public static void EnsureAvailable() => EnsureAvailable(Library);

    [DllImport(Library, EntryPoint = "EVP_PKEY_new_raw_private_key")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern PkeyHandle NewPrivateKey(int type, nint engine, byte[] key, nuint length);

    [DllImport(Library, EntryPoint = "EVP_PKEY_new_raw_public_key")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern PkeyHandle NewPublicKey(int type, nint engine, byte[] key, nuint length);

    [DllImport(Library, EntryPoint = "EVP_PKEY_get_raw_public_key")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int GetPublicKey(PkeyHandle key, byte[] buffer, ref nuint length);

    [DllImport(Library, EntryPoint = "EVP_PKEY_free")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern void FreeKey(nint key);

    [DllImport(Library, EntryPoint = "EVP_MD_CTX_new")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern DigestContextHandle NewDigestContext();

    [DllImport(Library, EntryPoint = "EVP_MD_CTX_free")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern void FreeDigestContext(nint context);

    [DllImport(Library, EntryPoint = "EVP_DigestSignInit")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int DigestSignInit(DigestContextHandle context, nint keyContext, nint digest, nint engine, PkeyHandle key);

    [DllImport(Library, EntryPoint = "EVP_DigestSign")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int DigestSign(DigestContextHandle context, byte[] signature, ref nuint signatureLength, byte[] message, nuint length);

    [DllImport(Library, EntryPoint = "EVP_DigestVerifyInit")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int DigestVerifyInit(DigestContextHandle context, nint keyContext, nint digest, nint engine, PkeyHandle key);

    [DllImport(Library, EntryPoint = "EVP_DigestVerify")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int DigestVerify(DigestContextHandle context, byte[] signature, nuint signatureLength, byte[] message, nuint length);
}
