namespace Status.Host.Commands.Backups;

/// <summary>What a backup file says about itself; the entry <c>manifest.json</c>.</summary>
internal sealed record BackupManifest
{
    /// <summary>The name of the entry.</summary>
    public const string EntryName = "manifest.json";

    /// <summary>The version of the file's form that this build writes.</summary>
    public const int CurrentFormat = 1;

    /// <summary>The version of the file's form.</summary>
    public required int Format { get; init; }

    /// <summary>When the snapshot was taken.</summary>
    public required DateTimeOffset TakenAt { get; init; }

    /// <summary>The version of STATUS that took it.</summary>
    public required string Product { get; init; }

    /// <summary>The version of PostgreSQL it was taken from.</summary>
    public required string Server { get; init; }

    /// <summary>The schema changes that had been applied.</summary>
    public required IReadOnlyList<AppliedMigration> Migrations { get; init; }

    /// <summary>The tables in an order in which foreign keys are satisfied.</summary>
    public required IReadOnlyList<BackupTable> Tables { get; init; }

    /// <summary>Partitions, which no migration creates; outer ones first.</summary>
    public required IReadOnlyList<BackupPartition> Partitions { get; init; }

    /// <summary>Where the sequences stand.</summary>
    public required IReadOnlyList<BackupSequence> Sequences { get; init; }

    /// <summary>One applied schema change.</summary>
    internal sealed record AppliedMigration(string Schema, string Name, string Checksum);

    /// <summary>One table's rows: the entry that holds them (COPY's text format), their number and the SHA-256 of the text.</summary>
    internal sealed record BackupTable(string Schema, string Name, IReadOnlyList<string> Columns, string Entry, long Rows, string Sha256);

    /// <summary>One partition and the bounds that PostgreSQL prints for it; its own partition key when it is partitioned in turn.</summary>
    internal sealed record BackupPartition(string Schema, string Name, string ParentSchema, string ParentName, string Bounds, string? PartitionedBy, string? Options);

    /// <summary>One sequence.</summary>
    internal sealed record BackupSequence(string Schema, string Name, long LastValue, bool IsCalled);
}
