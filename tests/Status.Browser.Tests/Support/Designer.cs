using System.Text.RegularExpressions;
using System.Threading.Channels;
using Microsoft.Playwright;

namespace Status.Browser.Tests.Support;

/// <summary>What a person does on the canvas of Elsa Studio's editor. Every step waits until the change that it makes has reached the host.</summary>
/// <param name="visitor">Whose editor it is; a definition is open.</param>
internal sealed class Designer(Visitor visitor)
{
    private IPage Page => visitor.Page;
    private IFrameLocator Studio => visitor.Studio;

    /// <summary>Drags an activity from the picker onto the canvas.</summary>
    /// <param name="category">The group of the picker that it stands in.</param>
    /// <param name="name">Its name there.</param>
    /// <param name="x">Where it is dropped, in pixels from the canvas' left.</param>
    /// <param name="y">Where it is dropped, in pixels from the canvas' top.</param>
    public async Task AddAsync(string category, string name, float x, float y)
    {
        var nodes = await Studio.Locator(".x6-node").CountAsync();
        await Studio.GetByPlaceholder("Search").FillAsync(name);
        await Studio.GetByPlaceholder("Search").PressAsync("Enter");
        await Assertions.Expect(Studio.Locator(".mud-expand-panel")).ToHaveCountAsync(1);
        var item = Studio.Locator("[draggable=true]").Filter(new() { HasTextRegex = Exactly(name) });
        if (!await item.IsVisibleAsync()) await Studio.Locator(".mud-expand-panel-header", new() { HasText = category }).ClickAsync();
        await item.WaitForAsync();
        await SavedAsync(null, () => item.DragToAsync(Studio.Locator(".x6-graph").First, new() { TargetPosition = new() { X = x, Y = y } }));
        await Assertions.Expect(Studio.Locator(".x6-node")).ToHaveCountAsync(nodes + 1);
    }

    /// <summary>Draws a connection with the mouse, from a port to the entry of another activity.</summary>
    public async Task ConnectAsync(string from, string port, string to)
    {
        var edges = await Studio.Locator(".x6-edge").CountAsync();
        var (start, end) = (await CentreAsync(Node(from), port), await CentreAsync(Node(to), "In"));
        await SavedAsync(null, async () =>
        {
            await Page.Mouse.MoveAsync(start.X, start.Y);
            await Page.Mouse.DownAsync();
            await Page.Mouse.MoveAsync(end.X, end.Y, new() { Steps = 10 });
            await Page.Mouse.UpAsync();
        });
        await Assertions.Expect(Studio.Locator(".x6-edge")).ToHaveCountAsync(edges + 1);
    }

    /// <summary>Clicks an activity and waits for one of its inputs.</summary>
    public async Task SelectAsync(string activity, string input)
    {
        await Node(activity).Locator(".activity-label").ClickAsync();
        await Input(input).WaitForAsync();
    }

    /// <summary>Opens one of the tabs below the canvas.</summary>
    public Task OpenTabAsync(string tab) =>
        Studio.Locator(".mud-tab", new() { HasTextRegex = new Regex($@"^\s*{Regex.Escape(tab)}\s*\d*\s*$", RegexOptions.IgnoreCase, TimeSpan.FromSeconds(1)) }).ClickAsync();

    /// <summary>Chooses from a list of the open tab.</summary>
    /// <param name="list">The list's label.</param>
    /// <param name="choice">The entry.</param>
    /// <param name="mark">A part of the definition that the choice makes.</param>
    public async Task PickAsync(string list, string choice, string mark)
    {
        await Studio.Locator(".mud-select", new() { HasText = list }).Locator(".mud-input-control").First.ClickAsync();
        await SavedAsync(mark, () => Studio.Locator(".mud-popover-open").GetByText(choice, new() { Exact = true }).ClickAsync());
    }

    /// <summary>Types the value of an input of the selected activity.</summary>
    public Task TypeAsync(string input, string value) => SavedAsync(value, async () =>
    {
        var field = Input(input).Locator("input:visible, textarea:visible").First;
        await field.FillAsync(value);
        await field.PressAsync("Tab");
    });

    /// <summary>Ticks a check box of the selected activity.</summary>
    /// <param name="label">What stands beside it.</param>
    /// <param name="member">The input's name in the definition.</param>
    public Task TickAsync(string label, string member) =>
        SavedAsync("\"" + member + "\"", () => Studio.Locator("label.mud-checkbox", new() { HasTextRegex = Exactly(label) }).Locator("input").CheckAsync());

