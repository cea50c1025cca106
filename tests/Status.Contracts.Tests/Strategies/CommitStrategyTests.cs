using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Status.Contracts.Tests.Stores;
using Status.Testing;
using Status.Testing.Workflows;
using Status.Workflows;
using Status.Workflows.Authoring;
using Status.Workflows.Execution;
using Status.Workflows.Model.Data;
using Status.Workflows.Persistence.InMemory;
using Status.Workflows.Persistence.Postgres;

namespace Status.Contracts.Tests.Strategies;

/// <summary>
/// What a death finds in the store, for every commit strategy of workflows and activities: each activity looks at what another host would go on from if this one died now. Then hosts do die, in the
/// middle of each activity and before and after each commit, and what is left in the end is the same.
/// </summary>
public sealed class CommitStrategyTests
{
    /// <summary>Strategy of the workflow, strategy of b, what is stored when a, b and c are under way ("-": nothing, "+": the start), and the number of commits.</summary>
    private static readonly (string? Workflow, string? Activity, string Stored, int Commits)[] _table =
    [
        (null, null, "- - -", 1),
        ("WorkflowExecuted", null, "- - -", 1),
        ("WorkflowExecuting", null, "+ + +", 2),
        ("ActivityExecuting", null, "+ +a +ab", 5),
        ("ActivityExecuted", null, "+ +a +ab", 4),
        ("Periodic", null, "- +a +a", 2),
        (null, "CommitAlways", "- +a +ab", 3),
        (null, "Executing", "- +a +a", 2),
        (null, "Executed", "- - +ab", 2),
        (null, "CommitNever", "- - -", 1),
        (null, "Default", "- - -", 1),
        ("ActivityExecuted", "CommitNever", "+ +a +a", 3),
        ("ActivityExecuting", "CommitNever", "+ + +ab", 4),
        ("ActivityExecuted", "Executing", "+ +a +a", 4),
        ("ActivityExecuting", "Executed", "+ + +ab", 5),
        ("ActivityExecuted", "CommitAlways", "+ +a +ab", 5),
        ("ActivityExecuted", "Default", "+ +a +ab", 4),
        ("Periodic", "CommitNever", "- +a +a", 2),
        ("Periodic", "Executed", "- +a +ab", 3),
    ];

    public static TheoryData<bool, string?, string?, string, int> Cases()
    {
        var cases = new TheoryData<bool, string?, string?, string, int>();
        foreach (var onPostgres in (bool[])[false, true])
            foreach (var (workflow, activity, stored, commits) in _table) cases.Add(onPostgres, workflow, activity, stored, commits);
        return cases;
    }

