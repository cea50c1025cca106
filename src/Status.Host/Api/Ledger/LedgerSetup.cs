using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Status.Activities.Ledger;
using Status.Activities.Ledger.Notes;
using Status.Activities.Ledger.Signing;
using Status.Host.Hosting;
using Status.Host.Identity;

namespace Status.Host.Api.Ledger;

/// <summary>Puts the ledger into the host: the slice, and the signing key from the keys that all hosts on the database share.</summary>
internal static class LedgerSetup
{
    /// <summary>Registers the ledger.</summary>
    public static IServiceCollection AddLedgerCapability(this IServiceCollection services)
    {
        services.AddStatusOptions<LedgerOptions>(LedgerOptions.SectionName);
        services.AddLedger();
        services.AddSingleton<LedgerKey>();
        services.AddSingleton(provider => provider.GetRequiredService<LedgerKey>().Signer);
        return services;
    }

    /// <summary>Reads the signing key, making it at the very first start; before anything listens.</summary>
    /// <exception cref="StartupException">OpenSSL 3 is missing, or the stored key was wrapped under another master key.</exception>
    public static async Task PrepareLedgerAsync(this IServiceProvider services, CancellationToken cancellationToken) =>
        await services.GetRequiredService<LedgerKey>().LoadAsync(cancellationToken);

    /// <summary>Holds the signer once the database is open.</summary>
    internal sealed class LedgerKey(DataKeys keys, IOptions<LedgerOptions> options) : IDisposable
    {
        private LedgerSigner? _signer;

        /// <summary>The signer; asked for only by a host that runs.</summary>
        public LedgerSigner Signer => _signer ?? throw new InvalidOperationException("The ledger's key was asked for before it was read: resolve it when the host runs.");

        /// <summary>Reads the key.</summary>
        public async Task LoadAsync(CancellationToken cancellationToken)
        {
            var seed = await keys.GetOrCreateAsync("ledger", () => RandomNumberGenerator.GetBytes(Ed25519PrivateKey.SeedLength), cancellationToken);
            try
            {
                _signer = new LedgerSigner(seed, options.Value.Origin);
            }
            catch (PlatformNotSupportedException exception)
            {
                throw new StartupException(exception.Message, exception);
            }
            finally
            {
                CryptographicOperations.ZeroMemory(seed);
            }
        }

        /// <inheritdoc/>
        public void Dispose() => _signer?.Dispose();
    }
}
