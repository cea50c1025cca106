namespace Status.Workflows.Model.Data;

/// <summary>Marks, in the reference half of a <see cref="DataValue"/>, what the number half means.</summary>
internal sealed class DataTag
{
    public static readonly DataTag Number = new();
    public static readonly DataTag Boolean = new();
    public static readonly DataTag Null = new();

    /// <summary>The number half holds the bits of a <see cref="long"/>.</summary>
    public static readonly DataTag Long = new();

    /// <summary>A <c>let</c> or <c>const</c> before its declaration ran; never stored in an object or array.</summary>
    public static readonly DataTag Unset = new();

    private DataTag()
    {
    }
}
