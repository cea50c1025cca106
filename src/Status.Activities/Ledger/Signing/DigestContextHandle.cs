using Microsoft.Win32.SafeHandles;

namespace Status.Activities.Ledger.Signing;

/// <summary>An EVP_MD_CTX of OpenSSL; used for one signature and freed.</summary>
internal sealed class DigestContextHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    /// <summary>Called by the marshaller.</summary>
    public DigestContextHandle()
        : base(ownsHandle: true)
    {
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        LibCrypto.FreeDigestContext(handle);
        return true;
    }
}
