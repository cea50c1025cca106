using System.IO.Compression;
using Npgsql;
using Status.Host.Commands.Backups;
using Status.Host.Hosting;
using Status.Host.Tests.Hosting;
using Status.Host.Tests.Identity;
using Status.Testing;

namespace Status.Host.Tests.Commands;

[Collection(HostProcessCollection.Name)]
public sealed class BackupTests(MigratedDatabase source) : IClassFixture<MigratedDatabase>, IDisposable
{
    private static readonly DateTimeOffset _now = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
    private readonly TemporaryFolder _folder = new();

    private string BackupPath => _folder["backup.zip"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Restore_IntoEmptyDatabase_GivesTheSameRowsPartitionsAndSequences()
    {
        await FillAsync();
        var written = await BackupWriter.WriteAsync(source.DataSource, BackupPath, _now, "test", CancellationToken.None);
        await using var target = NpgsqlDataSource.Create(await (await PostgresServer.SharedAsync()).CreateEmptyAsync());
        await RestoreAsync(target, force: false);

        var again = await BackupWriter.WriteAsync(target, _folder["again.zip"], _now, "test", CancellationToken.None);
        Assert.True(written.Tables.Sum(table => table.Rows) >= 1000);
        Assert.Contains(written.Partitions, partition => partition.Name == "sample_20260501");
        Assert.Equal(Sums(written), Sums(again));
        Assert.Equal(written.Partitions.OrderBy(p => p.Name), again.Partitions.OrderBy(p => p.Name));
        Assert.Equal(written.Sequences, again.Sequences);
        Assert.Equal(written.Migrations.ToHashSet(), again.Migrations.ToHashSet());
    }

    [Fact]
    public async Task Restore_IntoUsedDatabase_IsRefusedUnlessForced()
    {
        await FillAsync();
        await BackupWriter.WriteAsync(source.DataSource, BackupPath, _now, "test", CancellationToken.None);
        var other = new MigratedDatabase();
        await other.InitializeAsync();
        await using (var command = other.DataSource.CreateCommand("insert into identity.users (name, password_hash, created_at) values ('kept', 'x', now())"))
            await command.ExecuteNonQueryAsync();

        var exception = await Assert.ThrowsAsync<StartupException>(() => RestoreAsync(other.DataSource, force: false));
        Assert.Contains("--force", exception.Message, StringComparison.Ordinal);
        Assert.Equal(1L, await CountAsync(other.DataSource, "identity.users where name = 'kept'"));

        await RestoreAsync(other.DataSource, force: true);
        Assert.Equal(0L, await CountAsync(other.DataSource, "identity.users where name = 'kept'"));
        Assert.Equal(0L, await CountAsync(other.DataSource, "pg_namespace where nspname like '%before_restore'"));
        await other.DisposeAsync();
    }

    [Fact]
    public async Task Restore_FailsHalfWay_BringsTheOldDataBack()
    {
        await FillAsync();
        await BackupWriter.WriteAsync(source.DataSource, BackupPath, _now, "test", CancellationToken.None);
        var other = new MigratedDatabase();
        await other.InitializeAsync();
        await using (var command = other.DataSource.CreateCommand("insert into identity.users (name, password_hash, created_at) values ('kept', 'x', now())"))
            await command.ExecuteNonQueryAsync();
        await using var file = await BackupFile.OpenAsync(BackupPath, CancellationToken.None);
        await RefuseUserAsync(other.DataSource, "user 400%");

        var failure = await Assert.ThrowsAsync<PostgresException>(() => new BackupRestorer(other.DataSource, file).RestoreAsync(force: true, CancellationToken.None));

        Assert.Equal("half_way", failure.ConstraintName);
        Assert.Equal(1L, await CountAsync(other.DataSource, "identity.users"));
        Assert.Equal(1L, await CountAsync(other.DataSource, "identity.users where name = 'kept'"));
        Assert.Equal(0L, await CountAsync(other.DataSource, "pg_namespace where nspname like '%before_restore'"));
        Assert.Equal(0L, await CountAsync(other.DataSource, "pg_constraint where conname = 'half_way'"));
        await other.DisposeAsync();
    }

    [Fact]
    public async Task Open_DamagedFile_NamesTheTableAndChangesNothing()
    {
        await FillAsync();
        await BackupWriter.WriteAsync(source.DataSource, BackupPath, _now, "test", CancellationToken.None);
        using (var archive = ZipFile.Open(BackupPath, ZipArchiveMode.Update))
        {
            archive.GetEntry("data/identity.users.copy")!.Delete();
            await using var writer = new StreamWriter(archive.CreateEntry("data/identity.users.copy").Open());
            await writer.WriteAsync("intruder\tx\tADMIN\t2026-01-01 00:00:00+00\t\\N\n");
        }

        var exception = await Assert.ThrowsAsync<StartupException>(() => BackupFile.OpenAsync(BackupPath, CancellationToken.None));
        Assert.Contains("identity.users", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Commands_BesideRunningAndStoppedHost_MoveEverythingToANewFolder()
    {
        await using (var host = HostProcess.Start(_folder["data"]))
        {
            await host.ReadyAsync();
            await RunAsync(0, "backup", BackupPath, "--data", _folder["data"]);
            await RunAsync(1, "restore", BackupPath, "--data", _folder["data"], "--force");
            await RunAsync(0, "doctor", "--data", _folder["data"]);
        }

        await RunAsync(0, "backup", BackupPath, "--data", _folder["data"]);
        await RunAsync(0, "restore", BackupPath, "--data", _folder["new"]);
        File.Copy(_folder["data/master.key"], _folder["new/master.key"]);
        await using var moved = HostProcess.Start(_folder["new"], new Dictionary<string, string?> { ["STATUS_ADMIN_PASSWORD"] = "another password" });
        await moved.ReadyAsync();
        await moved.SignInAsync();
    }

    private async Task RunAsync(int expected, params string[] arguments)
    {
        await using var command = HostProcess.Start(_folder["unused"], arguments: arguments);
        var code = await command.ExitAsync();
        Assert.True(expected == code, $"status {string.Join(' ', arguments)} ended with {code}: {command.Output}");
        Assert.DoesNotContain("   at ", command.Output, StringComparison.Ordinal);
    }

    private async Task RestoreAsync(NpgsqlDataSource target, bool force)
    {
        await using var file = await BackupFile.OpenAsync(BackupPath, CancellationToken.None);
        await new BackupRestorer(target, file).RestoreAsync(force, CancellationToken.None);
    }

    /// <summary>From now on a new table of users refuses some of them, so that a restore breaks in the middle of its rows: the old data stands aside, the new schema is there.</summary>
    private static async Task RefuseUserAsync(NpgsqlDataSource target, string pattern)
    {
        await using var command = target.CreateCommand(
            $"""
            create function public.refuse_users() returns event_trigger language plpgsql as $$
            begin
                if exists (select 1 from pg_event_trigger_ddl_commands() where object_identity = 'identity.users') then
                    alter table identity.users add constraint half_way check (name not like '{pattern}');
                end if;
            end $$;
            create event trigger refuse_users on ddl_command_end when tag in ('CREATE TABLE') execute function public.refuse_users();
            """);
        await command.ExecuteNonQueryAsync();
    }

    private async Task FillAsync()
    {
        // A table that refers to another, text that COPY has to escape, and a partition that no migration makes.
        await using var command = source.DataSource.CreateCommand(
            """
            insert into identity.users (name, password_hash, created_at) select 'user ' || i || E'\t\n\\ é', 'x', now() from generate_series(1, 500) i on conflict do nothing;
            insert into identity.refresh_tokens select sha256(convert_to(name, 'UTF8')), 'f', name, now(), null from identity.users on conflict do nothing;
            select metrics.ensure_partition('2026-05-01');
            insert into metrics.sample select i, '2026-05-01 10:00+00', i / 3.0 from generate_series(1, 300) i on conflict do nothing;
            """);
        await command.ExecuteNonQueryAsync();
    }

    private static Dictionary<string, (long, string)> Sums(BackupManifest manifest) => manifest.Tables
        .Where(table => table.Rows > 0)
        .ToDictionary(table => $"{table.Schema}.{table.Name}", table => (table.Rows, table.Sha256));

    private static async Task<long> CountAsync(NpgsqlDataSource dataSource, string from)
    {
        await using var command = dataSource.CreateCommand($"select count(*) from {from}");
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
