using Status.Workflows.Execution;

namespace Status.Workflows.Resilience;

/// <summary>Keeps whether the runtime is paused. Adapters: PostgreSQL and memory.</summary>
public interface IRuntimePauseStore
{
    /// <summary>The pause; <c>null</c> while the runtime works.</summary>
    ValueTask<RuntimePause?> GetAsync(CancellationToken cancellationToken);

    /// <summary>Pauses the runtime (<paramref name="pause"/>) or lets it work (<c>null</c>), together with what is committed with the change.</summary>
    /// <returns>What holds now: the earlier pause when it was paused already. Nothing changes, and no note is made, when it is as asked already.</returns>
    ValueTask<RuntimePause?> SetAsync(RuntimePause? pause, CommitNote? note, CancellationToken cancellationToken);
}
