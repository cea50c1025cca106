using Npgsql;

namespace Status.Workflows.Persistence.Postgres;

/// <summary>What the hot paths want of a connection.</summary>
public static class ConnectionTuning
{
    /// <summary>
    /// Adds what is not set: prepared statements are kept (the same few are sent again and again), an error in a batch names its command (so that the group committer
    /// finds the refused write without halving), and queries are not compiled to machine code (each window over metrics paid 30 to 200 ms for it and won nothing back).
    /// </summary>
    /// <param name="connectionString">A connection string.</param>
    /// <returns>The connection string to build the data source from.</returns>
    public static string Tune(string connectionString)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString) { IncludeFailedBatchedCommand = true };
        if (builder.MaxAutoPrepare == 0) builder.MaxAutoPrepare = 100;
        if (string.IsNullOrEmpty(builder.Options)) builder.Options = "-c jit=off";
        return builder.ConnectionString;
    }
}
