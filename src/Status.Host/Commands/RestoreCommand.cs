using System.CommandLine;
using Status.Host.Commands.Backups;
using Status.Host.Hosting;

namespace Status.Host.Commands;

/// <summary><c>status restore &lt;file&gt;</c>.</summary>
internal static class RestoreCommand
{
    /// <summary>Describes the command.</summary>
    public static Command Create(Func<string[], WebApplication> build)
    {
        var file = new Argument<string>("file") { Description = "A file written by `status backup`." };
        var force = new Option<bool>("--force") { Description = "Replace what the database holds; without it the database must be empty." };
        var command = new Command("restore", "Puts a backup into an empty database; the host must be stopped.") { file, force };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            await using var app = build.BuildFor(arguments);
            app.RequireConfiguration();
            await using var backup = await BackupFile.OpenAsync(Path.GetFullPath(arguments.GetRequiredValue(file)), cancellationToken);
            await using var database = await DatabaseAccess.OpenAsync(app, create: true, cancellationToken);
            if (await database.IsInUseAsync(cancellationToken))
                throw new StartupException($"A host runs on {database.Description}. Stop it, then restore. Nothing was changed.");
            await new BackupRestorer(database.DataSource, backup).RestoreAsync(arguments.GetValue(force), cancellationToken);
            Console.WriteLine($"Restored {backup.Manifest.Tables.Sum(table => table.Rows)} rows of {backup.Manifest.Tables.Count} tables, taken at "
                + $"{backup.Manifest.TakenAt:u}, into {database.Description}.");
            Console.WriteLine("The host needs the master key that belongs to them: master.key in the data folder, or STATUS__Security__MasterKey.");
            return 0;
        });
        return command;
    }
}
