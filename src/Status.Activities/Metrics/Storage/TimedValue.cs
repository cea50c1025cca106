namespace Status.Activities.Metrics.Storage;

/// <summary>A value and its time in UTC ticks; ordered by time, then by value, so that the greatest is the last sample.</summary>
internal readonly record struct TimedValue(long Ticks, double Value) : IComparable<TimedValue>
{
    public int CompareTo(TimedValue other) => Ticks != other.Ticks ? Ticks.CompareTo(other.Ticks) : Value.CompareTo(other.Value);
}
