using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Npgsql;
using Status.Host.Hosting.Embedded;
using Status.Host.Triggers;
using Status.Workflows.Execution;
using Status.Workflows.Model.Data;

namespace Status.Benchmarks.Load;

/// <summary>
/// A database with very many runs that wait, each for a request to an address of its own: how long a host takes to start on it, and how long from such a request until it is accepted and until the run that
/// it resumes has ended and is stored. The runs are copies of one that a host made.
/// </summary>
internal static class WaitingLoad
{
    private static readonly string _url = LoadPorts.Url(4);
    private const int Chunk = 20_000;
    private const int Resumes = 1000;

    /// <summary>Runs the command: number of runs (1,000,000), then <c>--host DIR</c> for a published host.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        var count = args.Length > 0 && args[0] != "--host" ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1_000_000;
        var at = Array.IndexOf(args, "--host");
        var folder = at >= 0 ? args[at + 1] : LoadHost.Publish();
        var work = Directory.CreateTempSubdirectory("status-waiting-");
        var data = Path.Combine(work.FullName, "data");
        var settings = new Dictionary<string, string>
        {
            ["STATUS__Workflows__Folder"] = Path.Combine(AppContext.BaseDirectory, "load", "waiting"),
            ["STATUS_ADMIN_PASSWORD"] = "correct horse battery",
        };
        try
        {
            using (var first = LoadHost.Start(folder, _url, data, settings))
            {
                using var client = new HttpClient();
                await LoadHost.WaitAsync(client, _url + "/health/ready");
                using var started = await client.PostAsync(new Uri(_url + "/workflows/load/waiting"), null);
                await using var database = NpgsqlDataSource.Create(PostgresCluster.ConnectionStringOfRunning(data, new PostgresOptions())!);
                var clock = Stopwatch.StartNew();
                await SeedAsync(database, count);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count:N0} waiting runs made in {clock.Elapsed.TotalSeconds:N0} s"));
            }

            var start = Stopwatch.StartNew();
            using var host = LoadHost.Start(folder, _url, data, settings);
            using var caller = new HttpClient();
            await LoadHost.WaitAsync(caller, _url + "/health/ready");
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| start of a host with its PostgreSQL | {count:N0} waiting runs and bookmarks | {start.Elapsed.TotalSeconds:N1} s |"));
            await ResumeAsync(caller, data, count);
            return 0;
        }
        finally
        {
            work.Delete(recursive: true);
        }
    }

    private static async Task ResumeAsync(HttpClient client, string data, int count)
    {
        using var login = await client.PostAsJsonAsync(new Uri(_url + "/elsa/api/identity/login"), new { username = "admin", password = "correct horse battery" });
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await login.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("accessToken").GetString());
        await using var database = NpgsqlDataSource.Create(PostgresCluster.ConnectionStringOfRunning(data, new PostgresOptions())!);
        var (accepted, ended) = (new List<double>(), new List<double>());
        for (var i = 0; i < Resumes + 100; i++)
        {
            // All over the table and never twice: the factor is a prime.
            var id = IdOf((int)(i * 2654435761L % count));
            var began = Stopwatch.GetTimestamp();
            using var answer = await client.PostAsync(new Uri($"{_url}/workflows/load/waiting/{id}"), null);
            if ((int)answer.StatusCode != 202) throw new InvalidOperationException($"{id}: {answer.StatusCode}");
            var toAccept = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            // With a pause: who asks without one takes a core from those he waits for.
            while (!await HasEndedAsync(database, id)) await Task.Delay(1);
            if (i < 100) continue;
            accepted.Add(toAccept);
            ended.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        Print("request → accepted", accepted);
        Print("request → run ended and stored", ended);
    }

    private static void Print(string what, List<double> times)
    {
        times.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| resume, {what} | p50 {times[times.Count / 2]:N1} ms | p99 {times[(int)(times.Count * 0.99)]:N1} ms | max {times[^1]:N1} ms | {times.Count} one after the other |"));
    }

    private static string IdOf(int number) => $"waiting-{number:x8}";

    private static async Task<bool> HasEndedAsync(NpgsqlDataSource database, string id)
    {
        await using var command = database.CreateCommand("select status from workflows.instances where id = $1");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = id });
        return (short)(await command.ExecuteScalarAsync())! == (short)InstanceStatus.Finished;
    }

    private static async Task SeedAsync(NpgsqlDataSource database, int count)
    {
        string run = "", bookmark = "", hash = "";
        await using (var found = database.CreateCommand("select instance_id, id, hash from workflows.bookmarks"))
        await using (var reader = await found.ExecuteReaderAsync())
        {
            if (!await reader.ReadAsync()) throw new InvalidOperationException("The run that is to be copied does not wait.");
            (run, bookmark, hash) = (reader.GetString(0), reader.GetString(1), reader.GetString(2));
        }

        var instances = await ColumnsAsync(database, "instances", ["id", "state"]);
        var bookmarks = await ColumnsAsync(database, "bookmarks", ["id", "instance_id", "hash", "payload"]);
        for (var from = 0; from < count; from += Chunk)
        {
            var ids = Enumerable.Range(from, Math.Min(Chunk, count - from)).Select(IdOf).ToArray();
            var hashes = ids.Select(id => Stimulus.Hash(HttpRouteTable.StimulusName, new DataObject { ["Path"] = "load/waiting/" + id, ["Method"] = "post" })).ToArray();
            foreach (var sql in (string[])[
                $"""
                insert into workflows.instances (id, state, {instances})
                select x.id, convert_to(replace(replace(replace(replace(convert_from(t.state, 'UTF8'), $4, 'b-' || x.id), $5, x.hash), $3, x.id), lower($3), x.id), 'UTF8'), {instances}
                from workflows.instances t, unnest($1, $2) as x(id, hash) where t.id = $3
                """,
                $"""
                insert into workflows.bookmarks (id, instance_id, hash, payload, {bookmarks})
                select 'b-' || x.id, x.id, x.hash, replace(t.payload, lower($3), x.id), {bookmarks} from workflows.bookmarks t, unnest($1, $2) as x(id, hash) where t.id = $4 and t.hash = $5
                """])
            {
                await using var command = database.CreateCommand(sql);
                command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = ids });
                command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = hashes });
                foreach (var text in (string[])[run, bookmark, hash]) command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = text });
                command.CommandTimeout = 300;
                await command.ExecuteNonQueryAsync();
            }
        }

        // What has come to be over days has been vacuumed; after a bulk load the database would begin with it in the middle of the measurement.
        foreach (var sql in (string[])["vacuum analyze workflows.instances", "vacuum analyze workflows.bookmarks", "checkpoint"])
        {
            await using var settle = database.CreateCommand(sql);
            settle.CommandTimeout = 300;
            await settle.ExecuteNonQueryAsync();
        }
    }

    private static async Task<string> ColumnsAsync(NpgsqlDataSource database, string table, string[] except)
    {
        await using var command = database.CreateCommand("select string_agg(column_name, ', ') from information_schema.columns where table_schema = 'workflows' and table_name = $1 and column_name <> all($2)");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = table });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = except });
        return (string)(await command.ExecuteScalarAsync())!;
    }
}
