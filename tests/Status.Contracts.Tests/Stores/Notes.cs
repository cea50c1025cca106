using Status.Workflows.Execution;
using Status.Workflows.Model.Data;

namespace Status.Contracts.Tests.Stores;

/// <summary>Notes that are committed with changes, and where they were put on the feed.</summary>
internal sealed class Notes
{
    /// <summary>Keys with the positions that their rows were given.</summary>
    public List<(string Key, long Position)> Written { get; } = [];

    public CommitNote Make(string key) => new(Fact(key), position =>
    {
        Written.Add((key, position));
        return new Write(key, "select $1::bigint", position) { InMemory = _ => true };
    });

    /// <summary>A note whose fact is appended before its row turns out to be impossible.</summary>
    public static CommitNote Refusing(string key) =>
        new(Fact(key), position => new Write(key, "select 1 / ($1::bigint - $1::bigint)", position) { InMemory = _ => throw new DivideByZeroException() });

    private static FactDraft Fact(string key) => new("test.noted", new DataObject { ["key"] = key }, key);
}
