using System.CommandLine;

namespace Status.Host.Commands;

/// <summary><c>status verify</c>.</summary>
internal static class VerifyCommand
{
    /// <summary>Describes the command.</summary>
    public static Command Create(Func<string[], WebApplication> build)
    {
        var checkpoint = new Option<string?>("--checkpoint") { Description = "A file with a checkpoint that was kept elsewhere; the ledger must extend it." };
        var keys = new Option<string[]>("--key") { Description = "A trusted public key, as text or as a file that holds it; may be repeated." };
        var command = new Command("verify", "Checks the whole ledger against its checkpoints; beside a running host or a stopped one.") { checkpoint, keys };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            await using var app = build.BuildFor(arguments);
            app.RequireConfiguration();
            await using var database = await DatabaseAccess.OpenAsync(app, create: false, cancellationToken);
            return await VerifyLedger.RunAsync(
                database.DataSource, arguments.GetValue(checkpoint), arguments.GetValue(keys) ?? [], Console.Out, cancellationToken);
        });
        return command;
    }
}
