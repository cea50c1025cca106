using System.Security.Claims;
using Status.Host.Identity;
using Status.Workflows.Definitions;

namespace Status.Host.Elsa.Definitions;

/// <summary>What a caller may do with definitions.</summary>
/// <param name="caller">The caller.</param>
internal readonly struct DefinitionRights(ClaimsPrincipal caller)
{
    /// <summary>Save drafts.</summary>
    public bool Write { get; } = caller.Holds("write:workflow-definitions");

    /// <summary>Put versions into service.</summary>
    public bool Publish { get; } = caller.Holds("publish:workflow-definitions");

    /// <summary>Take versions out of service.</summary>
    public bool Retract { get; } = caller.Holds("retract:workflow-definitions");

    /// <summary>Delete.</summary>
    public bool Delete { get; } = caller.Holds("delete:workflow-definitions");

    /// <summary>Run.</summary>
    public bool Execute { get; } = caller.Holds("exec:workflow-definitions");

    /// <summary>The caller as the author of a change.</summary>
    public static DefinitionActor ActorOf(ClaimsPrincipal caller) => new(Caller.Describe(caller), caller.Holds("publish:anonymous-endpoint"), caller.Holds("write:csharp"));
}
