using System.Collections.Concurrent;
using System.Reflection;
using Status.Workflows.Authoring;

namespace Status.Workflows.Execution;

/// <summary>A bookmark of a run in memory.</summary>
internal sealed class OpenBookmark
{
    private static readonly ConcurrentDictionary<(Type Type, string Method), MethodInfo> _methods = new();

    public required Bookmark Bookmark { get; init; }

    public required NodeExecution Execution { get; init; }

    /// <summary>Name of the method that runs on resume, with a <c>$</c> before it one of the node's guard; <c>null</c> completes the activity.</summary>
    public string? CallbackName { get; init; }

    public bool AutoBurn { get; init; } = true;

    public DateTimeOffset? Due { get; init; }

    /// <summary>Whether a commit has written it.</summary>
    public bool IsStored { get; set; }

    /// <summary>Whether it waits again after its run faulted, so that its timer has to be written again.</summary>
    public bool IsWoken { get; set; }

    /// <summary>Whether what it waits for has come while it could not go on: it takes nothing more.</summary>
    public bool IsTaken { get; set; }

    public bool IsToStore => !IsStored || IsWoken;

    public ExecuteActivityDelegate? Callback(NodeExecution execution) => CallbackName switch
    {
        null => null,
        ['$', ..] => (execution.Node.Guard ?? throw new InvalidOperationException($"The activity '{execution.Node.Id}' waits for '{CallbackName}' but declares no policy any more.")).Callback(CallbackName),
        _ => Resolve(execution.Activity, CallbackName),
    };

    public static ExecuteActivityDelegate Resolve(Activity activity, string name)
    {
        var method = _methods.GetOrAdd((activity.GetType(), name), static key =>
        {
            for (var type = key.Type; type is not null; type = type.BaseType)
            {
                var found = type.GetMethod(key.Method, BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly, [typeof(ActivityExecutionContext)]);
                if (found is not null) return found;
            }

            throw new InvalidOperationException($"{key.Type.Name} has no method '{key.Method}' any more, which a waiting run needs to go on.");
        });
        return method.IsStatic ? method.CreateDelegate<ExecuteActivityDelegate>() : method.CreateDelegate<ExecuteActivityDelegate>(activity);
    }
}
