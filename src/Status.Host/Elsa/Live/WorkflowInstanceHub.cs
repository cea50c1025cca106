using Microsoft.AspNetCore.SignalR;

namespace Status.Host.Elsa.Live;

/// <summary>
/// Where the designer's viewer hears of changes to the runs it shows. Client to server: <c>ObserveInstanceAsync(id)</c>. Server to client: see
/// <see cref="InstanceBroadcaster"/>.
/// </summary>
internal sealed class WorkflowInstanceHub(InstanceObservers observers, InstanceBroadcaster broadcaster) : Hub
{
    /// <summary>Address of the hub.</summary>
    public const string Path = "/elsa/hubs/workflow-instance";

    private const int MostObserved = 100;
    private const int LongestId = 256;
    private const string Observed = "observed";

    /// <summary>Tells the caller of every change to a run from now on, beginning with how it stands.</summary>
    /// <param name="instanceId">The run; it need not exist yet.</param>
    /// <exception cref="HubException">The id is no id, or the connection observes too many runs.</exception>
    public async Task ObserveInstanceAsync(string instanceId)
    {
        if (string.IsNullOrEmpty(instanceId) || instanceId.Length > LongestId || instanceId.Contains('\0', StringComparison.Ordinal))
            throw new HubException($"The id of a run has 1 to {LongestId} characters.");
        var observed = (HashSet<string>)(Context.Items[Observed] ??= new HashSet<string>(StringComparer.Ordinal));
        if (observed.Count >= MostObserved) throw new HubException($"A connection can observe at most {MostObserved} runs.");
        if (!observed.Add(instanceId)) return;
        observers.Add(instanceId);
        await Groups.AddToGroupAsync(Context.ConnectionId, instanceId, Context.ConnectionAborted);
        // What was committed between the caller's reading and its joining would be missed otherwise.
        broadcaster.Announce(instanceId);
    }

    /// <inheritdoc/>
    public override Task OnDisconnectedAsync(Exception? exception)
    {
        foreach (var instanceId in Context.Items[Observed] as HashSet<string> ?? []) observers.Remove(instanceId);
        return base.OnDisconnectedAsync(exception);
    }
}
