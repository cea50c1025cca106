namespace Status.Workflows.Model;

/// <summary>What of a run is kept. Set per definition in <c>customProperties.persistenceMode</c>; the default is <see cref="Journalled"/>.</summary>
public enum PersistenceMode
{
    /// <summary>
    /// A run that ends in its first burst leaves no instance and no journal. Its writes and facts are committed all the same, and a run that
    /// waits is stored as <see cref="Durable"/>, since a wait that a restart forgets would be a lost promise.
    /// </summary>
    Off,

    /// <summary>Instance state, bookmarks, timers, writes and facts are committed before anything is answered or announced.</summary>
    Durable,

    /// <summary>As <see cref="Durable"/>, and the journal of every burst (one packed row) with it.</summary>
    Journalled,
}
