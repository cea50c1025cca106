namespace Status.Host.Tests.Hosting;

/// <summary>Tests with real processes take turns: each one starts a database.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class HostProcessCollection
{
    public const string Name = "host processes";
}
