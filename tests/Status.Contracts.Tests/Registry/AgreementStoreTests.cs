using Status.Activities.Registry.Agreements;
using Status.Contracts.Tests.Stores;
using Status.Testing;
using Status.Workflows.Feed;

namespace Status.Contracts.Tests.Registry;

public sealed class InMemoryAgreementStoreTests : AgreementStoreContract, IAsyncDisposable
{
    private readonly StoreHost _host = StoreHost.InMemory();

    public async ValueTask DisposeAsync() => await _host.DisposeAsync();

    protected override Task<(IAgreementStore Store, IFeed Feed)> CreateAsync() => Task.FromResult<(IAgreementStore, IFeed)>((new InMemoryAgreementStore(TimeProvider.System, _host.Feed), _host.Feed));
}

public sealed class PostgresAgreementStoreTests : AgreementStoreContract, IAsyncLifetime
{
    private Npgsql.NpgsqlDataSource? _dataSource;
    private StoreHost? _host;

    public async Task InitializeAsync()
    {
        _dataSource = await PostgresServer.CreateDatabaseAsync();
        _host = StoreHost.Postgres(_dataSource);
    }

    public async Task DisposeAsync()
    {
        await _host!.DisposeAsync();
        await _dataSource!.DisposeAsync();
    }

    protected override Task<(IAgreementStore Store, IFeed Feed)> CreateAsync() => Task.FromResult<(IAgreementStore, IFeed)>((new PostgresAgreementStore(_dataSource!, TimeProvider.System), _host!.Feed));
}
