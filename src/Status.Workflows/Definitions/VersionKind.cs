namespace Status.Workflows.Definitions;

/// <summary>Kinds of version.</summary>
public enum VersionKind
{
    /// <summary>All versions.</summary>
    AllVersions,

    /// <summary>Versions that are not published.</summary>
    Draft,

    /// <summary>The newest of each definition.</summary>
    Latest,

    /// <summary>The one that runs.</summary>
    Published,

    /// <summary>Newest or running.</summary>
    LatestOrPublished,

    /// <summary>Newest and running.</summary>
    LatestAndPublished,

    /// <summary>One number.</summary>
    Number,
}