    /// <summary>Makes an input of the selected activity a JavaScript expression and types it.</summary>
    /// <param name="input">The input.</param>
    /// <param name="script">The expression.</param>
    /// <param name="mark">A part of it that JSON writes as it is.</param>
    public async Task ScriptAsync(string input, string script, string mark)
    {
        await Input(input).Locator(".mud-menu button").ClickAsync();
        await SavedAsync(null, () => Studio.Locator(".mud-popover-open").GetByText("JavaScript", new() { Exact = true }).ClickAsync());
        await Input(input).Locator(".monaco-editor .view-lines").ClickAsync();
        await SavedAsync(mark, () => Page.Keyboard.InsertTextAsync(script));
    }

    /// <summary>Replaces the JavaScript expression of an input of the selected activity.</summary>
    public async Task RewriteAsync(string input, string script, string mark)
    {
        await Input(input).Locator(".monaco-editor .view-lines").ClickAsync();
        await Page.Keyboard.PressAsync("Control+A");
        await SavedAsync(mark, () => Page.Keyboard.InsertTextAsync(script));
    }

    /// <summary>Publishes, and waits until Studio says so.</summary>
    public async Task PublishAsync()
    {
        await SavedAsync("\"isPublished\":true", () => PressAsync(".mud-button-group-root button.mud-primary-text", "/elsa/api/workflow-definitions"));
        await Studio.GetByText("Workflow published").WaitForAsync();
    }

    /// <summary>Runs the open workflow; ends when Studio has asked the host for it.</summary>
    public Task RunAsync() => PressAsync("button.mud-success-text", "/execute");

    /// <summary>Opens the menu beside the publish button and chooses from it.</summary>
    public async Task ChooseAsync(string entry)
    {
        await Studio.Locator(".mud-button-group-root .mud-menu button").First.ClickAsync();
        await Studio.Locator(".mud-popover-open").GetByText(entry, new() { Exact = true }).ClickAsync();
    }

    /// <summary>Presses a button of the toolbar until Studio has sent the call: a click that meets the redrawing after a save is lost, and people press again.</summary>
    private async Task PressAsync(string button, string call)
    {
        var sent = Page.WaitForRequestAsync(request => request.Method == "POST" && request.Url.EndsWith(call, StringComparison.Ordinal));
        do await Studio.Locator(button).First.ClickAsync();
        while (await Task.WhenAny(sent, Task.Delay(TimeSpan.FromSeconds(10))) != sent);
        await sent;
    }

    private static Regex Exactly(string text) => new($@"^\s*{Regex.Escape(text)}\s*$", RegexOptions.None, TimeSpan.FromSeconds(1));

    private static async Task<(float X, float Y)> CentreAsync(ILocator node, string port)
    {
        var box = await node.Locator($"[port='{port}'] .elsa-designer-port-hit-area").BoundingBoxAsync()
            ?? throw new InvalidOperationException($"The port {port} is not drawn.");
        return (box.X + box.Width / 2, box.Y + box.Height / 2);
    }

    private ILocator Node(string activity) => Studio.Locator(".x6-node", new() { HasText = activity });

    private ILocator Input(string name) => Studio.Locator(".d-flex.flex-row.gap-3", new() { Has = Page.Locator($"legend:text-is('{name}')") }).Last;

    /// <summary>Waits for the next save (the first whose answer has a text), and for the descriptors that Studio asks for after every save: only then it has taken the answer over.</summary>
    private async Task SavedAsync(string? mark, Func<Task> change)
    {
        var saves = Channel.CreateUnbounded<IResponse>();
        var refreshed = Channel.CreateUnbounded<bool>();
        void Hear(object? sender, IResponse response)
        {
            if (response.Url.Contains("/descriptors/activities", StringComparison.Ordinal)) refreshed.Writer.TryWrite(true);
            else if (response.Request.Method == "POST" && response.Url.EndsWith("/elsa/api/workflow-definitions", StringComparison.Ordinal)) saves.Writer.TryWrite(response);
        }

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        Page.Response += Hear;
        try
        {
            await change();
            while (true)
            {
                var answer = await saves.Reader.ReadAsync(patience.Token);
                var text = await answer.TextAsync();
                Assert.True(answer.Ok, $"The save was answered with {answer.Status}: {text}");
                await refreshed.Reader.ReadAsync(patience.Token);
                if (mark is null || text.Contains(mark, StringComparison.Ordinal)) return;
            }
        }
        finally
        {
            Page.Response -= Hear;
        }
    }
}
