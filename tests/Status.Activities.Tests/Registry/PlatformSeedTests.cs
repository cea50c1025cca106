using System.Text.Json;
using Microsoft.Extensions.Options;
using Status.Activities.Registry.Agreements;
using Status.Activities.Registry.Controls;
using Status.Activities.Registry.Platform;
using Status.Activities.Tests.Agreements;
using Status.Testing;

namespace Status.Activities.Tests.Registry;

/// <summary>What ships enters the registry once, follows the configuration, and never overwrites a person.</summary>
public sealed class PlatformSeedTests : IAsyncLifetime
{
    private readonly PostgresDatabase _database = new();
    private PostgresAgreementStore? _agreements;

    public async Task InitializeAsync()
    {
        await _database.InitializeAsync();
        _agreements = new(_database.DataSource, TimeProvider.System);
    }

    public Task DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task Store_SecondStart_ChangesNothing()
    {
        Assert.True(await StartAsync(new()));
        Assert.False(await StartAsync(new()));
        Assert.Equal(5, (await new ControlSchedule(_database.DataSource).LoadAsync(null, default)).Count);
    }

    [Fact]
    public async Task Store_FirstStart_HasEveryControlDueAtOnce()
    {
        await StartAsync(new());
        var controls = await new ControlSchedule(_database.DataSource).LoadAsync(null, default);
        var due = DueControls.Choose(controls, TimeProvider.System.GetUtcNow(), force: true);
        Assert.Equal(5, due.Count);
        Assert.All(due, control => Assert.Equal(TimeSpan.FromMinutes(1), control.Window.To - control.Window.From));
    }

    [Fact]
    public async Task Store_OtherThreshold_MakesAVersionAndMovesTheControl()
    {
        await StartAsync(new());
        Assert.True(await StartAsync(new() { CpuMaximum = 75 }));
        var found = await _agreements!.FindAsync(PlatformSeed.PlatformAgreement, null, default);
        Assert.Equal(2, found!.Version);
        Assert.Equal(75, found.Document.GetProperty("context").GetProperty("definitions").GetProperty("parameters").GetProperty("CPU_MAX").GetInt32());
        var controls = await new ControlSchedule(_database.DataSource).LoadAsync(null, default);
        Assert.Equal(5, controls.Count);
        Assert.Equal("<= 75", controls.Single(scheduled => scheduled.Control.Name == "CPU").Control.Parameters["condition"]);
    }

    [Fact]
    public async Task Store_EditedOrDeletedByAPerson_IsLeftAlone()
    {
        await StartAsync(new());
        var shipped = (await _agreements!.FindAsync(PlatformSeed.PlatformAgreement, null, default))!.Document;
        using var edited = JsonDocument.Parse(shipped.GetRawText().Replace("Platform service levels", "Ours", StringComparison.Ordinal));
        await _agreements.ReplaceAsync(PlatformSeed.PlatformAgreement, edited.RootElement, "eva", null, default);
        Assert.False(await StartAsync(new() { CpuMaximum = 50 }));
        Assert.Equal("Ours", (await _agreements.FindAsync(PlatformSeed.PlatformAgreement, null, default))!.Document.GetProperty("context").GetProperty("name").GetString());
        await _agreements.DeleteAsync(PlatformSeed.PlatformAgreement, null, default);
        Assert.False(await StartAsync(new()));
        Assert.Null(await _agreements.FindAsync(PlatformSeed.PlatformAgreement, null, default));
    }

    private async Task<bool> StartAsync(PlatformOptions options)
    {
        var seed = new PlatformSeed(_agreements!, _database.DataSource, Options.Create(options), TimeProvider.System);
        using var document = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "workflows/agreements/platform-service-levels.json")));
        return await seed.StoreAsync(PlatformSeed.PlatformAgreement, seed.Render(document.RootElement), default);
    }
}
