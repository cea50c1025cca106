using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Status.Activities.Registry.Computations;
using Status.Testing;
using Status.Workflows.Execution;

namespace Status.Contracts.Tests.Registry;

public sealed class InMemoryComputationStoreTests : ComputationStoreContract
{
    private readonly ServiceProvider _services = new ServiceCollection().AddSingleton<InMemoryComputationStore>().BuildServiceProvider();

    protected override IComputationStore Store => _services.GetRequiredService<InMemoryComputationStore>();

    protected override Task<List<FactDraft>> ExecuteAsync(IReadOnlyList<Write> writes) => Task.FromResult(EnlistedWrites.Execute(_services, writes));
}

public sealed class PostgresComputationStoreTests : ComputationStoreContract, IAsyncLifetime
{
    private NpgsqlDataSource? _dataSource;

    protected override IComputationStore Store => new PostgresComputationStore(_dataSource!);

    public async Task InitializeAsync() => _dataSource = await PostgresServer.CreateDatabaseAsync();

    public async Task DisposeAsync() => await _dataSource!.DisposeAsync();

    protected override Task<List<FactDraft>> ExecuteAsync(IReadOnlyList<Write> writes) => EnlistedWrites.ExecuteAsync(_dataSource!, writes);
}
