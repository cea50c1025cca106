using Microsoft.AspNetCore.Routing.Template;
using Status.Workflows.Definitions;
using Status.Workflows.Http;

namespace Status.Host.Triggers;

/// <summary>One method and path that a published workflow answers.</summary>
/// <param name="Trigger">The published trigger.</param>
/// <param name="Method">HTTP method, lower case.</param>
/// <param name="Template">Route template relative to <c>/workflows/</c>, lower case.</param>
/// <param name="Matcher">Matches request paths against the template; <c>null</c> when the template has no parameters.</param>
/// <param name="Options">Limits and rights of the endpoint.</param>
internal sealed record HttpRoute(TriggerRecord Trigger, string Method, string Template, TemplateMatcher? Matcher, HttpRouteOptions Options);

/// <summary>What an endpoint asks of its callers, as the designer set it.</summary>
/// <param name="Authorize">Callers must be signed in.</param>
/// <param name="Policy">Permission that a caller needs beyond being signed in; <c>null</c> = <c>exec:workflows</c>.</param>
/// <param name="RequestTimeout">How long the caller is kept before the answer is 202; <c>null</c> = the host's default.</param>
/// <param name="RequestSizeLimit">Largest body in bytes; <c>null</c> = the host's default.</param>
/// <param name="Uploads">What files it takes; <c>null</c> = all.</param>
internal sealed record HttpRouteOptions(bool Authorize, string? Policy, TimeSpan? RequestTimeout, long? RequestSizeLimit, UploadRules? Uploads);
