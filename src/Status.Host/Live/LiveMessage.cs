namespace Status.Host.Live;

/// <summary>Tells screens that something of a topic was committed; they read it again.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Position">Place on the feed of the last fact that the message stands for; 0 when it stands for runs.</param>
/// <param name="Types">Types of the facts; empty when there were too many to look at.</param>
/// <param name="Subjects">Ids of what they are about, as far as facts say; empty when there were too many to name.</param>
internal sealed record LiveMessage(string Topic, long Position, IReadOnlyCollection<string> Types, IReadOnlyCollection<string> Subjects);
