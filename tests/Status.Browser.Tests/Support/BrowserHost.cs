using Microsoft.Playwright;
using Status.Testing;
using Xunit.Abstractions;

namespace Status.Browser.Tests.Support;

/// <summary>A real host process on a fresh database, and one Chromium; shared by the tests of the collection.</summary>
public sealed class BrowserHost : IAsyncLifetime
{
    /// <summary>How long Elsa Studio may take to start on a crowded machine; its runtime is interpreted.</summary>
    public const float StudioPatience = 180_000;

    /// <summary>A path below which the host shows itself too, as behind a proxy; at its root nothing is different.</summary>
    public const string PathBase = "/status";

    private static readonly string[] _flags =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private readonly TemporaryFolder _data = new();
    private HostProcess? _host;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>The host's address.</summary>
    public string Address { get; private set; } = "";

    /// <summary>The host.</summary>
    public HostProcess Host => _host ?? throw new InvalidOperationException("The host is not started.");

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        var console = Clone.Path("artifacts/console/index.html", "./run.sh or ./test.sh");
        _host = HostProcess.Start(_data.Path, new Dictionary<string, string?>
        {
            ["STATUS__Console__Folder"] = Path.GetDirectoryName(console),
            ["STATUS__Proxy__PathBase"] = PathBase,
            // Everybody here comes from one address, and signs in more often than people do.
            ["STATUS__Security__SignInsPerMinute"] = "1000",
            // A promise that every machine breaks within a minute, so that there is an alert to look at.
            ["STATUS__Platform__CpuMaximum"] = "1",
            // Other systems that workflows of the tests call are on this machine.
            ["STATUS__Http__AllowedPrivateNetworks__0"] = "127.0.0.0/8",
        });
        Address = await _host.ReadyAsync();
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Environment.GetEnvironmentVariable("STATUS_TEST_CHROMIUM") ?? "/usr/bin/chromium",
            Headless = true,
            Args = _flags,
        });
    }

    /// <summary>A browser profile of its own with one page.</summary>
    /// <param name="output">Where the visitor's diary goes; it is shown when the test fails.</param>
    /// <param name="dark">Whether the system asks for dark pages.</param>
    /// <param name="width">Width of the window in pixels.</param>
    public async Task<Visitor> VisitAsync(ITestOutputHelper output, bool dark = false, int width = 1280)
    {
        var context = await _browser!.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = Address,
            ViewportSize = new ViewportSize { Width = width, Height = 900 },
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            Locale = "en-GB",
        });
        context.SetDefaultTimeout(60_000);
        return await Visitor.CreateAsync(context, Address, output);
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        if (_browser is not null) await _browser.CloseAsync();
        _playwright?.Dispose();
        if (_host is not null) await _host.DisposeAsync();
        _data.Dispose();
    }
}
