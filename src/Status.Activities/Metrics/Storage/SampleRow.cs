namespace Status.Activities.Metrics.Storage;

/// <summary>A sample on its way into the table, ordered as its primary key is, then by its place in the batch.</summary>
internal readonly record struct SampleRow(int Series, long Ticks, int Source, double Value) : IComparable<SampleRow>
{
    public bool SameKey(in SampleRow other) => Series == other.Series && Ticks == other.Ticks;

    public int CompareTo(SampleRow other)
    {
        if (Series != other.Series) return Series < other.Series ? -1 : 1;
        if (Ticks != other.Ticks) return Ticks < other.Ticks ? -1 : 1;
        return Source.CompareTo(other.Source);
    }
}
