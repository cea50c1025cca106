namespace Status.Workflows.Expressions.JavaScript;

/// <summary>An object whose members the host computes on demand (such as <c>variables</c>), so that nothing is copied before a script runs.</summary>
public abstract class HostObject
{
    /// <summary>The names that <c>Object.keys</c>, spread and JSON see.</summary>
    public abstract IEnumerable<string> Keys { get; }

    /// <summary>Reads a member; <c>false</c> makes it undefined.</summary>
    public abstract bool TryGet(string name, out object? value);

    /// <summary>Writes a member; <c>false</c> (the default) makes the assignment a TypeError.</summary>
    public virtual bool TrySet(string name, object? value) => false;
}
