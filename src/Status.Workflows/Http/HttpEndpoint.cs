using System.Buffers;
using System.Text.RegularExpressions;
using Status.Workflows.Authoring;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Http;

/// <summary>
/// Starts a workflow when an HTTP request arrives below <c>/workflows/</c>; inside a run it waits for one. The request comes as stimulus input:
/// <c>method, path, route, query, headers, contentType, body</c>, <c>files</c> of a multipart form, and <c>refused</c> when a limit was passed
/// whose outcome the designer handles.
/// </summary>
[Activity("Elsa", "HTTP", "Waits for an HTTP request on a path and methods; starts the workflow when it is a trigger.", DisplayName = "HTTP Endpoint")]
public sealed partial class HttpEndpoint : Trigger<DataObject>
{
    /// <summary>Stimulus name.</summary>
    public const string StimulusName = "Elsa.HttpEndpoint";

    private static readonly SearchValues<char> _forbidden = SearchValues.Create("?#\\ \r\n");
    private static readonly string[] _methods = ["GET", "POST", "PUT", "HEAD", "DELETE", "PATCH", "OPTIONS"];

    /// <summary>Route template below <c>/workflows/</c>.</summary>
    [Input(Description = "Path below /workflows/, with parameters in braces: orders/{id}.", UIHint = InputUIHints.SingleLine, IsRequired = true, Order = 1)]
    public Input<string>? Path { get; set; }

    /// <summary>HTTP methods; GET when not given.</summary>
    [Input(Description = "HTTP methods that are answered.", UIHint = InputUIHints.CheckList, Options = ["GET", "POST", "PUT", "HEAD", "DELETE", "PATCH", "OPTIONS"], Order = 2)]
    public Input<string[]>? SupportedMethods { get; set; }

    /// <summary>Callers must be signed in.</summary>
    [Input(Description = "Refuse callers who are not signed in.", UIHint = InputUIHints.Checkbox, Category = "Security", DefaultValue = false, Order = 3)]
    public Input<bool>? Authorize { get; set; }

    /// <summary>Permission that a caller needs.</summary>
    [Input(Description = "Permission that callers need; empty: exec:workflows.", UIHint = InputUIHints.SingleLine, Category = "Security", Order = 4)]
    public Input<string?>? Policy { get; set; }

    /// <summary>How long the caller is kept.</summary>
    [Input(Description = "How long a caller waits before the answer is 202 with the address of the run, as [d.]hh:mm:ss; empty: the host's default.", UIHint = InputUIHints.SingleLine, Order = 5)]
    public Input<TimeSpan?>? RequestTimeout { get; set; }

    /// <summary>Largest body.</summary>
    [Input(Description = "Largest request body in bytes; empty: the host's default.", UIHint = InputUIHints.SingleLine, Category = "Upload", Order = 6)]
    public Input<long?>? RequestSizeLimit { get; set; }

    /// <summary>Largest file.</summary>
    [Input(Description = "Largest file of a form in bytes; empty: only the body's limit counts.", UIHint = InputUIHints.SingleLine, Category = "Upload", Order = 7)]
    public Input<long?>? FileSizeLimit { get; set; }

    /// <summary>File endings that are allowed.</summary>
    [Input(Description = "Endings that files may have; empty: all.", UIHint = InputUIHints.MultiText, Category = "Upload", Order = 8)]
    public Input<string[]?>? AllowedFileExtensions { get; set; }

    /// <summary>File endings that are refused.</summary>
    [Input(Description = "Endings that files must not have.", UIHint = InputUIHints.MultiText, Category = "Upload", Order = 9)]
    public Input<string[]?>? BlockedFileExtensions { get; set; }

    /// <summary>Media types that are allowed.</summary>
    [Input(Description = "Media types that files may have, image/* for a group; empty: all. It is what the caller says, not what the bytes are.", UIHint = InputUIHints.MultiText, Category = "Upload", Order = 10)]
    public Input<string[]?>? AllowedMimeTypes { get; set; }

    /// <summary>A body that is too large goes on in the workflow.</summary>
    [Input(Description = "A body that is too large starts the workflow with this outcome instead of being answered 413.", UIHint = InputUIHints.Checkbox, Category = "Outcomes", Order = 11)]
    public bool ExposeRequestTooLargeOutcome { get; set; }

    /// <summary>A file that is too large goes on in the workflow.</summary>
    [Input(Description = "A file that is too large starts the workflow with this outcome instead of being answered 413.", UIHint = InputUIHints.Checkbox, Category = "Outcomes", Order = 12)]
    public bool ExposeFileTooLargeOutcome { get; set; }

    /// <summary>A file with a wrong ending goes on in the workflow.</summary>
    [Input(Description = "A file with a wrong ending starts the workflow with this outcome instead of being answered 415.", UIHint = InputUIHints.Checkbox, Category = "Outcomes", Order = 13)]
    public bool ExposeInvalidFileExtensionOutcome { get; set; }

    /// <summary>A file of a wrong media type goes on in the workflow.</summary>
    [Input(Description = "A file of a wrong media type starts the workflow with this outcome instead of being answered 415.", UIHint = InputUIHints.Checkbox, Category = "Outcomes", Order = 14)]
    public bool ExposeInvalidFileMimeTypeOutcome { get; set; }

    /// <summary>The body: parsed JSON, form fields, text or bytes.</summary>
    [Output(Description = "The body: parsed JSON, form fields, text or bytes.")]
    public Output<object>? ParsedContent { get; set; }

    /// <summary>The files of a multipart form.</summary>
    [Output(Description = "The files of a multipart form, each with filename, contentType, size, content (bytes) and name (the form field).")]
    public Output<DataArray>? Files { get; set; }

