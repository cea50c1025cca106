using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Status.Activities.Agreements.Points;
using Status.Testing;
using Status.Workflows.Execution;

namespace Status.Contracts.Tests.Registry;

public sealed class InMemoryPointStoreTests : PointStoreContract
{
    private readonly ServiceProvider _services = new ServiceCollection().AddSingleton<InMemoryPointStore>().BuildServiceProvider();

    protected override IPointStore Store => _services.GetRequiredService<InMemoryPointStore>();

    protected override Task<List<FactDraft>> ExecuteAsync(IReadOnlyList<Write> writes) => Task.FromResult(EnlistedWrites.Execute(_services, writes));
}

public sealed class PostgresPointStoreTests : PointStoreContract, IAsyncLifetime
{
    private NpgsqlDataSource? _dataSource;

    protected override IPointStore Store => new PostgresPointStore(_dataSource!);

    public async Task InitializeAsync() => _dataSource = await PostgresServer.CreateDatabaseAsync();

    public async Task DisposeAsync() => await _dataSource!.DisposeAsync();

    protected override Task<List<FactDraft>> ExecuteAsync(IReadOnlyList<Write> writes) => EnlistedWrites.ExecuteAsync(_dataSource!, writes);
}
