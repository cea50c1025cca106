using System.Globalization;
using Microsoft.AspNetCore.Routing.Template;
using Status.Workflows.Definitions;
using Status.Workflows.Http;
using Status.Workflows.Model.Data;

namespace Status.Host.Triggers;

/// <summary>
/// Which published workflow answers a request: an immutable snapshot of the trigger index. Paths without parameters cost one dictionary look-up; templates are
/// tried only when none matches.
/// </summary>
internal sealed class HttpRouteTable
{
    /// <summary>Stimulus name of HTTP endpoints.</summary>
    public const string StimulusName = "Elsa.HttpEndpoint";

    private readonly Dictionary<(string Method, string Path), List<HttpRoute>> _exact = [];
    private readonly List<HttpRoute> _templates = [];

    private HttpRouteTable(IEnumerable<HttpRoute> routes)
    {
        foreach (var route in routes)
        {
            if (route.Matcher is not null) _templates.Add(route);
            else if (_exact.TryGetValue((route.Method, route.Template), out var list)) list.Add(route);
            else _exact.Add((route.Method, route.Template), [route]);
        }
    }

    /// <summary>A table without routes.</summary>
    public static HttpRouteTable Empty { get; } = new([]);

    /// <summary>Builds the table from the trigger index.</summary>
    /// <param name="triggers">Triggers of every published version.</param>
    /// <param name="unusable">Hears of an endpoint whose template cannot be matched; the others are served.</param>
    public static HttpRouteTable From(IEnumerable<TriggerRecord> triggers, Action<TriggerRecord, Exception> unusable) =>
        new(triggers.Where(t => t.Name == StimulusName).Select(t => ToRoute(t, unusable)).OfType<HttpRoute>());

    /// <summary>All routes that match; more than one is the designer's mistake, none is a 404.</summary>
    /// <param name="method">HTTP method in any case.</param>
    /// <param name="path">Path below <c>/workflows/</c> without a leading slash.</param>
    /// <param name="values">Route values of the first match.</param>
    public IReadOnlyList<HttpRoute> Match(string method, string path, out RouteValueDictionary? values)
    {
        values = null;
        var verb = method.ToLowerInvariant();
        if (_exact.TryGetValue((verb, path.TrimEnd('/').ToLowerInvariant()), out var exact)) return exact;
        var matches = new List<HttpRoute>();
        foreach (var route in _templates)
        {
            if (route.Method != verb) continue;
            var candidate = new RouteValueDictionary();
            if (!route.Matcher!.TryMatch("/" + path, candidate)) continue;
            values ??= candidate;
            matches.Add(route);
        }

        return matches;
    }

    private static HttpRoute? ToRoute(TriggerRecord trigger, Action<TriggerRecord, Exception> unusable)
    {
        var path = Text(trigger.Payload, "Path").Trim('/');
        try
        {
            var matcher = path.Contains('{', StringComparison.Ordinal)
                ? new TemplateMatcher(TemplateParser.Parse(path), [])
                : null;
            return new HttpRoute(trigger, Text(trigger.Payload, "Method"), path, matcher, Options(trigger.Options ?? []));
        }
        catch (ArgumentException exception)
        {
            unusable(trigger, exception);
            return null;
        }
    }

    private static HttpRouteOptions Options(DataObject options) => new(
        options["Authorize"] is true,
        options["Policy"] as string is { Length: > 0 } policy ? policy : null,
        options["RequestTimeout"] switch
        {
            TimeSpan span => span,
            string text when TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span) => span,
            _ => null,
        },
        options["RequestSizeLimit"] switch { double number => (long)number, long number => number, _ => null },
        UploadRules.From(options));

    private static string Text(DataObject payload, string name) => (payload[name] as string ?? "").ToLowerInvariant();
}
