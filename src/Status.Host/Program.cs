using Status.Host.Hosting;
using Status.Host.Identity;

return await HostRun.GuardAsync(async () =>
{
    var builder = HostSetup.CreateBuilder(args);
    builder.AddStatusHosting();
    builder.Services.AddIdentity();

    var app = builder.Build();
    app.UseStatusPipeline();
    app.MapOperations();
    app.MapSignIn();

    return await app.RunStatusAsync(IdentitySetup.PrepareIdentityAsync);
});
