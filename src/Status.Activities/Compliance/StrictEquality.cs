using Status.Workflows.Model.Data;

namespace Status.Activities.Compliance;

/// <summary>Equality of the engine's values as JSON has it: numbers by value, objects regardless of member order, and text is never a number or a truth value.</summary>
public static class StrictEquality
{
    /// <summary>Whether both values are equal.</summary>
    public static bool AreEqual(object? left, object? right) => (left, right) switch
    {
        (null, null) => true,
        (null, _) or (_, null) => false,
        (bool a, bool b) => a == b,
        (string a, string b) => string.Equals(a, b, StringComparison.Ordinal),
        (DateTimeOffset a, DateTimeOffset b) => a == b,
        (DateTimeOffset a, string b) => DateTimeOffset.TryParse(b, out var time) && a == time,
        (string, DateTimeOffset) => AreEqual(right, left),
        (byte[] a, byte[] b) => a.AsSpan().SequenceEqual(b),
        (DataObject a, DataObject b) => a.Count == b.Count && a.All(member => b.TryGetValue(member.Key, out var other) && AreEqual(member.Value, other)),
        (DataArray a, DataArray b) => a.Count == b.Count && a.Zip(b).All(pair => AreEqual(pair.First, pair.Second)),
        _ => AreEqualNumbers(left, right),
    };

    private static bool AreEqualNumbers(object left, object right) => (left, right) switch
    {
        (double a, double b) => a == b,
        (TimeSpan a, TimeSpan b) => a == b,
        (double or long or decimal or int, double or long or decimal or int) => ToDecimal(left) is { } a && ToDecimal(right) is { } b && a == b,
        _ => false,
    };

    private static decimal? ToDecimal(object number) => number switch
    {
        decimal exact => exact,
        long whole => whole,
        int whole => whole,
        double binary when Math.Abs(binary) < 7.9e27 => (decimal)binary,
        _ => null,
    };
}
