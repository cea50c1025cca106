namespace Status.Host.Tests.Shipped;

/// <summary>A fact of the feed, and the position of the one it follows from (0 for none).</summary>
internal sealed record TracedFact(long Position, string Type, string Key, long Cause);
