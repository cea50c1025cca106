namespace Status.Host.Api.Alerts;

/// <summary>Something to say about an alert.</summary>
/// <param name="Text">The words, at most 2,000 characters.</param>
/// <param name="Id">The caller's own id of the comment; a repetition with the same one adds no line. Optional, at most 100 characters.</param>
internal sealed record CommentRequest(string? Text, string? Id)
{
    private const int LongestText = 2000;
    private const int LongestId = 100;

    /// <summary>Every mistake, by member.</summary>
    public Dictionary<string, string[]> Problems()
    {
        var problems = new Dictionary<string, string[]>(StringComparer.Ordinal);
        if (string.IsNullOrWhiteSpace(Text)) problems["text"] = ["Write something: an empty comment says nothing."];
        else if (Text.Length > LongestText) problems["text"] = [$"The comment is longer than {LongestText} characters."];
        if (Id?.Length > LongestId) problems["id"] = [$"The id is longer than {LongestId} characters."];
        return problems;
    }
}
