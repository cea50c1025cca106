using Microsoft.Win32.SafeHandles;

namespace Status.Activities.Ledger.Signing;

/// <summary>An EVP_PKEY of OpenSSL; safe to use from several threads once made.</summary>
internal sealed class PkeyHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    /// <summary>Called by the marshaller.</summary>
    public PkeyHandle()
        : base(ownsHandle: true)
    {
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        LibCrypto.FreeKey(handle);
        return true;
    }
}
