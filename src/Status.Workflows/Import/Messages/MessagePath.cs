using Status.Workflows.Model.Data;

namespace Status.Workflows.Import.Messages;

/// <summary>Members of a message by a path such as <c>payload.items</c>.</summary>
internal static class MessagePath
{
    public static object? Get(DataObject message, string path)
    {
        object? at = message;
        foreach (var name in path.Split('.')) at = (at as DataObject)?[name];
        return at;
    }

    /// <summary>Sets a member, making objects on the way to it.</summary>
    public static void Set(DataObject message, string path, object? value)
    {
        var names = path.Split('.');
        foreach (var name in names[..^1])
        {
            if (message[name] is not DataObject inner) message[name] = inner = [];
            message = inner;
        }

        message[names[^1]] = value;
    }
}
