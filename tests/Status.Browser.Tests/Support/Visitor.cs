using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Status.Testing;
using Xunit.Abstractions;

namespace Status.Browser.Tests.Support;

/// <summary>Somebody with a browser: a page, what it complained about, and what it asked of other origins.</summary>
public sealed class Visitor : IAsyncDisposable
{
    private static readonly string _axe = File.ReadAllText(Clone.Path("node_modules/axe-core/axe.min.js", "./test.sh"));
    private readonly ConcurrentQueue<string> _complaints = new();
    private readonly List<string> _expected = [];

    private readonly Diary _diary;

    private Visitor(IPage page, ITestOutputHelper output)
    {
        Page = page;
        _diary = new Diary(page, output);
    }

    /// <summary>The page.</summary>
    public IPage Page { get; }

    /// <summary>The frame with Elsa Studio.</summary>
    public IFrameLocator Studio => Page.FrameLocator("iframe[title='Elsa Studio']");

    internal static async Task<Visitor> CreateAsync(IBrowserContext context, string address, ITestOutputHelper output)
    {
        var visitor = new Visitor(await context.NewPageAsync(), output);
        visitor.Page.Console += (_, message) =>
        {
            if (message.Type == "error") visitor._complaints.Enqueue($"console: {message.Text} ({message.Location})");
        };
        visitor.Page.PageError += (_, error) => visitor._complaints.Enqueue($"exception: {error}");
        visitor.Page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(address, StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal) && !request.Url.StartsWith("blob:" + address, StringComparison.Ordinal))
                visitor._complaints.Enqueue($"request to another origin: {request.Url}");
        };
        return visitor;
    }

    /// <summary>Lets a complaint that contains a text pass, because the test provokes it.</summary>
    public void Expect(string part) => _expected.Add(part);

    /// <summary>Opens an address and signs in there.</summary>
    public async Task SignInAsync(string path = "/app/", string user = "admin", string password = HostProcess.Password)
    {
        await Page.GotoAsync(path);
        await TypeCredentialsAsync(user, password);
        await Page.GetByRole(AriaRole.Navigation, new() { Name = "Main menu" }).WaitForAsync(new() { State = WaitForSelectorState.Attached });
    }

    /// <summary>Fills the sign-in form and sends it.</summary>
    public async Task TypeCredentialsAsync(string user, string password)
    {
        if (await Page.GetByLabel("User name").IsEditableAsync()) await Page.GetByLabel("User name").FillAsync(user);
        await Page.GetByLabel("Password", new() { Exact = true }).FillAsync(password);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
    }

    /// <summary>The field of a form by its label; a required field's label ends in a star.</summary>
    public ILocator Field(string label) => Page.GetByLabel(new Regex($@"^{Regex.Escape(label)}( \*)?$", RegexOptions.None, TimeSpan.FromSeconds(1)));

    /// <summary>Opens an entry of the menu.</summary>
    public Task ChooseAsync(string entry) =>
        Page.GetByRole(AriaRole.Navigation, new() { Name = "Main menu" }).GetByRole(AriaRole.Link, new() { Name = entry, Exact = true }).ClickAsync();

    /// <summary>Waits for the heading of a page of our own.</summary>
    public Task HeadingAsync(string name) => Page.GetByRole(AriaRole.Heading, new() { Name = name, Level = 1, Exact = true }).WaitForAsync();

    /// <summary>Waits until something in Elsa Studio is there.</summary>
    public Task StudioShowsAsync(string selector) => Studio.Locator(selector).First.WaitForAsync(new() { Timeout = BrowserHost.StudioPatience });

    /// <summary>Keeps what the page looks like for people.</summary>
    public Task ScreenshotAsync(string name) => Page.ScreenshotAsync(new() { Path = Clone.Screenshot(name) });

    /// <summary>Asserts that axe finds nothing serious on the page; the inside of Elsa Studio's frame is not ours.</summary>
    public async Task AssertAccessibleAsync()
    {
        // Half-faded text has half its contrast; the check is about the page, not its way there.
        await Page.EvaluateAsync("() => Promise.all(document.getAnimations().map(animation => animation.finished.catch(() => undefined)))");
        await Page.EvaluateAsync(_axe);
        var found = await Page.EvaluateAsync<JsonElement>("""
            async () => {
              const result = await axe.run({ exclude: [['iframe']] }, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] });
              return result.violations.filter(one => ['serious', 'critical'].includes(one.impact))
                .map(one => `${one.id}: ${one.help}: ${one.nodes.map(node => node.html + ' ' + node.failureSummary).join(' | ')}`);
            }
            """);
        Assert.True(found.GetArrayLength() == 0, string.Join(Environment.NewLine, found.EnumerateArray().Select(one => one.GetString())));
    }

    /// <summary>Asserts that the page raised no error and asked no other origin.</summary>
    public void AssertNoComplaint()
    {
        var left = _complaints.Where(complaint => !_expected.Any(part => complaint.Contains(part, StringComparison.Ordinal))).ToList();
        Assert.True(left.Count == 0, string.Join(Environment.NewLine, left));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _diary.CloseAsync();
        await Page.Context.CloseAsync();
    }
}
