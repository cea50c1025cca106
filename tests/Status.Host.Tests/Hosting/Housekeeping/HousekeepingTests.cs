using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Status.Host.Hosting.Housekeeping;

namespace Status.Host.Tests.Hosting.Housekeeping;

public sealed class HousekeepingTests
{
    [Fact]
    public async Task Start_Tasks_RunOnceAtStartAndOneThatFailsStopsNoOther()
    {
        var ran = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var failed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddHousekeeping();
        builder.Services.AddHousekeepingTask("fails", "0 0 3 1 1 ?", (_, _) =>
        {
            failed.TrySetResult();
            throw new InvalidOperationException("broken");
        });
        builder.Services.AddHousekeepingTask("works", "0 0 3 1 1 ?", (services, _) =>
        {
            Assert.NotNull(services.GetService<IHostApplicationLifetime>());
            ran.TrySetResult();
            return Task.CompletedTask;
        });
        using var host = builder.Build();

        await host.StartAsync();

        await Task.WhenAll(ran.Task, failed.Task).WaitAsync(TimeSpan.FromSeconds(120));
        await host.StopAsync();
    }

    [Fact]
    public void Add_WrongCron_IsRefusedAtOnce() =>
        Assert.ThrowsAny<FormatException>(() => new ServiceCollection().AddHousekeepingTask("x", "every day", (_, _) => Task.CompletedTask));
}
