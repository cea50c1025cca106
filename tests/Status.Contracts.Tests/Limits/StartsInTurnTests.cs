using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Status.Contracts.Tests.Stores;
using Status.Testing;
using Status.Testing.Workflows;
using Status.Workflows;
using Status.Workflows.Authoring;
using Status.Workflows.Bookmarks;
using Status.Workflows.Execution;
using Status.Workflows.Persistence.InMemory;
using Status.Workflows.Persistence.Postgres;

namespace Status.Contracts.Tests.Limits;

/// <summary>
/// Runs of a workflow with a limit, by the workers of two hosts that never look by themselves (they would do so after five minutes): what is taken up here is taken up because it was called.
/// </summary>
public sealed class StartsInTurnTests
{
    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task FiftyStarts_AtLimitOne_RunOneAfterTheOtherInOrderWithoutPolling(bool onPostgres, bool onTwoHosts)
    {
        await using var cluster = await Cluster.StartAsync(onPostgres, onTwoHosts ? 2 : 1);
        cluster.Add("limited", 1);
        var runs = Enumerable.Range(0, 50).Select(i => $"run-{i:d2}").ToArray();

        await cluster.AcceptAsync("limited", runs);
        await cluster.Book.WaitForAsync(runs.Length);

        Assert.Equal(runs, cluster.Book.Begun);
        Assert.Equal(1, cluster.Book.MostAtOnce);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task HostThatDies_WithTheOneRunThatGoesOn_StrandsNoneOfThoseThatWait(bool onPostgres)
    {
        await using var cluster = await Cluster.StartAsync(onPostgres, 1);
        cluster.Add("limited", 1);
        var runs = Enumerable.Range(0, 6).Select(i => $"run-{i:d2}").ToArray();
        cluster.Book.Stop(runs[0]);
        await cluster.AcceptAsync("limited", runs);
        await Eventually.TrueAsync(async () => (await cluster.Hosts[0].Inbox.GetDepthAsync(default)).Waiting == 5, "five starts are held");

        await cluster.JoinAsync();
        await cluster.KillAsync(cluster.Hosts[0]);
        await cluster.Book.WaitForAsync(runs.Length);

        Assert.Equal(runs, cluster.Book.Begun.Distinct());
    }

    [Fact]
    public async Task StartsOfAWorkflowWithoutALimit_AreNotHeldUpByThoseThatWait()
    {
        await using var cluster = await Cluster.StartAsync(onPostgres: true, 1);
        cluster.Add("limited", 1);
        cluster.Add("free", null);
        cluster.Book.Stop("l-0");
        await cluster.AcceptAsync("limited", [.. Enumerable.Range(0, 300).Select(i => $"l-{i}")]);
        await Eventually.TrueAsync(async () => (await cluster.Hosts[0].Inbox.GetDepthAsync(default)).Waiting == 299, "all but one are held");

        await cluster.AcceptAsync("free", ["f-0", "f-1"]);
        await cluster.Book.WaitForAsync(2);

        Assert.Equal(["f-0", "f-1", "l-0"], cluster.Book.Begun.Order());
        cluster.Book.LetGo();
        await cluster.Book.WaitForAsync(302);
    }

    /// <summary>What the runs did.</summary>
    public sealed class Book
    {
        private readonly Lock _lock = new();
        private readonly List<string> _begun = [];
        private readonly TaskCompletionSource _go = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Pulse _ended = new();
        private string? _stopped;
        private int _now;
        private int _endings;

        public IReadOnlyList<string> Begun
        {
            get { lock (_lock) return [.. _begun]; }
        }

        public int MostAtOnce { get; private set; }

        /// <summary>The first execution of this run stops until it is let go.</summary>
        public void Stop(string run) => _stopped = run;

        public void LetGo() => _go.TrySetResult();

        public async Task PassAsync(string run)
        {
            Task wait;
            lock (_lock)
            {
                _begun.Add(run);
                MostAtOnce = Math.Max(MostAtOnce, ++_now);
                wait = _stopped == run ? _go.Task : Task.CompletedTask;
                if (_stopped == run) _stopped = null;
            }

            await Task.Yield();
            await wait;
            lock (_lock) (_now, _endings) = (_now - 1, _endings + 1);
            _ended.Set();
        }

        public async Task WaitForAsync(int endings)
        {
            while (true)
            {
                var next = _ended.Next;
                lock (_lock)
                    if (_endings >= endings) return;
                await next.WaitAsync(Eventually.Ceiling);
            }
        }
    }

    /// <summary>Writes its run into the book.</summary>
    [Activity("Limits", "Tests", "Writes its run into the book.")]
    public sealed class Enter : CodeActivity
    {
        protected internal override async ValueTask ExecuteAsync(ActivityExecutionContext context) =>
            await context.GetRequiredService<Book>().PassAsync(context.WorkflowInstanceId);
    }

    private sealed class Cluster(NpgsqlDataSource? database) : IAsyncDisposable
    {
        private readonly ManualTime _time = new();
        private readonly StoreSignals _signals = new();
        private readonly List<(string Definition, int? Most)> _definitions = [];
        private InMemoryState? _state;

        public Book Book { get; } = new();

        public List<StoreHost> Hosts { get; } = [];

        public static async Task<Cluster> StartAsync(bool onPostgres, int hosts)
        {
            var cluster = new Cluster(onPostgres ? await PostgresServer.CreateDatabaseAsync() : null);
            for (var i = 0; i < hosts; i++) await cluster.JoinAsync();
            return cluster;
        }

        public async Task JoinAsync()
        {
            var name = $"host-{Hosts.Count}";
            var host = database is null ? StoreHost.InMemory(name, Configure) : StoreHost.Postgres(database, name, _time, Configure);
            _state ??= host.Services.GetService<InMemoryState>();
            foreach (var (definition, most) in _definitions) Publish(host, definition, most);
            foreach (var service in host.Services.GetServices<IHostedService>().Where(s => s is RunWorker or NotificationListener)) await service.StartAsync(default);
            if (host.Services.GetService<NotificationListener>() is { } listener) await listener.Listening.Task.WaitAsync(Eventually.Ceiling);
            Hosts.Add(host);
        }

        public void Add(string definition, int? most)
        {
            _definitions.Add((definition, most));
            foreach (var host in Hosts) Publish(host, definition, most);
        }

        public async Task AcceptAsync(string definition, string[] runs) => await Hosts[^1].Inbox.EnqueueAsync(
            [.. runs.Select(run => new InboxItem { Id = "start/" + run, Kind = InboxItemKind.Start, DefinitionId = definition, InstanceId = run })], default);

        /// <summary>The host neither works nor beats any more; the others find that its lease has ended.</summary>
        public async Task KillAsync(StoreHost host)
        {
            var other = Hosts.First(h => h != host);
            await other.Leases.BeatAsync(other.Name, TimeSpan.FromHours(1), default);
            var worker = host.Services.GetServices<IHostedService>().OfType<RunWorker>().Single();
            // It claims nothing more, and its burst is cut off.
            _ = worker.StopAsync(new CancellationToken(canceled: true));
            await host.Leases.BeatAsync(host.Name, TimeSpan.Zero, default);
            Assert.True(await other.Leases.RecoverAsync(default) > 0);
        }

        public async ValueTask DisposeAsync()
        {
            Book.LetGo();
            foreach (var host in Hosts)
            {
                foreach (var service in host.Services.GetServices<IHostedService>().Where(s => s is RunWorker or NotificationListener)) await service.StopAsync(default);
                await host.DisposeAsync();
            }

            if (database is not null) await database.DisposeAsync();
        }

        private void Configure(IServiceCollection services)
        {
            services.AddSingleton<TestPlans>().AddSingleton<IPlanSource>(p => p.GetRequiredService<TestPlans>());
            services.AddSingleton(Book);
            services.AddWorkflowEngine().AddRunWorker().AddActivitiesFrom(typeof(Enter).Assembly);
            services.Configure<EngineOptions>(o => o.PollInterval = TimeSpan.FromMinutes(5));
            if (database is not null) return;
            services.AddSingleton(_signals);
            if (_state is not null) services.AddSingleton(_state);
        }

        private static void Publish(StoreHost host, string definition, int? most)
        {
            var builder = new WorkflowBuilder(definition).Then("enter", "Limits.Enter");
            var json = System.Text.Json.Nodes.JsonNode.Parse(builder.ToJson())!.AsObject();
            var custom = json["customProperties"] as System.Text.Json.Nodes.JsonObject ?? [];
            if (json["customProperties"] is null) json["customProperties"] = custom;
            if (most is not null) custom["maxConcurrentRuns"] = most;
            host.Services.GetRequiredService<TestPlans>().Add(json.ToJsonString());
        }
    }
}
