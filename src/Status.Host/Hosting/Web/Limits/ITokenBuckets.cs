namespace Status.Host.Hosting.Web.Limits;

/// <summary>Buckets by key. Adapters: memory and Redis.</summary>
internal interface ITokenBuckets
{
    /// <summary>Takes a token.</summary>
    /// <param name="key">Whose bucket.</param>
    /// <param name="bucket">Its size; a key keeps one size.</param>
    /// <returns>Zero when there was one, else how long until there is.</returns>
    ValueTask<TimeSpan> TakeAsync(string key, Bucket bucket);
}
