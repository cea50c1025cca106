namespace Status.Host.Elsa;

/// <summary>Errors in the shape that Elsa's clients read: <c>{statusCode, message, errors: {member: [sentence]}}</c>.</summary>
internal sealed class ElsaErrors
{
    /// <summary>The key of errors that belong to no member.</summary>
    public const string General = "generalErrors";

    private readonly SortedDictionary<string, List<string>> _errors = new(StringComparer.Ordinal);

    /// <summary>Whether any error was noted.</summary>
    public bool Any => _errors.Count > 0;

    /// <summary>Notes an error.</summary>
    /// <param name="member">Name of the member or parameter; <see cref="General"/> when it belongs to none.</param>
    /// <param name="sentence">What is wrong and what to do.</param>
    public ElsaErrors Add(string member, string sentence)
    {
        if (!_errors.TryGetValue(member, out var sentences)) _errors[member] = sentences = [];
        sentences.Add(sentence);
        return this;
    }

    /// <summary>All errors as one 400 answer.</summary>
    public IResult Answer() => Results.Json(
        new { statusCode = StatusCodes.Status400BadRequest, message = "One or more errors occurred!", errors = _errors },
        contentType: "application/problem+json",
        statusCode: StatusCodes.Status400BadRequest);

    /// <summary>The errors by member, for answers of another shape.</summary>
    public Dictionary<string, string[]> ToDictionary() => _errors.ToDictionary(e => e.Key, e => e.Value.ToArray(), StringComparer.Ordinal);

    /// <summary>A 400 answer with one error.</summary>
    /// <param name="sentence">What is wrong and what to do.</param>
    /// <param name="member">Name of the member or parameter.</param>
    public static IResult Refuse(string sentence, string member = General) => new ElsaErrors().Add(member, sentence).Answer();
}
