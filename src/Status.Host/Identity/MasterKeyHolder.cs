namespace Status.Host.Identity;

/// <summary>Holds the master key from the moment the data folder is open.</summary>
internal sealed class MasterKeyHolder
{
    private MasterKey? _value;

    /// <summary>The key.</summary>
    /// <exception cref="InvalidOperationException">Read before the data folder was opened.</exception>
    public MasterKey Value
    {
        get => _value ?? throw new InvalidOperationException("The master key is read before the data folder is open.");
        set => _value = value;
    }
}
