using Status.Host.Hosting;

return await HostRun.GuardAsync(async () =>
{
    var builder = HostSetup.CreateBuilder(args);
    builder.AddStatusHosting();

    var app = builder.Build();
    app.UseStatusPipeline();
    app.MapOperations();

    return await app.RunStatusAsync((_, _, _) => Task.CompletedTask);
});