    public static TheoryData<bool, string?, string?> Deaths()
    {
        var cases = new TheoryData<bool, string?, string?>();
        foreach (var (workflow, activity, _, _) in _table) cases.Add(false, workflow, activity);
        foreach (var (workflow, activity) in (ReadOnlySpan<(string?, string?)>)[(null, null), ("WorkflowExecuting", null), ("ActivityExecuting", null), ("ActivityExecuted", null), ("Periodic", null), (null, "CommitAlways")])
            cases.Add(true, workflow, activity);
        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Activity_UnderWay_FindsStoredWhatTheStrategySays(bool onPostgres, string? workflow, string? activity, string stored, int commits)
    {
        await using var world = await World.CreateAsync(onPostgres, workflow, activity);

        await world.AcceptAsync();
        await world.WorkAsync(world.Host);

        Assert.Equal(stored, string.Join(' ', world.Book.Seen));
        Assert.Equal(commits, world.Point.Transactions);
        Assert.Equal("Finished: a b c", await world.EndAsync());
    }

    [Theory]
    [MemberData(nameof(Deaths))]
    public async Task Host_ThatDiesInAnActivityOrAtACommit_LeavesARunThatEndsAsItWouldHave(bool onPostgres, string? workflow, string? activity)
    {
        foreach (var inActivity in (string[])["a", "b", "c"]) await DieAsync(new CrashPoint(int.MaxValue, after: false), inActivity);
        for (var commit = 1; commit <= 6; commit++)
        {
            var died = await DieAsync(new CrashPoint(commit, after: false), null);
            if (await DieAsync(new CrashPoint(commit, after: true), null) != died) Assert.Fail("Both or none of the commits is there.");
            if (!died) return;
        }

        async Task<bool> DieAsync(CrashPoint point, string? inActivity)
        {
            await using var world = await World.CreateAsync(onPostgres, workflow, activity, point);
            world.Book.HangsIn = inActivity;
            await world.AcceptAsync();
            var hasDied = false;
            var work = world.WorkAsync(world.Host);
            if (inActivity is not null)
            {
                await world.Book.Hangs.WaitAsync(Eventually.Ceiling);
                hasDied = true;
            }
            else
            {
                try
                {
                    await work;
                }
                catch (CrashException)
                {
                    hasDied = true;
                }
            }

            if (hasDied) await world.TakeOverAsync();
            Assert.Equal("Finished: a b c", await world.EndAsync());
            // The dead host comes to: what it had under way counts no more.
            world.Book.LetGo();
            if (inActivity is not null) await work;
            Assert.Equal("Finished: a b c", await world.EndAsync());
            return hasDied;
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Periodic_OfARunThatWaitedLong_CountsFromItsResumeByTheInjectedClock(bool onPostgres)
    {
        await using var world = await World.CreateAsync(onPostgres, "Periodic", null, waits: true);
        await world.AcceptAsync();
        await world.WorkAsync(world.Host);
        world.Host.Time.Advance(TimeSpan.FromHours(3));
        world.Book.SlowIn = "b";
        await world.SendAsync();
        var before = world.Point.Transactions;

        await world.WorkAsync(world.Host);

        // The three hours were a wait, and what was before it is stored: only the ten seconds of b make a commit.
        Assert.Equal("+ + +ab", string.Join(' ', world.Book.Seen));
        Assert.Equal(before + 2, world.Point.Transactions);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Executed_OfAnActivityThatWaited_CommitsWhenItHasGoneOn(bool onPostgres)
    {
        await using var world = await World.CreateAsync(onPostgres, null, null, waits: true, waitStrategy: "Executed");
        await world.AcceptAsync();
        await world.WorkAsync(world.Host);
        var before = (await world.Host.Runs.LoadAsync(World.Run, default))!.Revision;
        world.Book.HangsIn = "a";
        await world.SendAsync();

        var work = world.WorkAsync(world.Host);
        await world.Book.Hangs.WaitAsync(Eventually.Ceiling);

        Assert.Equal(before + 1, (await world.Host.Runs.LoadAsync(World.Run, default))!.Revision);
        await world.TakeOverAsync();
        Assert.Equal("Finished: a b c", await world.EndAsync());
        world.Book.LetGo();
        await work;
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Stimulus_ForTwoPlacesOfOneRun_IsNotLostBetweenThem(bool onPostgres)
    {
        for (var commit = 2; commit <= 8; commit++)
        {
            await using var world = await World.CreateAsync(onPostgres, "ActivityExecuted", null, new CrashPoint(commit, after: true), waits: true, twice: true);
            var hasDied = false;
            await world.AcceptAsync();
            foreach (var step in (Func<Task>[])[() => world.WorkAsync(world.Host), world.SendAsync, () => world.WorkAsync(world.Host)])
            {
                try
                {
                    if (!hasDied) await step();
                }
                catch (CrashException)
                {
                    hasDied = true;
                }
            }

            if (hasDied)
            {
                await world.TakeOverAsync();
                await world.SendAsync();
                await world.WorkAsync(world.Other);
            }

            Assert.Equal("Finished: a a b b c c", await world.EndAsync());
        }
    }

    /// <summary>What the activities saw.</summary>
    public sealed class Book
    {
        private readonly TaskCompletionSource _hangs = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _go = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public List<string> Seen { get; } = [];

        /// <summary>The activity that the first to come to it never ends.</summary>
        public string? HangsIn { get; set; }

        /// <summary>The activity that takes ten seconds by the clock.</summary>
        public string SlowIn { get; set; } = "a";

        public Task Hangs => _hangs.Task;

        public void LetGo() => _go.TrySetResult();

        public async Task PassAsync(string id, StoreHost host)
        {
            Seen.Add(await StoredAsync(host));
            if (HangsIn != id) return;
            HangsIn = null;
            _hangs.SetResult();
            await _go.Task;
        }

        private static async Task<string> StoredAsync(StoreHost host)
        {
            if (await host.Runs.LoadAsync(World.Run, default) is null) return "-";
            var pages = await host.Runs.LoadJournalAsync(World.Run, 0, 100, default);
            var text = string.Concat(pages.Select(p => Encoding.UTF8.GetString(p.Records.Span)));
            using var lines = System.Text.Json.JsonDocument.Parse("[" + string.Join(',', pages.Select(p => Encoding.UTF8.GetString(p.Records.Span)[1..^1])) + "]");
            return "+" + string.Concat(lines.RootElement.EnumerateArray().Where(l => l.GetRawText().Contains("\"Completed\"", StringComparison.Ordinal)).Select(IdOf).Where(id => id is "a" or "b" or "c"));

            static string? IdOf(System.Text.Json.JsonElement line) =>
                line.EnumerateObject().Select(p => p.Value).Where(v => v.ValueKind == System.Text.Json.JsonValueKind.String).Select(v => v.GetString()).FirstOrDefault(v => v is "a" or "b" or "c");
        }
    }

    /// <summary>Looks at the store, takes its time by the clock, and leaves a fact with its key.</summary>
    [Activity("Strategies", "Tests", "Looks at the store.")]
    public sealed class Look : CodeActivity
    {
        [Input]
        public Input<string>? Label { get; set; }

        protected internal override async ValueTask ExecuteAsync(ActivityExecutionContext context)
        {
            var world = context.GetRequiredService<World>();
            var name = context.Get(Label)!;
            await world.Book.PassAsync(name, world.Host);
            if (name == world.Book.SlowIn) world.Host.Time.Advance(TimeSpan.FromSeconds(10));
            context.Emit(new FactDraft("test.looked", new DataObject { ["name"] = name }, context.GetIdempotencyKey()));
        }
    }

    public sealed class World : IAsyncDisposable
    {
        private readonly NpgsqlDataSource? _database;
        private int _sent;

        private World(NpgsqlDataSource? database, CrashPoint point)
        {
            (_database, Point) = (database, point);
            Host = Build("a", Point);
            Other = Build("b", new CrashPoint(int.MaxValue, after: false));
        }

        public static InstanceId Run { get; } = new("run");

        public Book Book { get; } = new();

        public CrashPoint Point { get; }

        public StoreHost Host { get; }

        public StoreHost Other { get; }

        public static async Task<World> CreateAsync(
            bool onPostgres, string? workflow, string? activity, CrashPoint? point = null, bool waits = false, string? waitStrategy = null, bool twice = false)
        {
            var world = new World(onPostgres ? await PostgresServer.CreateDatabaseAsync() : null, point ?? new CrashPoint(int.MaxValue, after: false));
            var builder = new WorkflowBuilder("looking");
            var begin = twice ? builder.Add("begin", "Elsa.Start") : builder;
            foreach (var lane in twice ? (string[])["", "2"] : [""])
            {
                var last = twice ? "begin" : null;
                if (waits) Add("wait" + lane, "Elsa.Event", new { eventName = "go" }, waitStrategy);
                Add("a" + lane, "Strategies.Look", new { label = "a" }, null);
                Add("b" + lane, "Strategies.Look", new { label = "b" }, activity);
                Add("c" + lane, "Strategies.Look", new { label = "c" }, null);

                void Add(string id, string type, object inputs, string? strategy)
                {
                    builder.Add(id, type, inputs, strategy is null ? null : new { commitStrategyName = strategy });
                    if (last is not null) builder.Connect(last, id);
                    last = id;
                }
            }

            if (workflow is not null) begin.Option("commitStrategyName", workflow);
            foreach (var host in (StoreHost[])[world.Host, world.Other]) host.Services.GetRequiredService<TestPlans>().Add(builder.ToJson());
            return world;
        }

        public async Task AcceptAsync() => await Host.Inbox.EnqueueAsync([new InboxItem { Id = "start", Kind = InboxItemKind.Start, DefinitionId = "looking", InstanceId = Run.Value }], default);

        /// <summary>One stimulus, the same every time.</summary>
        public async Task SendAsync()
        {
            if (_sent++ > 0) return;
            var bookmark = (await Other.Runs.LoadBookmarksAsync(Run, default))[0];
            await Other.Inbox.EnqueueAsync([new InboxItem { Id = "go", Kind = InboxItemKind.Resume, InstanceId = Run.Value, StimulusHash = bookmark.Hash }], default);
        }

        /// <summary>What a worker does, until nothing is left.</summary>
        public async Task WorkAsync(StoreHost host)
        {
            var engine = host.Services.GetRequiredService<WorkflowEngine>();
            while (await host.Inbox.ClaimAsync(host.Name, 10, default) is { Count: > 0 } claimed)
            {
                foreach (var run in claimed)
                    if (await engine.RunAsync(run) is null) await host.Inbox.CompleteAsync(host.Name, [.. run.Items.Select(item => item.Id)], default);
            }
        }

        /// <summary>The other host finds the lease of the first one ended, and does what there is.</summary>
        public async Task TakeOverAsync()
        {
            await Other.Leases.BeatAsync(Other.Name, TimeSpan.FromHours(1), default);
            await Host.Leases.BeatAsync(Host.Name, TimeSpan.Zero, default);
            await Other.Leases.RecoverAsync(default);
            await WorkAsync(Other);
        }

        /// <summary>How the run ended, and what its facts say: each key once.</summary>
        public async Task<string> EndAsync()
        {
            var facts = await Other.Feed.ReadAsync(0, 100, default);
            Assert.Equal(facts.Count, facts.Select(f => f.Key).Distinct().Count());
            return $"{(await Other.Runs.LoadAsync(Run, default))!.SubStatus}: {string.Join(' ', facts.Where(f => f.Type == "test.looked").Select(f => (string)f.Body["name"]!).Order(StringComparer.Ordinal))}";
        }

        public async ValueTask DisposeAsync()
        {
            Book.LetGo();
            await Host.DisposeAsync();
            await Other.DisposeAsync();
            if (_database is not null) await _database.DisposeAsync();
        }

        private StoreHost Build(string name, CrashPoint point)
        {
            void Configure(IServiceCollection services)
            {
                services.AddSingleton<TestPlans>().AddSingleton<IPlanSource>(p => p.GetRequiredService<TestPlans>());
                services.AddSingleton(this);
                services.AddWorkflowEngine().AddActivitiesFrom(typeof(Look).Assembly);
                services.AddSingleton<IRunStore>(p => new CrashingStore(
                    _database is null ? ActivatorUtilities.CreateInstance<InMemoryRunStore>(p) : ActivatorUtilities.CreateInstance<PostgresRunStore>(p), point));
                if (_database is not null || Host is null) return;
                services.AddSingleton(Host.Services.GetRequiredService<InMemoryState>());
                services.AddSingleton<TimeProvider>(Host.Time);
            }

            return _database is null ? StoreHost.InMemory(name, Configure) : StoreHost.Postgres(_database, name, Host?.Time, Configure);
        }
    }
}
