using Microsoft.AspNetCore.SignalR;
using Status.Host.Identity;

namespace Status.Host.Live;

/// <summary>
/// Where screens hear that what they show has changed. Client to server: <c>Watch(topic)</c>, <c>Unwatch(topic)</c>. Server to client:
/// <c>changed</c> with a <see cref="LiveMessage"/>, at most one a second for each topic and only after the commit.
/// </summary>
internal sealed class LiveHub(LiveConnections connections) : Hub
{
    /// <summary>Address of the hub.</summary>
    public const string Path = "/hubs/live";

    /// <summary>Tells the caller of a topic from now on.</summary>
    /// <exception cref="HubException">There is no such topic, or the caller lacks its permission.</exception>
    public Task Watch(string topic)
    {
        if (LiveTopics.PermissionOf(topic) is not { } permission)
            throw new HubException($"There is no topic of that name; there are {string.Join(", ", LiveTopics.All.Order(StringComparer.Ordinal))}.");
        if (Context.User?.Holds(permission) != true) throw new HubException($"The topic {topic} asks for the permission {permission}.");
        return Groups.AddToGroupAsync(Context.ConnectionId, topic, Context.ConnectionAborted);
    }

    /// <summary>Tells the caller no more of a topic.</summary>
    public Task Unwatch(string topic) => Groups.RemoveFromGroupAsync(Context.ConnectionId, topic, Context.ConnectionAborted);

    /// <inheritdoc/>
    public override Task OnConnectedAsync()
    {
        connections.Add(Context);
        return base.OnConnectedAsync();
    }

    /// <inheritdoc/>
    public override Task OnDisconnectedAsync(Exception? exception)
    {
        connections.Remove(Context);
        return base.OnDisconnectedAsync(exception);
    }
}
