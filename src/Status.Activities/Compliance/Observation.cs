using Status.Workflows.Model.Data;

namespace Status.Activities.Compliance;

/// <summary>What an activity that judges gives out besides its verdict: the observation in the shape that computations carry.</summary>
public static class Observation
{
    /// <summary><c>{id, key, value, result}</c>; <paramref name="result"/> is <c>null</c> when it could not be judged.</summary>
    /// <param name="id">Unique id: the idempotency key of the activity.</param>
    /// <param name="key">What was looked at.</param>
    /// <param name="value">What was seen.</param>
    /// <param name="result">The verdict, always a truth value and never text.</param>
    public static DataObject Of(string id, string key, object? value, bool? result) =>
        new() { ["id"] = id, ["key"] = key, ["value"] = value, ["result"] = result };
}
