namespace Status.Host.Identity.Audit;

/// <summary>Something that a person changed.</summary>
/// <param name="Actor">Who: the user name; for an API key its maker's name and the key's, <c>ann (key build)</c>.</param>
/// <param name="Action">What was done, in the past tense with the kind of thing in front: <c>agreement.replaced</c>. At most 100 characters of a-z, 0-9, dot, dash.</param>
/// <param name="Subject">To what: kind and id, <c>agreement/platform</c>.</param>
/// <param name="Before">SHA-256 in hex of what it was; <c>null</c> when it did not exist. See <see cref="AuditDigest"/>.</param>
/// <param name="After">SHA-256 in hex of what it is; <c>null</c> when it no longer exists.</param>
/// <param name="Address">Where the request came from; <c>-</c> when from this machine's command line.</param>
internal sealed record AuditEntry(string Actor, string Action, string Subject, string? Before, string? After, string Address)
{
    /// <summary>An entry about what a request changes.</summary>
    /// <param name="http">The request: says who and from where.</param>
    /// <param name="action">See <see cref="Action"/>.</param>
    /// <param name="subject">See <see cref="Subject"/>.</param>
    /// <param name="before">What it was: a text (such as a document), or anything that has a JSON form; <c>null</c> when it did not exist.</param>
    /// <param name="after">What it is; <c>null</c> when it no longer exists.</param>
    public static AuditEntry By(HttpContext http, string action, string subject, object? before, object? after) => new(
        Caller.Describe(http.User), action, subject, AuditDigest.Of(before), AuditDigest.Of(after), http.Connection.RemoteIpAddress?.ToString() ?? "-");
}
