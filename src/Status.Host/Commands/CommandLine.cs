using System.CommandLine;
using Status.Host.Commands.Users;

namespace Status.Host.Commands;

/// <summary>The commands of the executable. Whoever adds one adds a line to <see cref="CreateRoot"/>.</summary>
internal static class CommandLine
{
    /// <summary>Where the data folder is; every command knows it.</summary>
    public static Option<string?> DataOption { get; } = new("--data")
    {
        Description = "The data folder (key Status:Data:Folder, environment STATUS__Data__Folder; default .data).",
        Recursive = true,
    };

    /// <summary>Whether the arguments ask for a command; otherwise they are the server's.</summary>
    public static bool IsCommand(IReadOnlyList<string> args) =>
        args.Count > 0 && (!args[0].StartsWith('-') || args[0] is "--help" or "-h" or "-?" or "--version");

    /// <summary>Runs the command that the arguments name.</summary>
    /// <param name="args">All arguments.</param>
    /// <param name="build">Composes the host, which is not started; commands take services and configuration from it.</param>
    /// <returns>The exit code.</returns>
    public static Task<int> RunAsync(string[] args, Func<string[], WebApplication> build)
    {
        var root = CreateRoot(build);
        var asked = args is ["help", .. var rest] ? [.. rest, "--help"] : args;
        return root.Parse(asked).InvokeAsync(new InvocationConfiguration
        {
            // Messages for people are one paragraph, never a stack trace; the caller of this method prints them.
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = TimeSpan.FromSeconds(30),
        });
    }

    private static RootCommand CreateRoot(Func<string[], WebApplication> build) => new("STATUS watches whether promises are kept. Without a command it starts the host.")
    {
        DataOption,
        DoctorCommand.Create(build),
        VerifyCommand.Create(build),
        BackupCommand.Create(build),
        RestoreCommand.Create(build),
        WorkflowsCommand.Create(),
        ImportCommand.Create(),
        UserCommand.Create(build),
    };
}
