using Microsoft.Extensions.DependencyInjection;
using Status.Testing.Workflows;
using Status.Workflows.Definitions;

namespace Status.Workflows.Tests.Expressions;

/// <summary>The validator of a host, for definitions that are only checked.</summary>
internal sealed class ServiceScope(Action<IServiceCollection>? configure = null) : IDisposable
{
    private readonly WorkflowTestHost _host = new(configure);

    public DefinitionCheck Check(string json) => _host.Services.GetRequiredService<DefinitionValidator>().Check(json);

    public void Dispose() => _host.DisposeAsync().AsTask().GetAwaiter().GetResult();
}
