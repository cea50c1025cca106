using Status.Activities.Registry.Agreements;
using Status.Testing;

namespace Status.Contracts.Tests.Registry;

public sealed class InMemoryAgreementStoreTests : AgreementStoreContract
{
    protected override Task<IAgreementStore> CreateAsync() => Task.FromResult<IAgreementStore>(new InMemoryAgreementStore(TimeProvider.System));
}

public sealed class PostgresAgreementStoreTests : AgreementStoreContract, IAsyncLifetime
{
    private Npgsql.NpgsqlDataSource? _dataSource;

    public async Task InitializeAsync() => _dataSource = await PostgresServer.CreateDatabaseAsync();

    public async Task DisposeAsync() => await _dataSource!.DisposeAsync();

    protected override Task<IAgreementStore> CreateAsync() => Task.FromResult<IAgreementStore>(new PostgresAgreementStore(_dataSource!, TimeProvider.System));
}
