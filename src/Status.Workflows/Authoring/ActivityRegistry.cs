using System.Collections.Concurrent;
using System.Reflection;

namespace Status.Workflows.Authoring;

/// <summary>The activity types that definitions may use.</summary>
public sealed partial class ActivityRegistry
{
    private readonly ConcurrentDictionary<(string Type, int Version), ActivityDescriptor> _byType = new();

    /// <summary>Every descriptor, by type name and version.</summary>
    public IReadOnlyList<ActivityDescriptor> All => [.. _byType.Values.Concat(_workflows.Offered.Values).OrderBy(d => d.TypeName, StringComparer.Ordinal).ThenBy(d => d.Version)];

    /// <summary>Adds every concrete class with an <see cref="ActivityAttribute"/>.</summary>
    /// <param name="assembly">Where to look.</param>
    /// <returns>This registry.</returns>
    /// <exception cref="InvalidOperationException">Two classes have the same type name and version.</exception>
    public ActivityRegistry AddActivitiesFrom(Assembly assembly)
    {
        foreach (var type in assembly.GetTypes())
        {
            if (type is { IsAbstract: false, IsClass: true } && type.GetCustomAttribute<ActivityAttribute>() is not null) Add(type);
        }

        return this;
    }

    /// <summary>Adds one class.</summary>
    /// <param name="type">A class derived from <see cref="Activity"/> with an <see cref="ActivityAttribute"/> and a constructor without parameters.</param>
    /// <returns>This registry.</returns>
    public ActivityRegistry Add(Type type)
    {
        if (!typeof(Activity).IsAssignableFrom(type)) throw new InvalidOperationException($"{type.FullName} does not derive from Activity.");
        if (type.GetConstructor(Type.EmptyTypes) is null) throw new InvalidOperationException($"{type.FullName} needs a public constructor without parameters.");
        var descriptor = ActivityDescriber.Describe(type);
        var added = _byType.GetOrAdd((descriptor.TypeName, descriptor.Version), descriptor);
        if (added.ClrType != type) throw new InvalidOperationException($"{type.FullName} and {added.ClrType.FullName} are both {descriptor.TypeName} version {descriptor.Version}.");
        return this;
    }

    /// <summary>Takes a type out of what designers are offered; definitions that use it can still be read.</summary>
    /// <param name="typeName">Type name on the wire.</param>
    public void Hide(string typeName)
    {
        foreach (var (key, descriptor) in _byType)
        {
            if (key.Type == typeName) _byType[key] = descriptor with { IsBrowsable = false };
        }
    }

    /// <summary>The descriptor of a type in a version, or of its newest version when that one is not there; <c>null</c> when the type is unknown.</summary>
    /// <param name="typeName">Type name on the wire.</param>
    /// <param name="version">Version that is asked for.</param>
    /// <returns>The descriptor.</returns>
    public ActivityDescriptor? Find(string typeName, int version = 1) =>
        _byType.TryGetValue((typeName, version), out var exact)
            ? exact
            : _workflows.Offered.TryGetValue((typeName, version), out var workflow)
                ? workflow
                : _byType.Values.Concat(_workflows.Offered.Values).Where(d => d.TypeName == typeName).MaxBy(d => d.Version);
}
