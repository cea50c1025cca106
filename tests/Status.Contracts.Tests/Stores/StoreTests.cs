using Status.Testing;
using Status.Workflows.Execution;

namespace Status.Contracts.Tests.Stores;

public sealed class InMemoryInboxTests : InboxContract
{
    protected override (StoreHost Host, StoreHost Other) Create() => StoreHost.InMemoryPair();
}

public sealed class PostgresInboxTests(PostgresDatabase database) : InboxContract, IClassFixture<PostgresDatabase>
{
    protected override (StoreHost Host, StoreHost Other) Create() => StoreHost.PostgresPair(database.DataSource);
}

public sealed class InMemoryEnqueueClaimedTests : EnqueueClaimedContract
{
    protected override (StoreHost Host, StoreHost Other) Create() => StoreHost.InMemoryPair();
}

public sealed class PostgresEnqueueClaimedTests(PostgresDatabase database) : EnqueueClaimedContract, IClassFixture<PostgresDatabase>
{
    protected override (StoreHost Host, StoreHost Other) Create() => StoreHost.PostgresPair(database.DataSource);
}

public sealed class InMemoryFeedTests : FeedContract
{
    protected override (StoreHost Host, StoreHost Other) Create() => StoreHost.InMemoryPair();

    protected override Write Applying(string key, bool applied) => new(key, "") { InMemory = _ => applied };
}

public sealed class PostgresFeedTests(PostgresDatabase database) : FeedContract, IClassFixture<PostgresDatabase>
{
    protected override (StoreHost Host, StoreHost Other) Create() => StoreHost.PostgresPair(database.DataSource);

    protected override Write Applying(string key, bool applied) => new(key, "update workflows.feed_head set last = last where $1", applied);
}

public sealed class InMemoryTimerStoreTests : TimerStoreContract
{
    protected override (StoreHost Host, StoreHost Other) Create() => StoreHost.InMemoryPair();
}

public sealed class PostgresTimerStoreTests(PostgresDatabase database) : TimerStoreContract, IClassFixture<PostgresDatabase>
{
    protected override (StoreHost Host, StoreHost Other) Create() => StoreHost.PostgresPair(database.DataSource);
}

public sealed class InMemoryDefinitionStoreTests : DefinitionStoreContract
{
    protected override (StoreHost Host, StoreHost Other) Create() => StoreHost.InMemoryPair();
}

public sealed class PostgresDefinitionStoreTests(PostgresDatabase database) : DefinitionStoreContract, IClassFixture<PostgresDatabase>
{
    protected override (StoreHost Host, StoreHost Other) Create() => StoreHost.PostgresPair(database.DataSource);
}

public sealed class InMemoryDeliveryStoreTests : DeliveryStoreContract
{
    protected override (StoreHost Host, StoreHost Other) Create() => StoreHost.InMemoryPair();
}

public sealed class PostgresDeliveryStoreTests(PostgresDatabase database) : DeliveryStoreContract, IClassFixture<PostgresDatabase>
{
    protected override (StoreHost Host, StoreHost Other) Create() => StoreHost.PostgresPair(database.DataSource);
}
