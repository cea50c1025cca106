using System.CommandLine;

namespace Status.Host.Commands;

/// <summary><c>status workflows</c>: works on definition files, without a database and without a running host.</summary>
internal static class WorkflowsCommand
{
    /// <summary>The command with its verbs.</summary>
    public static Command Create() => new("workflows", "Works on workflow definition files; needs no database.") { ValidateWorkflows.Create(), TestWorkflows.Create() };
}
