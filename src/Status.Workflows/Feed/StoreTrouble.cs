using System.Data.Common;
using System.Net.Sockets;

namespace Status.Workflows.Feed;

/// <summary>Tells trouble with the database from trouble with a fact.</summary>
internal static class StoreTrouble
{
    /// <summary>Whether the same work may succeed later without anything being mended in it.</summary>
    public static bool IsTransient(Exception exception) => exception switch
    {
        // Without a state the server never answered; these classes are connection, resources, operator and system.
        DbException database => database.IsTransient || database.SqlState is null || database.SqlState[..2] is "08" or "53" or "57" or "58",
        TimeoutException or IOException or SocketException or ObjectDisposedException => true,
        _ => false,
    };
}
