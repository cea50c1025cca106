using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace Status.Browser.Tests.Support;

/// <summary>
/// What happened on a page, for whoever reads of a failed journey and was not there: the last calls to the host with their answers, where the page stood,
/// and what it said. The test runner shows it for failed tests alone.
/// </summary>
internal sealed class Diary
{
    private const int MaxLines = 80;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly Stopwatch _since = Stopwatch.StartNew();
    private readonly IPage _page;
    private readonly ITestOutputHelper _output;

    /// <summary>Begins to listen.</summary>
    public Diary(IPage page, ITestOutputHelper output)
    {
        (_page, _output) = (page, output);
        page.Request += (_, request) => Note(request, "sent");
        page.Response += (_, response) => Note(response.Request, response.Status.ToString(CultureInfo.InvariantCulture));
        page.RequestFailed += (_, request) => Note(request, request.Failure ?? "failed");
        page.FrameNavigated += (_, frame) => Write($"at {frame.Url}");
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning") Write($"{message.Type}: {message.Text}");
        };
    }

    /// <summary>Writes it all down. The page must still be there.</summary>
    public async Task CloseAsync()
    {
        var said = await Task.WhenAll(_page.Frames.Select(SaysAsync));
        foreach (var line in _lines) _output.WriteLine(line);
        _output.WriteLine($"{Elapsed} left at {_page.Url}");
        foreach (var one in said) _output.WriteLine(one);
    }

    private string Elapsed => string.Create(CultureInfo.InvariantCulture, $"{_since.Elapsed.TotalSeconds,7:F2}");

    private void Note(IRequest request, string what)
    {
        var path = new Uri(request.Url).PathAndQuery;
        if (path.Contains("/api/", StringComparison.Ordinal) || path.Contains("/hubs/", StringComparison.Ordinal)) Write($"{request.Method} {path}: {what}");
    }

    private void Write(string line)
    {
        _lines.Enqueue($"{Elapsed} {line}");
        while (_lines.Count > MaxLines) _lines.TryDequeue(out _);
    }

    private static async Task<string> SaysAsync(IFrame frame)
    {
        try
        {
            var text = await frame.EvaluateAsync<string>("() => [...document.querySelectorAll('[role=alert],[role=dialog],.mud-snackbar,.mud-dialog')].map(one => one.innerText).join(' | ')")
                .WaitAsync(TimeSpan.FromSeconds(5));
            return $"says: {text}";
        }
        catch (Exception problem) when (problem is PlaywrightException or TimeoutException)
        {
            // The page hangs or is gone, which is worth a line too.
            return $"says nothing: {problem.Message}";
        }
    }
}
