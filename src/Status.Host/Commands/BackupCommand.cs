using System.CommandLine;
using System.Reflection;
using Status.Host.Commands.Backups;

namespace Status.Host.Commands;

/// <summary><c>status backup &lt;file&gt;</c>.</summary>
internal static class BackupCommand
{
    /// <summary>Describes the command.</summary>
    public static Command Create(Func<string[], WebApplication> build)
    {
        var file = new Argument<string>("file") { Description = "The file to write; it is replaced if it exists." };
        var command = new Command("backup", "Writes all data, as of one moment, into one compressed file; beside a running host or a stopped one.") { file };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            await using var app = build.BuildFor(arguments);
            app.RequireConfiguration();
            await using var database = await DatabaseAccess.OpenAsync(app, create: false, cancellationToken);
            var path = Path.GetFullPath(arguments.GetRequiredValue(file));
            if (!Directory.Exists(Path.GetDirectoryName(path)))
                throw new Hosting.StartupException($"The folder {Path.GetDirectoryName(path)} does not exist. Make it, or name another file.");
            var product = typeof(BackupCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
            var manifest = await BackupWriter.WriteAsync(
                database.DataSource, path, app.Services.GetRequiredService<TimeProvider>().GetUtcNow(), product, cancellationToken);
            Console.WriteLine($"Backed up {database.Description}: {manifest.Tables.Sum(table => table.Rows)} rows of {manifest.Tables.Count} tables, "
                + $"{new FileInfo(path).Length / 1024} KiB in {path}.");
            Console.WriteLine("Keep the master key apart from it (master.key in the data folder, or STATUS__Security__MasterKey): the file does not hold it.");
            return 0;
        });
        return command;
    }
}
