using System.CommandLine;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Options;
using Npgsql;
using Status.Host.Hosting;
using Status.Host.Hosting.Embedded;

namespace Status.Host.Commands;

/// <summary><c>status doctor</c>: looks at everything a start needs, starts nothing, and says what to do about each problem.</summary>
internal static class DoctorCommand
{
    private const long LittleSpace = 1L << 30;

    /// <summary>Describes the command.</summary>
    public static Command Create(Func<string[], WebApplication> build)
    {
        var command = new Command("doctor", "Checks system, configuration, data folder, database and address; exit code 1 when something is wrong.");
        command.SetAction(async (arguments, cancellationToken) =>
        {
            await using var app = build.BuildFor(arguments);
            var findings = new Findings(Console.Out);
            await ExamineAsync(app, findings, cancellationToken);
            Console.WriteLine(findings.Problems == 0 ? "Nothing is wrong." : $"{findings.Problems} problem(s).");
            return findings.Problems == 0 ? 0 : 1;
        });
        return command;
    }

    private static async Task ExamineAsync(WebApplication app, Findings findings, CancellationToken cancellationToken)
    {
        findings.Ok("system", $"{RuntimeInformation.OSDescription}, {RuntimeInformation.OSArchitecture}, {RuntimeInformation.FrameworkDescription}, user {Environment.UserName}");
        var problems = ConfigurationCheck.FindProblems(app.Services, app.Configuration);
        foreach (var problem in problems)
            findings.Problem("configuration", problem);
        if (problems.Count > 0)
            return;
        findings.Ok("configuration", "every key is known and every value valid");
        await findings.TryAsync("database", async () =>
        {
            var choice = DatabaseChoice.Read(app.Configuration, app.Environment, app.Services.GetRequiredService<IOptions<PostgresOptions>>());
            await (choice.ConnectionString is { } external
                ? ExamineServerAsync(external, "external server", findings, cancellationToken)
                : ExamineEmbeddedAsync(app, choice, findings, cancellationToken));
        });
    }

    private static async Task ExamineEmbeddedAsync(WebApplication app, DatabaseChoice choice, Findings findings, CancellationToken cancellationToken)
    {
        var path = Path.GetFullPath(app.Services.GetRequiredService<IOptions<DataOptions>>().Value.Folder);
        if (!Directory.Exists(path))
        {
            findings.Ok("data folder", $"{path} does not exist yet; the first start makes it");
            await ExamineBinariesAsync(choice, null, path, findings, cancellationToken);
            ExamineAddress(app, findings);
            return;
        }

        using var folder = DataFolder.TryOpen(path);
        findings.Ok("data folder", $"{path} is writable{(folder is null ? $", held by a running host ({RunningHost.Read(path)?.Address ?? "not ready yet"})" : string.Empty)}");
        ExamineSecrets(path, findings);
        ExamineSpace(path, findings);
        if (folder is null)
        {
            var running = PostgresCluster.ConnectionStringOfRunning(path, choice.Embedded);
            if (running is null)
                findings.Problem("database", "a process holds the data folder, but PostgreSQL does not answer yet. Wait, or look at the host's log.");
            else
                await ExamineServerAsync(running, "embedded PostgreSQL", findings, cancellationToken);
            return;
        }

        await ExamineBinariesAsync(choice, folder.Path, path, findings, cancellationToken);
        ExamineAddress(app, findings);
    }

    private static async Task ExamineBinariesAsync(
        DatabaseChoice choice, string? dataFolder, string path, Findings findings, CancellationToken cancellationToken)
    {
        var home = dataFolder is not null && Directory.Exists(PostgresHome.ClusterOf(dataFolder))
            ? await PostgresHome.LocateAsync(dataFolder, choice.Embedded, cancellationToken)
            : null;
        var scratch = Path.Combine(Path.GetTempPath(), "status-doctor");
        var binaries = await PostgresBinaries.FindAsync(choice.Embedded, home?.Major, home?.User, home?.Base ?? scratch, cancellationToken);
        findings.Ok("PostgreSQL", $"version {binaries.Major} in {binaries.Root}{(home?.Major is null ? $", for a new cluster in {path}" : $", for the cluster in {home.Cluster}")}");
    }

    private static void ExamineSecrets(string path, Findings findings)
    {
        foreach (var name in (string[])["master.key", "database-password", "admin-password"])
        {
            var file = Path.Combine(path, name);
            if (!File.Exists(file))
                continue;
            if ((File.GetUnixFileMode(file) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite)) != UnixFileMode.None)
                findings.Problem("secrets", $"{file} can be read by others. Run: chmod 600 {file}");
            else
                findings.Ok("secrets", $"{file} is for its owner alone");
        }
    }

    private static void ExamineSpace(string path, Findings findings)
    {
        var free = new DriveInfo(path).AvailableFreeSpace;
        if (free < LittleSpace)
            findings.Problem("disk", $"only {free >> 20} MiB are free for {path}. Make room, or move the data folder (--data).");
        else
            findings.Ok("disk", $"{free >> 30} GiB are free for {path}");
    }

    private static void ExamineAddress(WebApplication app, Findings findings)
    {
        var urls = app.Configuration["urls"] ?? HostSetup.DefaultAddress;
        findings.Try("address", () =>
        {
            PortCheck.Require(urls);
            findings.Ok("address", $"{urls} is free");
        });
    }

    private static async Task ExamineServerAsync(string connectionString, string what, Findings findings, CancellationToken cancellationToken)
    {
        await using var dataSource = NpgsqlDataSource.Create(connectionString);
        await ExternalServer.CheckAsync(dataSource, cancellationToken);
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var command = new NpgsqlCommand("select count(*) from pg_tables where schemaname = 'public' and tablename = 'schema_migrations'", connection);
        var migrated = (long)(await command.ExecuteScalarAsync(cancellationToken))! > 0;
        findings.Ok("database", $"{what}, version {connection.ServerVersion}, {(migrated ? "with STATUS's schemas" : "empty; the first start fills it")}");
    }

    private sealed class Findings(TextWriter output)
    {
        public int Problems { get; private set; }

        public void Ok(string what, string text) => output.WriteLine($"ok       {what}: {text}");

        public void Problem(string what, string text)
        {
            Problems++;
            output.WriteLine($"PROBLEM  {what}: {text}");
        }

        public void Try(string what, Action examine)
        {
            try
            {
                examine();
            }
            catch (StartupException exception)
            {
                Problem(what, exception.Message);
            }
        }

        public async Task TryAsync(string what, Func<Task> examine)
        {
            try
            {
                await examine();
            }
            catch (StartupException exception)
            {
                Problem(what, exception.Message);
            }
        }
    }
}
