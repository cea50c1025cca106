namespace Status.Activities.Evidence.Storage;

/// <summary>Keeps bytes under their SHA-256. Adapters: PostgreSQL and memory.</summary>
internal interface IEvidenceBlobs
{
    /// <summary>Stores bytes ahead of the commit that refers to them and restarts their grace time.</summary>
    Task StoreAsync(string digest, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken);

    /// <summary>The bytes under a digest; <c>null</c> when there are none.</summary>
    /// <exception cref="InvalidDataException">What is stored does not have this digest any more.</exception>
    Task<byte[]?> ReadAsync(string digest, CancellationToken cancellationToken);

    /// <summary>Removes at most <paramref name="limit"/> blobs that no item refers to and that were last stored before <paramref name="before"/>.</summary>
    Task<int> SweepAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken);
}
