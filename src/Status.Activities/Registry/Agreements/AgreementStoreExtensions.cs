using System.Text.Json;

namespace Status.Activities.Registry.Agreements;

/// <summary>Changes that no person asked for, and so leave no note.</summary>
public static class AgreementStoreExtensions
{
    /// <inheritdoc cref="IAgreementStore.CreateAsync"/>
    public static Task<AgreementWrite> CreateAsync(this IAgreementStore store, string id, JsonElement document, string author, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        return store.CreateAsync(id, document, author, note: null, cancellationToken);
    }

    /// <inheritdoc cref="IAgreementStore.ReplaceAsync"/>
    public static Task<AgreementWrite> ReplaceAsync(
        this IAgreementStore store, string id, JsonElement document, string author, int? expectedVersion, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        return store.ReplaceAsync(id, document, author, expectedVersion, note: null, cancellationToken);
    }

    /// <inheritdoc cref="IAgreementStore.DeleteAsync"/>
    public static Task<AgreementWrite> DeleteAsync(this IAgreementStore store, string id, int? expectedVersion, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        return store.DeleteAsync(id, expectedVersion, note: null, cancellationToken);
    }
}
