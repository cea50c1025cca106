using Status.Workflows.Execution;
using Status.Workflows.Resilience;

namespace Status.Workflows.Persistence.InMemory;

/// <summary>The pause of the runtime in memory.</summary>
internal sealed class InMemoryRuntimePauseStore(InMemoryState state, IServiceProvider services, TimeProvider time) : IRuntimePauseStore
{
    public ValueTask<RuntimePause?> GetAsync(CancellationToken cancellationToken)
    {
        lock (state.Gate) return ValueTask.FromResult(state.Pause);
    }

    public ValueTask<RuntimePause?> SetAsync(RuntimePause? pause, CommitNote? note, CancellationToken cancellationToken)
    {
        lock (state.Gate)
        {
            if (pause is null == state.Pause is null) return ValueTask.FromResult(state.Pause);
            if (note is not null) state.Append([note], services, time.GetUtcNow());
            state.Pause = pause;
            return ValueTask.FromResult(pause);
        }
    }
}
