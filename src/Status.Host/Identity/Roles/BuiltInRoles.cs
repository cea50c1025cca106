namespace Status.Host.Identity.Roles;

/// <summary>The roles that every installation has. Written to the database at every start, so that a new permission reaches its holders with the upgrade.</summary>
internal static class BuiltInRoles
{
    /// <summary>May do everything.</summary>
    public const string Administrator = "ADMIN";

    /// <summary>Makes and publishes workflows.</summary>
    public const string Designer = "DESIGNER";

    /// <summary>Reads and verifies everything, changes nothing.</summary>
    public const string Auditor = "AUDITOR";

    /// <summary>Keeps things running.</summary>
    public const string Operator = "OPERATOR";

    /// <summary>What people who work here all may read; who did what and who has an account is not among it.</summary>
    private static readonly string[] _reads =
    [
        "read:workflow-definitions", "read:workflow-instances", "read:agreements", "read:controls", "read:catalogs", "read:scopes", "read:points", "read:computations",
        "read:evidence", "read:ledger", "read:alerts", "read:metrics", "read:overview", "read:schedules", "read:api-keys", "read:tasks",
    ];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Role> All { get; } =
    [
        new(Administrator, "May do everything, including the administration of users.", [Permission.Everything]),
        new(Designer, "Makes, publishes and runs workflows, and sees what they do.",
        [
            .. _reads, "write:workflow-definitions", "publish:workflow-definitions", "retract:workflow-definitions", "delete:workflow-definitions", "exec:workflow-definitions", "exec:workflows",
            "write:workflow-instances", "cancel:workflow-instances", "delete:workflow-instances", "complete:tasks", "pause:schedules", "trigger:event", "write:api-keys",
        ]),
        new(Auditor, "Reads and verifies everything, changes nothing.", ["read:*"]),
        new(Operator, "Runs and cancels workflows, takes alerts on, keeps agreements and their registry.",
        [
            .. _reads, "exec:workflow-definitions", "exec:workflows", "write:workflow-instances", "cancel:workflow-instances", "delete:workflow-instances", "complete:tasks", "ack:alerts", "write:agreements",
            "write:controls", "write:catalogs", "write:scopes", "write:computations", "write:metrics", "pause:schedules", "pause:runtime", "trigger:event", "write:api-keys",
        ]),
    ];
}