    /// <summary>The first file.</summary>
    [Output(Description = "The first file of a multipart form.")]
    public Output<DataObject>? File { get; set; }

    /// <summary>Route parameters by name.</summary>
    [Output(Description = "Route parameters by name.")]
    public Output<DataObject>? RouteData { get; set; }

    /// <summary>Query parameters by name.</summary>
    [Output(Description = "Query parameters by name.")]
    public Output<DataObject>? QueryStringData { get; set; }

    /// <summary>Headers by name, credentials left out.</summary>
    [Output(Description = "Request headers by name; credentials are left out.")]
    public Output<DataObject>? Headers { get; set; }

    /// <inheritdoc/>
    public override IEnumerable<TriggerStimulus> GetTriggerStimuli(TriggerIndexingContext context)
    {
        var options = new DataObject
        {
            ["Authorize"] = context.Get(Authorize),
            ["Policy"] = context.Get(Policy),
            ["RequestTimeout"] = context.Get(RequestTimeout),
            ["RequestSizeLimit"] = context.Get(RequestSizeLimit),
            ["Uploads"] = Rules(context.Get(FileSizeLimit), context.Get(AllowedFileExtensions), context.Get(BlockedFileExtensions), context.Get(AllowedMimeTypes)).ToOptions(),
        };
        return Payloads(context.Get(Path), context.Get(SupportedMethods)).Select(payload => new TriggerStimulus(StimulusName, payload, options));
    }

    /// <inheritdoc/>
    protected internal override void Validate(ActivityValidationContext context)
    {
        if (context.TryGetLiteral(SupportedMethods, out var methods))
        {
            foreach (var method in methods ?? [])
                if (!_methods.Contains(method, StringComparer.OrdinalIgnoreCase))
                    context.Error(nameof(SupportedMethods), $"'{method}' is not an HTTP method that an endpoint answers; use one of {string.Join(", ", _methods)}.");
        }

        if (context.TryGetLiteral(Path, out var path) && path is not null && path.AsSpan().ContainsAny(_forbidden))
            context.Error(nameof(Path), "A path has neither spaces nor any of ? # \\; parameters stand in braces, queries are read from the request.");
        else if (path is not null && !Template().IsMatch(path))
            context.Error(nameof(Path), "A parameter is a name in braces: orders/{id}; the last one may take the rest of the path: files/{**path}.");
        if (context.CanStartWorkflow && (Authorize is null || (context.TryGetLiteral(Authorize, out var authorize) && !authorize)))
            context.Warn(nameof(Authorize), "Anybody may call this address without signing in.");
    }

    /// <inheritdoc/>
    protected internal override ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        if (context.IsTriggerOfWorkflow) return ReceiveAsync(context);
        Wait(context);
        return ValueTask.CompletedTask;
    }

    private void Wait(ActivityExecutionContext context)
    {
        foreach (var payload in Payloads(context.Get(Path), context.Get(SupportedMethods)))
            context.CreateBookmark(new CreateBookmarkArgs { BookmarkName = StimulusName, Stimulus = payload, Callback = ReceiveAsync });
    }

    [GeneratedRegex(@"^(?:[^{}]|\{\*{0,2}[A-Za-z_]\w*(?::[^{}]+)?(?:=[^{}]*)?\??\})*$", RegexOptions.NonBacktracking)]
    private static partial Regex Template();

    private static IEnumerable<DataObject> Payloads(string? path, string[]? methods)
    {
        var template = (path ?? "").Trim('/').ToLowerInvariant();
        return (methods is { Length: > 0 } ? methods : ["GET"])
            .Select(m => m.ToLowerInvariant()).Distinct()
            .Select(method => new DataObject { ["Path"] = template, ["Method"] = method });
    }

    private ValueTask ReceiveAsync(ActivityExecutionContext context)
    {
        var request = context.StimulusInput ?? [];
        var rules = Rules(context.Get(FileSizeLimit), context.Get(AllowedFileExtensions), context.Get(BlockedFileExtensions), context.Get(AllowedMimeTypes));
        var outcome = (request["refused"] as DataObject)?["outcome"] as string;
        if (outcome is null && rules.Check(request["files"] as DataArray) is { } problem)
        {
            outcome = problem.Outcome;
            request["refused"] = problem.ToData();
            if (!rules.Exposes(outcome))
            {
                // Inside a run the caller has been answered already: what breaks a rule that nobody handles is noted, and the wait goes on.
                context.JournalData["Refused"] = problem.Message;
                Wait(context);
                return ValueTask.CompletedTask;
            }
        }

        context.Set(ParsedContent, request["body"]);
        context.Set(RouteData, request["route"]);
        context.Set(QueryStringData, request["query"]);
        context.Set(Headers, request["headers"]);
        context.Set(Files, request["files"]);
        context.Set(File, request["files"] is DataArray { Count: > 0 } files ? files[0] : null);
        context.Set(Result, request);
        return outcome is null ? context.CompleteActivityAsync() : context.CompleteActivityWithOutcomesAsync(outcome);
    }

    private UploadRules Rules(long? size, string[]? allowed, string[]? blocked, string[]? types) => new()
    {
        FileSizeLimit = size,
        AllowedExtensions = allowed ?? [],
        BlockedExtensions = blocked ?? [],
        AllowedMimeTypes = types ?? [],
        ExposedOutcomes = [.. Exposed()],
    };

    private IEnumerable<string> Exposed()
    {
        if (ExposeRequestTooLargeOutcome) yield return UploadRules.RequestTooLarge;
        if (ExposeFileTooLargeOutcome) yield return UploadRules.FileTooLarge;
        if (ExposeInvalidFileExtensionOutcome) yield return UploadRules.InvalidExtension;
        if (ExposeInvalidFileMimeTypeOutcome) yield return UploadRules.InvalidMimeType;
    }
}
