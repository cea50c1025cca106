using System.CommandLine;
using Npgsql;

namespace Status.Host.Commands.Users;

/// <summary><c>status user add|reset-password|disable|enable</c>: for whoever may read the data folder, when nobody can sign in any more.</summary>
internal static class UserCommand
{
    /// <summary>Describes the command.</summary>
    public static Command Create(Func<string[], WebApplication> build)
    {
        var name = new Argument<string>("name") { Description = "The user name." };
        var display = new Option<string?>("--display-name") { Description = "What to call them." };
        var roles = new Option<string[]>("--role") { Description = "ADMIN, DESIGNER, OPERATOR or AUDITOR; may be repeated.", AllowMultipleArgumentsPerToken = true };
        var stdin = new Option<bool>("--password-stdin") { Description = "Read the password from standard input; without it a random one is made and shown once." };

        var add = new Command("add", "Adds somebody.") { name, display, roles, stdin };
        add.SetAction((arguments, cancellationToken) => RunAsync(build, arguments, (users, output) => users.AddAsync(
            arguments.GetRequiredValue(name), arguments.GetValue(display), arguments.GetValue(roles) ?? [], Password(arguments.GetValue(stdin)), output, cancellationToken), cancellationToken));
        var reset = new Command("reset-password", "Gives somebody a new password and ends their sessions.") { name, stdin };
        reset.SetAction((arguments, cancellationToken) => RunAsync(build, arguments, (users, output) => users.ResetPasswordAsync(
            arguments.GetRequiredValue(name), Password(arguments.GetValue(stdin)), output, cancellationToken), cancellationToken));
        var disable = new Command("disable", "Lets somebody sign in no more and ends their sessions.") { name };
        disable.SetAction((arguments, cancellationToken) => RunAsync(build, arguments, (users, output) => users.SetDisabledAsync(
            arguments.GetRequiredValue(name), disabled: true, output, cancellationToken), cancellationToken));
        var enable = new Command("enable", "Lets somebody who was disabled sign in again.") { name };
        enable.SetAction((arguments, cancellationToken) => RunAsync(build, arguments, (users, output) => users.SetDisabledAsync(
            arguments.GetRequiredValue(name), disabled: false, output, cancellationToken), cancellationToken));
        return new Command("user", "Administers people; beside a running host or a stopped one.") { add, reset, disable, enable };
    }

    // Never as an argument: those are in the shell's history and in every process list.
    private static string? Password(bool fromStandardInput) => fromStandardInput ? Console.In.ReadLine() ?? "" : null;

    private static async Task<int> RunAsync(
        Func<string[], WebApplication> build, ParseResult arguments, Func<UserChanges, TextWriter, Task<int>> run, CancellationToken cancellationToken)
    {
        await using var app = build.BuildFor(arguments);
        app.RequireConfiguration();
        await using var database = await DatabaseAccess.OpenAsync(app, create: false, cancellationToken);
        try
        {
            return await run(new UserChanges(database.DataSource, app.Services.GetRequiredService<TimeProvider>()), Console.Out);
        }
        catch (PostgresException exception) when (exception.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName)
        {
            throw new Hosting.StartupException("The database is of another version of STATUS, or empty. Start the host once, then repeat the command.", exception);
        }
    }
}
