using System.Collections.Concurrent;
using System.Security.Claims;
using Microsoft.AspNetCore.SignalR;
using Status.Host.Identity;

namespace Status.Host.Live;

/// <summary>Who is connected, and whether they still may be: a socket outlives the request that opened it, a session or token need not.</summary>
internal sealed class LiveConnections(Credentials credentials)
{
    private readonly ConcurrentDictionary<string, HubCallerContext> _open = new(StringComparer.Ordinal);

    /// <summary>Whether anybody listens.</summary>
    public bool Any => !_open.IsEmpty;

    /// <summary>Notes a connection.</summary>
    public void Add(HubCallerContext context) => _open[context.ConnectionId] = context;

    /// <summary>Forgets a connection.</summary>
    public void Remove(HubCallerContext context) => _open.TryRemove(context.ConnectionId, out _);

    /// <summary>Closes the connections of sessions and tokens that have ended, or whose permissions have changed.</summary>
    public async Task CloseEndedAsync(CancellationToken cancellationToken)
    {
        foreach (var context in _open.Values)
        {
            if (await IsCurrentAsync(context, cancellationToken)) continue;
            Remove(context);
            context.Abort();
        }
    }

    private async Task<bool> IsCurrentAsync(HubCallerContext context, CancellationToken cancellationToken)
    {
        if (context.GetHttpContext()?.Request is not { } request) return false;
        var now = await credentials.FindAsync(request, cancellationToken);
        return now is not null && Permissions(now).SetEquals(Permissions(context.User));
    }

    private static HashSet<string> Permissions(ClaimsPrincipal? principal) => [.. principal?.FindAll(Permission.ClaimType).Select(claim => claim.Value) ?? []];
}
