using Microsoft.Extensions.DependencyInjection;
using Status.Activities.Ledger.Proofs;
using Status.Activities.Ledger.Sequencing;
using Status.Activities.Ledger.Storage;
using Status.Activities.Ledger.Verification;
using Status.Workflows.Feed;

namespace Status.Activities.Ledger;

/// <summary>Adds the ledger to a host.</summary>
public static class LedgerServices
{
    /// <summary>
    /// Adds the ledger's reads, proofs, verification and the sequencer. Needs an <c>NpgsqlDataSource</c> and, from the host that keeps the keys, a
    /// <see cref="Notes.LedgerSigner"/>; deleting this call takes the capability away.
    /// </summary>
    public static IServiceCollection AddLedger(this IServiceCollection services) => services
        .AddSingleton<LedgerStore>()
        .AddSingleton<LedgerProver>()
        .AddSingleton<LedgerVerifier>()
        .AddSingleton<LedgerSequencer>()
        .AddSingleton<Follower>(provider => provider.GetRequiredService<LedgerSequencer>());
}
