using System.Buffers;
using Status.Activities.Compliance;
using Status.Workflows.Authoring;
using Status.Workflows.Execution;
using Status.Workflows.Model.Data;

namespace Status.Activities.Validation;

/// <summary>Says whether a text is a web address. Nothing is asked.</summary>
[Activity("Status", "Validation", "Says whether a text is an absolute http or https address; nothing is asked.")]
[FlowNode("True", "False")]
internal sealed class IsValidUrl : CodeActivity<bool>
{
    private const int LongestUrl = 8192;
    private static readonly SearchValues<char> _neverInUrls = SearchValues.Create(" \t\r\n\"<>\\^`{|}");

    [Input(Description = "The text.", UIHint = InputUIHints.SingleLine, IsRequired = true)]
    public Input<object?>? Url { get; set; }

    [Output(Description = "The observation {id, key, value, result}.")]
    public Output<DataObject>? Evidence { get; set; }

    /// <summary>Whether the text is such an address.</summary>
    public static bool IsUrl(object? value) =>
        value is string { Length: > 0 and <= LongestUrl } text && !text.AsSpan().ContainsAny(_neverInUrls)
        && Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
        && url.HostNameType != UriHostNameType.Unknown && url.Host.Length > 0;

    protected override async ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var value = context.Get(Url);
        var result = IsUrl(value);
        context.Set(Result, result);
        context.Set(Evidence, Observation.Of(context.GetIdempotencyKey(), "url", value, result));
        await context.CompleteActivityWithOutcomesAsync(result ? "True" : "False");
    }
}
